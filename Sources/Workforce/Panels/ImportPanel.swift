import Foundation
import Postgres

/// Brings a public panel in as firms with their observations and grants, through the same doors as
/// anybody's: so a study of the programme can be held against published figures. For a database of its
/// own: its firms count as firms of the province. The same file again changes nothing. Answers when all
/// is written; `panel-import.prepare` does it beside the requests.
package struct ImportPanel: Workflow {
  package let provinceCode: String
  package let mapping: PanelMapping
  /// The text of the file, in UTF-8.
  package let csv: FileText
  /// True reads all of it and writes nothing.
  package let dryRun: Bool

  package init(provinceCode: String, mapping: PanelMapping, csv: String, dryRun: Bool) {
    self.provinceCode = provinceCode
    self.mapping = mapping
    self.csv = FileText(csv)
    self.dryRun = dryRun
  }

  package static let name = "panel.import"
  package static let route = Route.post("/panels")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.checkPanel(provinceCode, mapping)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> ImportedPanel {
    let writer = try await PanelWriter(
      provinceCode: provinceCode, mapping: mapping, csv: csv.text, app, principal, request)
    if !dryRun { try await writer.write { _ in } }
    return ImportedPanel(
      firms: writer.report.firms, observations: writer.report.observations,
      grants: writer.report.grants, isWritten: !dryRun)
  }
}

/// What a panel came to.
package struct ImportedPanel: Codable, Sendable {
  package let firms: Int
  package let observations: Int
  package let grants: Int
  /// False after a dry run.
  package let isWritten: Bool
}

extension Problems {
  mutating func checkPanel(_ provinceCode: String, _ mapping: PanelMapping) {
    require(provinceCode, "provinceCode", limit: 2)
    mapping.check(&self)
  }
}
