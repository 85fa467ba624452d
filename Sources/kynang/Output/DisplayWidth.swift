/// How many columns of a terminal a text takes.
enum DisplayWidth {
  /// Marks that combine, as in a decomposed `ế`, take none; wide East Asian characters and pictures
  /// take two. Source: Unicode Standard Annex #11.
  static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  static func of(_ character: Character) -> Int {
    guard let base = character.unicodeScalars.first else { return 0 }
    switch base.properties.generalCategory {
    case .control, .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    return wide.contains { $0.contains(base.value) } ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  static func padded(_ text: String, to width: Int, alignedRight: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - of(text)))
    return alignedRight ? space + text : text + space
  }

  /// Cut to a width, the cut marked with `…`.
  static func cut(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    var kept = ""
    var used = 0
    for character in text {
      let next = used + of(character)
      if next > width - 1 { break }
      kept.append(character)
      used = next
    }
    return kept + "…"
  }
}
