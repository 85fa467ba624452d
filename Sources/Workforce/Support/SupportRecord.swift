import Foundation
import Postgres

/// Approved is promised, paid is on the firm's account; the raw value is what is stored.
package enum SupportState: String, Codable, Sendable, CaseIterable {
  case approved, paid
}

/// Public support that the firm received, in whole đồng; an amount is nil where none is known.
package struct SupportRecord: Codable, Sendable {
  package let id: ID<Support>
  package let revision: Int
  package let programmeId: ID<SupportProgramme>?
  package let programmeName: String?
  package let ruleCode: String?
  package let legalSource: String?
  /// The ceiling of the rule and of what it is one; nil without a rule, or where it has none.
  package let capVnd: Int?
  package let capBasis: String?
  package let contentCode: String
  package let contentName: LocalizedText
  package let object: String
  package let costVnd: Int?
  package let approvedVnd: Int?
  package let paidVnd: Int?
  package let state: SupportState
  package let approvedOn: CalendarDate
  package let paidOn: CalendarDate?
  package let document: String?
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String?
  package let isVoid: Bool
}

package struct SupportRevision: Codable, Sendable {
  package let id: ID<Support>
  package let revision: Int
  package let state: SupportState
}

/// A support as it is written.
struct SupportFacts: Decodable, Sendable {
  let id: ID<Support>
  let revision: Int
  let programmeId: UUID?
  let ruleCode: String?
  let ruleValidFrom: CalendarDate?
  let contentCode: String
  let object: String
  let costVnd: Int?
  let approvedVnd: Int?
  let paidVnd: Int?
  let state: SupportState
  let approvedOn: CalendarDate
  let paidOn: CalendarDate?
  let document: String?
}

extension Session {
  func write(
    _ support: SupportFacts, reason: String?, isVoid: Bool
  ) async throws -> SupportRevision {
    guard support.approvedOn <= today else {
      throw AppError.invalid("approvedOn", "field.in_the_future")
    }
    guard support.paidOn.map({ $0 <= today }) ?? true else {
      throw AppError.invalid("paidOn", "field.in_the_future")
    }
    try await execute(
      Command("support.insert"), try firmID().uuid, support.id.uuid, support.revision,
      support.programmeId, support.ruleCode, support.ruleValidFrom, support.contentCode,
      support.object, support.costVnd, support.approvedVnd, support.paidVnd,
      support.state.rawValue, support.approvedOn, support.paidOn, support.document, now,
      principal.accountID.uuid, reason, isVoid)
    recordAudit(
      [support.id.uuid],
      changes: [
        AuditChange("content", before: nil, after: support.contentCode),
        AuditChange("state", before: nil, after: support.state.rawValue),
        AuditChange("approvedVnd", before: nil, after: support.approvedVnd.map { "\($0)" }),
        AuditChange("paidVnd", before: nil, after: support.paidVnd.map { "\($0)" }),
        AuditChange("isVoid", before: nil, after: "\(isVoid)"),
      ], reason: reason)
    return SupportRevision(id: support.id, revision: support.revision, state: support.state)
  }

  func supersedeSupport(_ id: ID<Support>) async throws -> SupportFacts {
    try await find("support", .supersededSupport, try firmID().uuid, id.uuid, now)
  }
}

extension Query<SupportFacts> {
  static var supersededSupport: Self { Query("support.supersede") }
}

/// Support of the firm, of one year or all.
package struct ListSupport: Lookup, Dated {
  package let year: Int?
  package let asOf: CalendarDate?
  package let knownAt: Date?

  package typealias Output = [SupportRecord]

  package static let name = "support.list"
  package static let route = Route.get("/support")
  package static let permission = Permission.readEnrolments
  package static let access = Access.read

  package init(year: Int?, asOf: CalendarDate?, knownAt: Date?) {
    self.year = year
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 1990...2100)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<SupportRecord>.supports.statement,
      [try context.firmID().uuid, context.knownAt, year])
  }

  package func output(from rows: Rows) throws -> [SupportRecord] {
    try rows.decode(SupportRecord.self).filter { support in
      asOf.map { support.approvedOn <= $0 } ?? true
    }
  }
}

/// Every revision of one support, latest first.
package struct ShowSupportHistory: Lookup {
  package let supportId: ID<Support>

  package typealias Output = [SupportRecord]

  package static let name = "support.history"
  package static let route = Route.get("/support/{supportId}/history")
  package static let permission = Permission.readEnrolments
  package static let access = Access.read

  package init(supportId: ID<Support>) {
    self.supportId = supportId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<SupportRecord>.supportHistory.statement,
      [try context.firmID().uuid, supportId.uuid])
  }

  package func output(from rows: Rows) throws -> [SupportRecord] {
    let revisions = try rows.decode(SupportRecord.self)
    guard !revisions.isEmpty else { throw AppError.notFound("support") }
    return revisions
  }
}

extension Query<SupportRecord> {
  static var supports: Self { Query("support.list") }
  static var supportHistory: Self { Query("support.history") }
}
