import Foundation
import Postgres

/// A row of a file as it was, with what comes of it.
package struct ImportCellsLine: Codable, Sendable {
  package let row: Int
  package let verdict: ImportVerdict
  package let cells: [String]
  package let problems: [FieldError]
}

/// The rows of a file as they were brought in, each with its outcome and the reasons: what a corrected
/// file is made from.
package struct ListImportCells: UseCase {
  package static let name = "import.list-cells"
  package static let route = Route.get("/imports/{importId}/cells")
  package static let permission = Permission.importRecords
  package static let access = Access.readPersons

  package let importId: ID<ImportBatch>
  package let after: String?
  package let limit: Int?

  package init(importId: ID<ImportBatch>, after: String?, limit: Int?) {
    self.importId = importId
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.range(limit, "limit", 1...500)
  }

  package func run(in session: Session) async throws -> Page<ImportCellsLine> {
    _ = try await session.importRecord(importId)
    let after = try PageKey(after, parts: 1).flatMap { Int($0.parts[0]) } ?? 0
    let limit = limit ?? 50
    let found = try await session.fetchAll(
      .importRowCells, try session.firmID().uuid, importId.uuid, after, limit + 1)
    let decoder = JSONCoding.decoder()
    let items = try found.prefix(limit).map { row in
      ImportCellsLine(
        row: row.number, verdict: row.verdict,
        cells: try decoder.decode([String].self, from: Data(row.cells.utf8)),
        problems: try decoder.decode([FieldError].self, from: Data(row.problems.utf8)))
    }
    return Page(
      items: items,
      next: found.count > limit ? items.last.map { PageKey(["\($0.row)"]).text } : nil)
  }
}

struct ImportRowCells: Decodable, Sendable {
  let number: Int
  let cells: String
  let verdict: ImportVerdict
  let problems: String
}

extension Query<ImportRowCells> {
  fileprivate static var importRowCells: Self { Query("import.row_cells") }
}
