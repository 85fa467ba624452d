import Foundation
import Postgres

/// A public panel that was sent: read, kept, and brought in beside the requests when somebody says so.
package struct PanelImport: Codable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    case prepared, queued, running, done, failed, discarded
  }

  package let id: ID<PanelImport>
  package let provinceCode: String
  /// What the codes and the names of its firms begin with, and where it was published.
  package let name: String
  package let firmName: String
  package let source: String
  package let fileName: String
  /// SHA-256 of the file.
  package let checksum: String
  package let state: State
  package let report: PanelReport
  package let firmsDone: Int
  package let firmsInAll: Int
  package let preparedAt: Date
  package let preparedBy: UUID
  /// Nil until it came to an end.
  package let endedAt: Date?
  /// The rule that stopped it; nil unless it failed.
  package let failure: String?
  package let failureParameters: [String: String]?
}

package struct ListPanelImports: Lookup {
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<PanelImport>

  package init(after: String?, limit: Int?) {
    self.after = after
    self.limit = limit
  }

  package static let name = "panel-import.list"
  package static let route = Route.get("/panel-imports")
  package static let permission = Permission.manageInstallation
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<PanelImport>.panelImports.statement,
      [try ListCursor.id(after), ListCursor.limit(limit) + 1])
  }

  package func output(from rows: Rows) throws -> Page<PanelImport> {
    ListCursor.page(
      try rows.decode(PanelImport.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}

package struct ShowPanelImport: Lookup {
  package let panelImportId: ID<PanelImport>

  package typealias Output = PanelImport

  package init(panelImportId: ID<PanelImport>) {
    self.panelImportId = panelImportId
  }

  package static let name = "panel-import.show"
  package static let route = Route.get("/panel-imports/{panelImportId}")
  package static let permission = Permission.manageInstallation
  package static let access = Access.read

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<PanelImport>.panelImport.statement, [panelImportId.uuid])
  }

  package func output(from rows: Rows) throws -> PanelImport {
    try rows.one(PanelImport.self, "panel_import")
  }
}

extension Query<PanelImport> {
  static var panelImports: Self { Query("panel_import.list") }
  static var panelImport: Self { Query("panel_import.show") }
}
