/// What the format of a cell says about its number: that it is a date or a time, or how many digits
/// it is padded to.
struct NumberFormat: Hashable, Sendable {
  enum Shows: Hashable, Sendable { case date, time, dateAndTime }

  /// Nil for a plain number.
  let shows: Shows?
  let padding: DigitPadding?

  static let general = NumberFormat(shows: nil, padding: nil)

  /// Formats that files name by number only. Source: ECMA-376 part 1, 18.8.30.
  init(builtIn id: Int) {
    padding = nil
    switch id {
    case 14...17, 27...31, 34...36, 50...54, 57, 58: shows = .date
    case 18...21, 32, 33, 45...47, 55, 56: shows = .time
    case 22: shows = .dateAndTime
    default: shows = nil
    }
  }

  private init(shows: Shows?, padding: DigitPadding?) {
    self.shows = shows
    self.padding = padding
  }

  /// Only the first section counts, which positive numbers are shown by.
  init(code: String) {
    var literal = ""
    var signs: [Character] = []
    var isLength = false
    var characters = code[...]
    reading: while let character = characters.popFirst() {
      switch character {
      case ";": break reading
      case "\"":
        let end = characters.firstIndex(of: "\"") ?? characters.endIndex
        if signs.isEmpty { literal += characters[..<end] }
        characters = characters[end...].dropFirst()
      case "\\":
        if let next = characters.popFirst(), signs.isEmpty { literal.append(next) }
      case "_", "*": characters = characters.dropFirst()
      case "[":
        let end = characters.firstIndex(of: "]") ?? characters.endIndex
        // [h], [mm] and [ss] are lengths of time; the others are colours, languages and conditions.
        let inside = Set(characters[..<end].lowercased())
        isLength = isLength || (inside.count == 1 && inside.isSubset(of: ["h", "m", "s"]))
        characters = characters[end...].dropFirst()
      default: signs.append(contentsOf: character.lowercased())
      }
    }
    let hasDay = signs.contains { $0 == "y" || $0 == "d" }
    let hasTime = isLength || signs.contains { $0 == "h" || $0 == "s" }
    let hasMonth = signs.contains("m")
    if hasDay || (hasMonth && !hasTime) {
      shows = hasTime ? .dateAndTime : .date
    } else {
      shows = hasTime ? .time : nil
    }
    let isPadded = shows == nil && signs.allSatisfy { $0 == "0" } && signs.count <= 30
    let isWorthKeeping = signs.count > 1 || (signs.count == 1 && !literal.isEmpty)
    padding =
      isPadded && isWorthKeeping ? DigitPadding(prefix: literal, digits: signs.count) : nil
  }
}
