import Foundation
import Postgres
import SQL
import TestSupport
import Testing
import Workforce

@Suite struct StatementLawTests {
  private static let personTables = [
    "employee", "person", "employment", "assignment", "exemption", "enrolment", "enrolment_status",
    "attendance", "completion", "assessment", "unit", "unit_placement", "job_role",
    "role_requirement", "unit_budget", "enrolment_batch", "audit_entry", "audit_detail",
    "audit_seal", "audit_queue", "person_read",
    "own_indicator", "own_indicator_definition", "observation", "firm_size", "firm_flag",
    "adoption", "support", "training_plan", "training_plan_course", "firm_period", "firm_indicator",
    "firm_course_period", "rollup_queue", "published_part",
    "import_batch", "import_entry", "import_row", "import_step", "import_write", "import_former",
    "import_mapping", "import_choice",
    "employee_merge", "employee_merge_write", "employee_merge_former", "employee_apart",
    "walk_in", "walk_in_status", "walk_in_mark",
  ]

  @Test func everyStatementPreparesAgainstTheSchema() async throws {
    let statements = try SQL.statements.get().values.sorted { $0.name < $1.name }
    try await withWorld { world in
      try await world.owner.withConnection { connection in
        for statement in statements {
          do {
            _ = try await connection.describe(Statement(name: statement.name, sql: statement.text))
          } catch {
            Issue.record("\(statement.name) does not prepare: \(message(of: error))")
          }
        }
      }
    }
    #expect(statements.count > 50)
  }

  /// Row security is the backstop; the router is the firm that the statement itself carries.
  @Test func everyStatementOnATenantTableCarriesTheFirm() throws {
    for statement in try SQL.statements.get().values {
      let text = statement.text
      for table in Self.personTables {
        let isUsed =
          text.range(
            of: "(from|join|into|update) kynang\\.\(table)\\b", options: .regularExpression) != nil
        guard isUsed, !Self.crossesFirms.contains(statement.name) else { continue }
        #expect(
          text.contains("firm_id"), "\(statement.name) reads kynang.\(table) without its firm")
      }
    }
  }

  /// Batches of the service itself: each row carries its firm, or only the firms are listed.
  private static let crossesFirms: Set<String> = [
    "audit.firms_to_seal", "rollup.stale_periods", "published_cell.behind",
    "support.by_programme",
  ]

  @Test func everyStatementIsNamedInSwiftOnce() throws {
    let sources = try Self.swiftSources()
    for name in try SQL.statements.get().keys.sorted() {
      // An operation may have the name of its statement.
      let quoted = sources.components(separatedBy: "\"\(name)\"").count
      let uses = quoted - sources.components(separatedBy: "name = \"\(name)\"").count
      #expect(uses == 1, "\(name) is named \(uses) times in Sources")
    }
  }

  @Test func noStatementStandsInTheSwiftOfTheProduct() throws {
    let workforce = try Self.swiftSources()
    let pattern = #/"(select [^"]* from|insert into|update [^"]* set|delete from) /#
    let match = workforce.firstMatch(of: pattern).map { String($0.0) }
    #expect(match == nil)
  }

  private static func swiftSources() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Workforce")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    var text = ""
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      text += try String(contentsOf: file, encoding: .utf8)
    }
    return text
  }

  private func message(of error: any Error) -> String {
    guard case .server(let server)? = error as? PostgresError else { return "\(error)" }
    return "\(server.sqlState.rawValue) \(server.message)"
  }
}
