import Foundation
import Postgres

/// One record merged into another.
package struct MergeRecord: Codable, Sendable {
  package let id: ID<EmployeeMerge>
  package let survivorId: ID<Employee>
  package let survivorCode: String
  package let survivorName: String
  package let mergedId: ID<Employee>
  package let mergedCode: String
  package let mergedName: String
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String
  /// Nil while it stands.
  package let undoneAt: Date?
  package let undoneReason: String?
}

extension Query<MergeRecord> {
  static var merges: Self { Query("merge.list") }
}

/// Merges of the firm's records, the latest first.
package struct ListMerges: Lookup {
  package typealias Output = Page<MergeRecord>

  package static let name = "employee.list-merges"
  package static let route = Route.get("/merges")
  package static let permission = Permission.readPeople
  package static let access = Access.readPersons

  /// Only those of this record, whether it stayed or went; nil for all.
  package let employeeId: ID<Employee>?
  /// With those that were undone.
  package let includesUndone: Bool?
  package let after: String?
  package let limit: Int?

  package init(employeeId: ID<Employee>?, includesUndone: Bool?, after: String?, limit: Int?) {
    self.employeeId = employeeId
    self.includesUndone = includesUndone
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<MergeRecord>.merges.statement,
      [
        try context.firmID().uuid, employeeId?.uuid, includesUndone ?? false,
        try ListCursor.id(after), ListCursor.limit(limit) + 1, context.today,
        context.principal.unitScope,
      ])
  }

  package func output(from rows: Rows) throws -> Page<MergeRecord> {
    ListCursor.page(
      try rows.decode(MergeRecord.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}

/// Who stands for a record that was merged.
struct SurvivingRecord: Decodable, Sendable {
  let id: ID<Employee>
  let code: String
}

extension Query<SurvivingRecord> {
  static var survivingRecord: Self { Query("merge.survivor") }
}

extension Session {
  /// That there is no such employee; where the record was merged into one in sight, which.
  func missingEmployee(_ id: ID<Employee>) async throws -> AppError {
    let survivor = try await fetchOne(
      .survivingRecord, try firmID().uuid, id.uuid, today, principal.unitScope)
    guard let survivor else { return AppError.notFound("employee") }
    return AppError(
      .notFound, "employee.merged_into",
      ["code": survivor.code, "id": survivor.id.description])
  }
}
