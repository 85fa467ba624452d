/// A language the product speaks. Vietnamese is the source of every word, English the second.
package enum Language: String, Sendable, CaseIterable, Codable {
  case vi, en

  /// The first language spoken here that an `Accept-Language` header prefers; nil when it names none.
  /// Source: RFC 9110, 12.5.4.
  package static func preferred(inHeader header: String) -> Language? {
    var best: (language: Language, quality: Double)?
    for range in header.split(separator: ",").prefix(16) {
      let parts = range.split(separator: ";")
      guard let tag = parts.first, let language = Language(tag: tag) else { continue }
      let quality = parts.dropFirst().compactMap { Self.quality(String($0)) }.first ?? 1
      if quality > 0, quality > (best?.quality ?? 0) { best = (language, quality) }
    }
    return best?.language
  }

  /// The language of a tag such as `vi`, `en-GB` or `vi_VN.UTF-8`; nil for any other language.
  package init?(tag: some StringProtocol) {
    let primary = tag.drop { $0 == " " }.prefix { $0.isLetter }.lowercased()
    self.init(rawValue: primary)
  }

  private static func quality(_ parameter: String) -> Double? {
    let text = String(parameter.filter { $0 != " " })
    return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
  }
}
