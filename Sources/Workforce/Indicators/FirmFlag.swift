import Foundation
import Postgres

/// What a firm may be that support rules ask for.
package struct SupportFlag: Codable, Sendable {
  package let code: String
  package let name: LocalizedText
  /// What the law asks for it.
  package let test: LocalizedText
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

/// From when until when a firm is something that support rules ask for.
package struct FirmFlag: Codable, Sendable {
  package let id: ID<FirmFlag>
  package let revision: Int
  package let flagCode: String
  package let name: LocalizedText
  package let startsOn: CalendarDate
  /// The last day; nil when it goes on.
  package let endsOn: CalendarDate?
  package let evidence: String?
  package let source: String?
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String?
  package let isVoid: Bool
}

package struct ListSupportFlags: Lookup {
  package typealias Output = [SupportFlag]

  package static let name = "support-flag.list"
  package static let route = Route.get("/support-flags")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init() {}

  package func call(in context: LookupContext) -> Call {
    Call(Query<SupportFlag>.supportFlags.statement, [])
  }

  package func output(from rows: Rows) throws -> [SupportFlag] {
    try rows.decode(SupportFlag.self)
  }
}

/// The flags of the caller's firm; on a day, those that held then.
package struct ListFirmFlags: Lookup, Dated {
  package let asOf: CalendarDate?
  package let knownAt: Date?

  package typealias Output = [FirmFlag]

  package static let name = "firm-flag.list"
  package static let route = Route.get("/firm-flags")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(asOf: CalendarDate?, knownAt: Date?) {
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<FirmFlag>.firmFlags.statement,
      [try context.firmID().uuid, asOf, context.knownAt])
  }

  package func output(from rows: Rows) throws -> [FirmFlag] {
    try rows.decode(FirmFlag.self)
  }
}

/// Every revision of one flag, latest first.
package struct ShowFirmFlagHistory: Lookup {
  package let firmFlagId: ID<FirmFlag>

  package typealias Output = [FirmFlag]

  package static let name = "firm-flag.history"
  package static let route = Route.get("/firm-flags/{firmFlagId}/history")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(firmFlagId: ID<FirmFlag>) {
    self.firmFlagId = firmFlagId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<FirmFlag>.firmFlagHistory.statement,
      [try context.firmID().uuid, firmFlagId.uuid])
  }

  package func output(from rows: Rows) throws -> [FirmFlag] {
    let revisions = try rows.decode(FirmFlag.self)
    guard !revisions.isEmpty else { throw AppError.notFound("firm_flag") }
    return revisions
  }
}

/// Says that the firm is something from a day on, and by what that is known.
package struct SetFirmFlag: UseCase {
  package let flag: String
  package let startsOn: CalendarDate
  /// The last day; nil when it goes on.
  package let endsOn: CalendarDate?
  package let evidence: String

  package static let name = "firm-flag.set"
  package static let route = Route.post("/firm-flags")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(flag: String, startsOn: CalendarDate, endsOn: CalendarDate?, evidence: String) {
    self.flag = flag
    self.startsOn = startsOn
    self.endsOn = endsOn
    self.evidence = evidence
  }

  package func check(_ problems: inout Problems) {
    problems.require(evidence, "evidence", limit: 500)
    if let endsOn, endsOn < startsOn { problems.add("endsOn", "field.ends_before_it_starts") }
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    guard try await session.fetchAll(.supportFlags).contains(where: { $0.code == flag }) else {
      throw AppError.invalid("flag", "field.not_a_choice")
    }
    let id: ID<FirmFlag> = session.newID()
    try await session.execute(
      .insertFirmFlag, try session.firmID().uuid, id.uuid, 1, flag, startsOn, endsOn, evidence,
      session.now, session.principal.accountID.uuid, String?.none, false)
    session.recordAudit(
      [id.uuid],
      changes: [
        AuditChange("flag", before: nil, after: flag),
        AuditChange("startsOn", before: nil, after: "\(startsOn)"),
        AuditChange("endsOn", before: nil, after: endsOn.map { "\($0)" }),
      ], reason: nil)
    return RecordedRevision(id: id.uuid, revision: 1)
  }
}

/// Ends a flag, or takes it back when it ends before it began.
package struct EndFirmFlag: UseCase {
  package let firmFlagId: ID<FirmFlag>
  /// The last day; a day before the first takes the flag back altogether.
  package let endsOn: CalendarDate
  package let reason: String

  package static let name = "firm-flag.end"
  package static let route = Route.post("/firm-flags/{firmFlagId}/end")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(firmFlagId: ID<FirmFlag>, endsOn: CalendarDate, reason: String) {
    self.firmFlagId = firmFlagId
    self.endsOn = endsOn
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 1000)
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    let firm = try session.firmID().uuid
    let old = try await session.find(
      "firm_flag", .supersedeFirmFlag, firm, firmFlagId.uuid, session.now)
    try session.requireVersion(old.revision)
    let isVoid = endsOn < old.startsOn
    try await session.execute(
      .insertFirmFlag, firm, old.id.uuid, old.revision + 1, old.flagCode, old.startsOn,
      isVoid ? old.endsOn : endsOn, old.evidence, session.now, session.principal.accountID.uuid,
      reason, isVoid)
    session.recordAudit(
      [old.id.uuid],
      changes: [
        AuditChange("endsOn", before: old.endsOn.map { "\($0)" }, after: "\(endsOn)"),
        AuditChange("isVoid", before: "false", after: "\(isVoid)"),
      ], reason: reason)
    return RecordedRevision(id: old.id.uuid, revision: old.revision + 1)
  }
}

struct SupersededFlag: Decodable, Sendable {
  let id: ID<FirmFlag>
  let revision: Int
  let flagCode: String
  let startsOn: CalendarDate
  let endsOn: CalendarDate?
  let evidence: String?
}

extension Query<SupportFlag> {
  static var supportFlags: Self { Query("support_flag.list") }
}
extension Query<FirmFlag> {
  static var firmFlags: Self { Query("firm_flag.list") }
  static var firmFlagHistory: Self { Query("firm_flag.history") }
}
extension Query<SupersededFlag> {
  static var supersedeFirmFlag: Self { Query("firm_flag.supersede") }
}
extension Command {
  static var insertFirmFlag: Self { Command("firm_flag.insert") }
}
