import Workforce

/// Finds the people whom pasted lines mean: by code, else by the whole name, else by words of it, with
/// or without marks.
struct PastedPeople: Sendable {
  enum Match: Sendable {
    case one(EmployeeSummary)
    case several([EmployeeSummary])
    case nobody
  }

  private let people: [(summary: EmployeeSummary, name: String, words: Set<Substring>)]
  private let byCode: [String: EmployeeSummary]

  init(_ staff: Staff) {
    let present = staff.people.filter { $0.status != .left }
    people = present.map { person in
      let name = FoldedText(person.fullName).value
      return (person, name, Set(name.split(separator: " ")))
    }
    byCode = Dictionary(
      present.map { (FoldedText($0.code).value, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func person(code: String) -> EmployeeSummary? {
    byCode[FoldedText(code).value]
  }

  /// - Parameter line: one row of a table; its cells are set apart by tabs or semicolons.
  func match(_ line: String) -> Match {
    let cells = line.split { $0 == "\t" || $0 == ";" }.map { FoldedText($0).value }
    if let person = cells.lazy.compactMap({ byCode[$0] }).first { return .one(person) }
    for cell in cells where cell.contains(where: \.isLetter) {
      let found = named(cell)
      if found.count == 1 { return .one(found[0]) }
      if found.count > 1 { return .several(found) }
    }
    return .nobody
  }

  private func named(_ text: String) -> [EmployeeSummary] {
    let whole = people.filter { $0.name == text }
    if !whole.isEmpty { return whole.map(\.summary) }
    let words = Set(text.split(separator: " "))
    return people.filter { words.isSubset(of: $0.words) }.map(\.summary)
  }
}
