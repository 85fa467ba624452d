import Foundation
import Postgres

/// Whom each row of a staff list means: by code, else by name with date of birth or phone. What fits
/// several people is asked for and never guessed.
struct StaffMatching: Sendable {
  enum Match: Sendable {
    case known(Int)
    case new
    case unclear(FieldError)
  }

  let register: StaffRegister
  private let codesInFile: Set<String>
  private let linesOfCode: [String: [Int]]

  init(register: StaffRegister, rows: [StaffRow]) {
    self.register = register
    linesOfCode = Dictionary(
      grouping: rows.filter { $0.code != nil }, by: { Self.key($0.code) }
    ).mapValues { $0.map(\.line) }
    codesInFile = Set(linesOfCode.keys)
  }

  /// One match for each row.
  func matches(_ rows: [StaffRow]) -> [Match] {
    var matches = rows.map(match)
    var rowsOfPerson: [Int: [Int]] = [:]
    for (index, match) in matches.enumerated() {
      if case .known(let person) = match { rowsOfPerson[person, default: []].append(index) }
    }
    for indices in rowsOfPerson.values where indices.count > 1 {
      let lines = Self.list(indices.map { rows[$0].line })
      for index in indices {
        matches[index] = .unclear(
          FieldError(field: "row", rule: "import.same_person_twice", parameters: ["lines": lines]))
      }
    }
    return matches
  }

  private func match(_ row: StaffRow) -> Match {
    if let lines = row.code.flatMap({ linesOfCode[Self.key($0)] }), lines.count > 1 {
      return .unclear(
        FieldError(
          field: "code", rule: "import.duplicate_code", parameters: ["lines": Self.list(lines)]))
    }
    if let code = row.code {
      if let exact = register.byCode[code] { return .known(exact) }
      let alike = register.byFoldedCode[Self.key(code)] ?? []
      if alike.count == 1 { return .known(alike[0]) }
    }
    return matchByPerson(row)
  }

  private func matchByPerson(_ row: StaffRow) -> Match {
    let namesakes = register.byName[FoldedText(row.fullName ?? "").value] ?? []
    var found = namesakes.filter { index in
      let person = register.people[index]
      // A namesake whose own code has a row of its own is somebody else.
      if row.code != nil, codesInFile.contains(Self.key(person.code)) { return false }
      if let birthOn = row.birthOn { return person.birthOn == birthOn }
      if let phone = row.phone { return person.phone == phone }
      return false
    }
    if found.count > 1, let phone = row.phone {
      let narrowed = found.filter { register.people[$0].phone == phone }
      if narrowed.count == 1 { found = narrowed }
    }
    switch found.count {
    case 1: return .known(found[0])
    case 0 where row.code != nil: return .new
    case 0:
      let isAsked = row.birthOn == nil && row.phone == nil && !namesakes.isEmpty
      return .unclear(
        FieldError(
          field: "code", rule: isAsked ? "import.not_identified" : "import.code_required",
          parameters: [:]))
    default:
      return .unclear(
        FieldError(
          field: "row", rule: "import.ambiguous", parameters: ["count": "\(found.count)"]))
    }
  }

  private static func key(_ code: String?) -> String { code?.lowercased() ?? "" }

  private static func list(_ lines: [Int]) -> String {
    lines.map(String.init).joined(separator: ", ")
  }
}
