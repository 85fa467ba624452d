import Foundation
import Postgres

package struct ImportLine: Codable, Sendable {
  package let id: ID<ImportBatch>
  package let kind: ImportKind
  package let fileName: String
  package let state: ImportState
  package let rowCount: Int
  package let createCount: Int
  package let changeCount: Int
  package let sameCount: Int
  package let ambiguousCount: Int
  package let errorCount: Int
  package let createdAt: Date
  package let appliedAt: Date?
}

/// Files that were brought in, newest first.
package struct ListImports: Lookup {
  package typealias Output = Page<ImportLine>

  package static let name = "import.list"
  package static let route = Route.get("/imports")
  package static let permission = Permission.importRecords
  package static let access = Access.read

  package let kind: ImportKind?
  package let after: String?
  package let limit: Int?

  package init(kind: ImportKind?, after: String?, limit: Int?) {
    self.kind = kind
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.range(limit, "limit", 1...500)
  }

  package func call(in context: LookupContext) throws -> Call {
    let after = try PageKey(after, parts: 1)?.id(0)
    return Call(
      Query<ImportLine>.importBatches.statement,
      [
        try context.firmID().uuid, kind?.rawValue, context.principal.onlyImportsOf, after,
        (limit ?? 50) + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<ImportLine> {
    let found = try rows.decode(ImportLine.self)
    let items = Array(found.prefix(limit ?? 50))
    return Page(
      items: items,
      next: found.count > items.count
        ? items.last.map { PageKey([$0.id.description]).text } : nil)
  }
}

extension Query<ImportLine> {
  fileprivate static var importBatches: Self { Query("import.list") }
}
