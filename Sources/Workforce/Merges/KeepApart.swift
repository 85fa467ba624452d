import Foundation
import Postgres

/// A pair of records that look alike and are two people.
package struct KeptApart: Codable, Sendable {
  package let id: ID<KeptApart>
  package let firstId: ID<Employee>
  package let firstCode: String
  package let firstName: String
  package let secondId: ID<Employee>
  package let secondCode: String
  package let secondName: String
  package let recordedAt: Date
  package let reason: String
}

extension Query<KeptApart> {
  static var keptApart: Self { Query("apart.list") }
}

/// Whether a pair was said to be two people.
struct ApartRow: Decodable, Sendable {
  let id: ID<KeptApart>
}

extension Query<ApartRow> {
  static var apart: Self { Query("apart.find") }
}

package struct RecordedApart: Codable, Sendable {
  package let id: ID<KeptApart>
}

/// Says that two records are two people, so that they are not offered as one again.
package struct KeepApart: UseCase, AboutEmployee {
  package static let name = "employee.keep-apart"
  package static let route = Route.post("/employees/{employeeId}/keep-apart")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let employeeId: ID<Employee>
  package let otherId: ID<Employee>
  package let reason: String

  package init(employeeId: ID<Employee>, otherId: ID<Employee>, reason: String) {
    self.employeeId = employeeId
    self.otherId = otherId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
    if employeeId == otherId { problems.add("otherId", "merge.same_record") }
  }

  package func run(in session: Session) async throws -> RecordedApart {
    _ = try await session.findEmployee(employeeId)
    _ = try await session.findEmployee(otherId)
    let known = try await session.fetchOne(
      .apart, try session.firmID().uuid, employeeId.uuid, otherId.uuid)
    guard known == nil else { throw AppError.conflict("merge.already_apart") }
    return RecordedApart(
      id: try await session.keepApart(employeeId, otherId, reason: reason))
  }
}

/// Takes back that two records are two people; they may be offered again.
package struct AllowMerge: UseCase {
  package static let name = "employee.allow-merge"
  package static let route = Route.post("/kept-apart/{apartId}/take-back")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let apartId: ID<KeptApart>
  package let reason: String

  package init(apartId: ID<KeptApart>, reason: String) {
    self.apartId = apartId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> RecordedApart {
    let pair = try await session.find(
      "kept_apart", .takenBackApart, try session.firmID().uuid, apartId.uuid, session.now,
      session.principal.accountID.uuid, reason)
    session.recordAudit(
      [apartId.uuid, pair.firstId, pair.secondId],
      changes: [AuditChange("keptApart", before: "true", after: "false")], reason: reason)
    return RecordedApart(id: apartId)
  }
}

/// Pairs that were said to be two people, the latest first.
package struct ListKeptApart: Lookup {
  package typealias Output = Page<KeptApart>

  package static let name = "employee.list-kept-apart"
  package static let route = Route.get("/kept-apart")
  package static let permission = Permission.managePeople
  package static let access = Access.readPersons

  /// Only pairs with this record; nil for all.
  package let employeeId: ID<Employee>?
  package let after: String?
  package let limit: Int?

  package init(employeeId: ID<Employee>?, after: String?, limit: Int?) {
    self.employeeId = employeeId
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<KeptApart>.keptApart.statement,
      [
        try context.firmID().uuid, employeeId?.uuid, try ListCursor.id(after),
        ListCursor.limit(limit) + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<KeptApart> {
    ListCursor.page(
      try rows.decode(KeptApart.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}

struct ApartPair: Decodable, Sendable {
  let firstId: UUID
  let secondId: UUID
}

extension Query<ApartPair> {
  static var takenBackApart: Self { Query("apart.take_back") }
}

extension Session {
  func keepApart(
    _ one: ID<Employee>, _ other: ID<Employee>, reason: String
  ) async throws -> ID<KeptApart> {
    let id: ID<KeptApart> = newID()
    try await execute(
      Command("apart.say"), try firmID().uuid, id.uuid, one.uuid, other.uuid, now,
      principal.accountID.uuid, reason)
    recordAudit(
      [id.uuid, one.uuid, other.uuid],
      changes: [AuditChange("keptApart", before: nil, after: "true")], reason: reason)
    return id
  }
}
