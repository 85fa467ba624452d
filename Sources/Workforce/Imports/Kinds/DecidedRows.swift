import Foundation
import Postgres

/// What one row comes to.
struct DecidedRow: Sendable {
  let number: Int
  let verdict: ImportVerdict
  /// Nil for a row that is about nobody, or nobody known.
  let employeeID: UUID?
  /// What applying it needs, as JSON.
  let target: String
  let changes: [ImportChange]
  /// As JSON.
  let problems: String
  let candidates: [UUID]
}

/// What rows come to, gathered for one statement.
struct DecidedRows: Sendable {
  private var rows: [DecidedRow] = []

  mutating func add(_ row: DecidedRow) { rows.append(row) }

  func write(_ batch: ImportWork, in session: Session) async throws {
    try await session.execute(
      Command("import.add_rows"), batch.firmID, batch.id, rows.map(\.number),
      rows.map(\.verdict.rawValue), rows.map(\.employeeID), rows.map(\.target),
      rows.map { row in
        "["
          + row.changes.map {
            Self.json([("field", $0.field), ("before", $0.before), ("after", $0.after)])
          }
          .joined(separator: ",") + "]"
      }, rows.map(\.problems),
      rows.map { $0.candidates.map(\.uuidString).joined(separator: ",") })
  }

  /// An object of what is there.
  static func json(_ pairs: [(String, String?)]) -> String {
    var json = JSONWriter()
    json.object { json in
      for case (let name, let value?) in pairs {
        json.key(named: name)
        json.value(value)
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

/// What a row says, for kinds that are decided outside the database.
struct ImportedEntry: Decodable, Sendable {
  let number: Int
  let problems: String?
  let entered: String
  let answers: [String]

  var values: [String: String] {
    get throws {
      try JSONCoding.decoder().decode([String: String].self, from: Data(entered.utf8))
    }
  }
}

extension Query<ImportedEntry> {
  static var importEntries: Self { Query("import.entries") }
}
