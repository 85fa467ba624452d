import Foundation
import Postgres

/// Somebody whom a row may mean, with what tells them apart.
package struct ImportCandidate: Codable, Sendable {
  package let employeeId: ID<Employee>
  package let code: String
  package let fullName: String
  package let birthOn: CalendarDate?
  package let unit: String?
}

/// A value that a row sets; before is nil where there was none.
package struct ImportChange: Codable, Sendable, Equatable {
  package let field: String
  package let before: String?
  package let after: String?
}

/// One row of a file and what comes of it.
package struct ImportRowLine: Codable, Sendable {
  /// Of the file, counted from 1.
  package let row: Int
  package let verdict: ImportVerdict
  /// What was done with it last; nil for a row that was never written.
  package let action: ImportAction?
  package let employeeId: ID<Employee>?
  package let code: String?
  package let fullName: String?
  /// What the row is about where that is no person: an indicator, a support, a job role.
  package let subject: String?
  package let changes: [ImportChange]
  package let problems: [FieldError]
  package let candidates: [ImportCandidate]
  /// What may be answered where the row asks about its values.
  package let answers: [ImportAnswer]

  init(_ row: ImportRowRecord, kind: ImportKind) throws {
    let decoder = JSONCoding.decoder()
    let entered = try row.entered.map {
      try decoder.decode([String: String].self, from: Data($0.utf8))
    }
    let former = try decoder.decode([String: String?].self, from: Data(row.former.utf8))
    let personal = kind.personalFields
    self.row = row.number
    verdict = row.verdict
    action = row.action
    employeeId = row.employeeId
    code = entered?["code"] ?? former["code"] ?? nil
    fullName = entered?["fullName"] ?? former["fullName"] ?? nil
    let named = kind.namingFields.compactMap { entered?[$0] }
    subject = named.isEmpty ? nil : named.joined(separator: " · ")
    problems = try decoder.decode([FieldError].self, from: Data(row.problems.utf8))
    candidates = try decoder.decode([ImportCandidate].self, from: Data(row.candidates.utf8))
    answers = row.verdict == .ambiguous ? ImportAnswer.possible(to: problems) : []
    let noted = try decoder.decode([ImportChange].self, from: Data(row.changes.utf8))
    let told = noted.map { change in
      guard personal.contains(change.field) else { return change }
      return ImportChange(
        field: change.field, before: row.verdict == .create ? nil : former[change.field] ?? nil,
        after: entered?[change.field])
    }
    // A value that the row repeats is no change, and one that neither side has is nothing.
    let isChange = row.verdict == .change
    changes = told.filter { $0.before != $0.after || (!isChange && $0.after != nil) }
  }
}

struct ImportRowRecord: Decodable, Sendable {
  let number: Int
  let verdict: ImportVerdict
  let action: ImportAction?
  let employeeId: ID<Employee>?
  let changes: String
  let problems: String
  let entered: String?
  let former: String
  let candidates: String
}

extension Query<ImportRowRecord> {
  static var importRows: Self { Query("import.rows") }
}

/// Rows of a file in its order, each with what it would create or change, or why it cannot be taken.
package struct ListImportRows: UseCase {
  package static let name = "import.list-rows"
  package static let route = Route.get("/imports/{importId}/rows")
  package static let permission = Permission.importRecords
  package static let access = Access.readPersons

  package let importId: ID<ImportBatch>
  package let verdict: ImportVerdict?
  package let after: String?
  package let limit: Int?

  package init(
    importId: ID<ImportBatch>, verdict: ImportVerdict?, after: String?, limit: Int?
  ) {
    self.importId = importId
    self.verdict = verdict
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.range(limit, "limit", 1...500)
  }

  package func run(in session: Session) async throws -> Page<ImportRowLine> {
    let record = try await session.importRecord(importId)
    let after = try PageKey(after, parts: 1).flatMap { Int($0.parts[0]) } ?? 0
    let limit = limit ?? 50
    let found = try await session.fetchAll(
      .importRows, try session.firmID().uuid, importId.uuid, verdict?.rawValue, after, limit + 1)
    let items = try found.prefix(limit).map { try ImportRowLine($0, kind: record.kind) }
    return Page(
      items: items,
      next: found.count > limit ? items.last.map { PageKey(["\($0.row)"]).text } : nil)
  }
}
