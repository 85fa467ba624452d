import Foundation
import Postgres

package enum StaffImportOutcome: String, Codable, Sendable, CaseIterable {
  case create, change, same, ambiguous, error
}

package struct StaffImportRow: Codable, Sendable {
  /// Of the file, counted from 1.
  package let line: Int
  package let outcome: StaffImportOutcome
  package let employeeId: ID<Employee>?
  package let code: String?
  package let fullName: String?
  package let changes: [ImportChange]
  package let problems: [FieldError]
}

package struct StaffImportReport: Codable, Sendable {
  /// Of the preview, which can be looked at and applied; of what was applied, which can be undone.
  package let importId: ID<ImportBatch>
  package let fileName: String
  package let state: ImportState
  package let created: Int
  package let changed: Int
  package let same: Int
  package let ambiguous: Int
  package let errors: Int
  /// Headings that were not understood.
  package let ignoredColumns: [String]
  package let rows: [StaffImportRow]
}

/// Reads a staff list in one request: shows what each row would change, or changes it in one
/// transaction. The same list again changes nothing.
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

  /// Longer lists are brought in by `import.preview`, which does not keep a request waiting.
  static let mostRows = 20_000

  package func check(_ problems: inout Problems) {
    problems.bound(fileName, "fileName", limit: 200)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> StaffImportReport {
    let preview = PreviewImport(
      kind: .staff, fileName: fileName ?? "staff.csv", sheet: nil, file: Array(csv.text.utf8))
    var summary = try await preview.run(
      in: app, as: principal, request: request, mostRowsAtOnce: Self.mostRows)
    guard summary.missingFields.isEmpty else {
      throw AppError.invalid("csv", "import.columns_missing")
    }
    if !dryRun, summary.state == .previewed {
      let open = summary.errorCount + summary.ambiguousCount
      guard open == 0 || skipErrors == true else {
        throw AppError.conflict("import.has_errors", ["count": "\(open)"])
      }
      if summary.writeCount > 0 {
        summary = try await ApplyImport(importId: summary.importId, allOrNothing: false).run(
          in: app, as: principal, request: .plain(id: request.id), mostRowsAtOnce: Self.mostRows)
      }
    }
    return StaffImportReport(
      importId: summary.importId, fileName: summary.fileName, state: summary.state,
      created: summary.createCount, changed: summary.changeCount, same: summary.sameCount,
      ambiguous: summary.ambiguousCount, errors: summary.errorCount,
      ignoredColumns: summary.columns.filter { $0.field == nil && !$0.heading.isEmpty }
        .map(\.heading),
      rows: try await rows(of: summary.importId, in: app, as: principal, request: request))
  }

  private func rows(
    of importId: ID<ImportBatch>, in app: App, as principal: Principal, request: Request
  ) async throws -> [StaffImportRow] {
    var rows: [StaffImportRow] = []
    var after: String?
    repeat {
      let page = try await app.perform(
        ListImportRows(importId: importId, verdict: nil, after: after, limit: 500), as: principal,
        request: .plain(id: request.id))
      rows += page.items.map(StaffImportRow.init)
      after = page.next
    } while after != nil
    return rows
  }
}

extension StaffImportRow {
  fileprivate init(_ row: ImportRowLine) {
    line = row.row
    outcome =
      switch row.verdict {
      case .create: .create
      case .change: .change
      case .same: .same
      case .ambiguous: .ambiguous
      case .error: .error
      }
    employeeId = row.employeeId
    code = row.code
    fullName = row.fullName
    changes = row.changes
    problems = row.problems
  }
}
