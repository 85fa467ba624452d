/// An e-mail address as people write them: one @, a domain with a dot, nothing quoted.
struct EmailAddress: Hashable, Sendable {
  /// The domain in lower case; the part before the @ as given.
  let text: String

  /// Nil when it is none.
  init?(_ written: some StringProtocol) {
    let tidied = written.tidied
    let parts = tidied.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, tidied.utf8.count <= 254, !parts[0].isEmpty, parts[0].utf8.count <= 64,
      tidied.unicodeScalars.allSatisfy({
        $0.value > 32 && $0.value != 127 && !"\"(),:;<>[]\\".unicodeScalars.contains($0)
      })
    else { return nil }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2,
      !labels.contains(where: { $0.isEmpty || $0.hasPrefix("-") || $0.hasSuffix("-") })
    else { return nil }
    text = "\(parts[0])@\(parts[1].lowercased())"
  }
}
