import Foundation
import Postgres

package struct StaffImportRow: Codable, Sendable {
  /// Of the file, counted from 1.
  package let line: Int
  package let outcome: StaffImportOutcome
  package let employeeId: ID<Employee>?
  /// Shown before anything is written, and not afterwards.
  package let code: String?
  package let fullName: String?
  package let changes: [StaffImportChange]
  package let problems: [FieldError]
}

package struct StaffImportReport: Codable, Sendable {
  /// Nil when nothing was written.
  package let importId: UUID?
  package let fileName: String
  package let created: Int
  package let changed: Int
  package let same: Int
  package let errors: Int
  /// Headings that were not understood.
  package let ignoredColumns: [String]
  package let rows: [StaffImportRow]
}

/// Reads a staff list: shows what each row would change, or changes it in one transaction. The same
/// list again changes nothing.
package struct ImportStaff: Workflow {
  package static let name = "employee.import"
  package static let route = Route.post("/employees/import")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  /// What the file is called; nil when nobody said.
  package let fileName: String?
  /// The text of the file, in UTF-8.
  package let csv: FileText
  /// True shows what would change and writes nothing.
  package let dryRun: Bool
  /// True applies the other rows when some have errors; nil refuses the whole.
  package let skipErrors: Bool?

  package init(fileName: String?, csv: String, dryRun: Bool, skipErrors: Bool?) {
    self.fileName = fileName
    self.csv = FileText(csv)
    self.dryRun = dryRun
    self.skipErrors = skipErrors
  }

  package func check(_ problems: inout Problems) {
    problems.bound(fileName, "fileName", limit: 200)
    if csv.text.utf8.count > StaffFile.mostBytes {
      for error in StaffFile.tooLarge.fieldErrors {
        problems.add(error.field, error.rule, error.parameters)
      }
    }
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> StaffImportReport {
    let fileName = fileName ?? "staff.csv"
    if dryRun {
      return try await app.perform(
        PreviewStaff(fileName: fileName, csv: csv.text), as: principal, request: request)
    }
    return try await app.perform(
      ApplyStaff(fileName: fileName, csv: csv.text, skipErrors: skipErrors ?? false), as: principal,
      request: request)
  }
}

/// Shows what a staff list would change. Not an operation of its own.
struct PreviewStaff: UseCase {
  static let name = "employee.preview-import"
  static let route = Route.post("/employees/import/preview")
  static let permission = Permission.managePeople
  static let access = Access.readPersons

  let fileName: String
  let csv: String

  func run(in session: Session) async throws -> StaffImportReport {
    let file = try StaffFile(csv: csv, today: session.today)
    let plan = StaffPlan(
      rows: file.rows, register: try await session.staffRegister(), today: session.today)
    return plan.report(fileName: fileName, file, importID: nil) { decision in
      StaffImportRow(
        line: decision.row.line, outcome: decision.outcome,
        employeeId: decision.person.map { ID(plan.register.people[$0].id) },
        code: decision.row.code ?? decision.person.map { plan.register.people[$0].code },
        fullName: decision.row.fullName, changes: decision.changes,
        problems: decision.problems)
    }
  }
}

extension StaffPlan {
  func report(
    fileName: String, _ file: StaffFile, importID: UUID?,
    row: (StaffDecision) -> StaffImportRow
  ) -> StaffImportReport {
    StaffImportReport(
      importId: importID, fileName: fileName, created: count(.create), changed: count(.change),
      same: count(.same), errors: count(.error), ignoredColumns: file.ignoredColumns,
      rows: decisions.map(row))
  }
}
