import Foundation
import Postgres

/// A person's levels against what their roles require.
package struct EmployeeSkills: Codable, Sendable {
  package let employeeId: ID<Employee>
  package let employeeCode: String
  package let asOf: CalendarDate
  package let cells: [EmployeeSkillCell]
}

/// A cell with the words of its competency, for a reader of one person.
package struct EmployeeSkillCell: Codable, Sendable {
  package let competencyId: ID<Competency>
  package let frameworkCode: String
  package let code: String
  package let areaCode: String?
  package let ordinal: Int
  package let title: LocalizedText
  package let requiredLevel: Int?
  package let attainedLevel: Int?
  package let grade: EvidenceGrade?
  package let assessedOn: CalendarDate?
  package let validUntil: CalendarDate?
  package let claimedLevel: Int?
  package let exemptUntil: CalendarDate?
  package let verdict: SkillVerdict
  package let exceeds: Bool
  package let isExpiring: Bool
  package let isInTraining: Bool
  package let isCarriedOver: Bool
}

/// One person's skill gaps, as of any day and as known at any moment.
package struct ShowSkillGaps: Lookup, AboutEmployee, Dated, ReadsSkillSheet {
  package typealias Output = RawJSON<EmployeeSkills>

  package let employeeId: ID<Employee>
  package let asOf: CalendarDate?
  package let knownAt: Date?

  package init(employeeId: ID<Employee>, asOf: CalendarDate?, knownAt: Date?) {
    self.employeeId = employeeId
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package static let name = "skill-gap.show"
  package static let route = Route.get("/employees/{employeeId}/skill-gaps")
  package static let permission = Permission.readSkills
  package static let access = Access.readPersons

  package func call(in context: LookupContext) throws -> Call {
    .skillGaps(
      of: employeeId, firmID: try context.firmID(), asOf: asOf ?? context.today,
      knownAt: context.knownAt, unitScope: context.principal.unitScope)
  }

  package func output(from rows: Rows) throws -> RawJSON<EmployeeSkills> {
    try .skillGaps(rows)
  }

  func wish(from rows: Rows, in context: LookupContext) throws -> SkillSheetWish? {
    try .from(rows, of: employeeId, asOf: asOf, in: context)
  }
}

/// My levels: the caller's own, whatever the firm's other readers may see.
package struct ShowOwnSkillGaps: Lookup, Dated, ReadsSkillSheet {
  package typealias Output = RawJSON<EmployeeSkills>

  package let asOf: CalendarDate?
  package let knownAt: Date?

  package init(asOf: CalendarDate?, knownAt: Date?) {
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package static let name = "skill-gap.show-own"
  package static let route = Route.get("/me/skill-gaps")
  package static let permission = Permission.readOwn
  package static let access = Access.read

  package func call(in context: LookupContext) throws -> Call {
    guard let employeeId = context.principal.employeeID else { throw AppError.forbidden }
    return .skillGaps(
      of: employeeId, firmID: try context.firmID(), asOf: asOf ?? context.today,
      knownAt: context.knownAt, unitScope: nil)
  }

  package func output(from rows: Rows) throws -> RawJSON<EmployeeSkills> {
    try .skillGaps(rows)
  }

  func wish(from rows: Rows, in context: LookupContext) throws -> SkillSheetWish? {
    try .from(rows, of: context.principal.employeeID, asOf: asOf, in: context)
  }
}

extension SkillSheetWish {
  fileprivate static func from(
    _ rows: Rows, of employeeId: ID<Employee>?, asOf: CalendarDate?, in context: LookupContext
  ) throws -> SkillSheetWish? {
    let isKept: Bool = try rows.value(0, 1)
    guard !isKept, let employeeId, let firmID = context.principal.firmID,
      asOf ?? context.today == context.today, context.knownAt == .distantFuture
    else { return nil }
    return SkillSheetWish(firmID: firmID, employeeID: employeeId, day: context.today)
  }
}

extension Call {
  fileprivate static func skillGaps(
    of employeeId: ID<Employee>, firmID: ID<Firm>, asOf: CalendarDate, knownAt: Date,
    unitScope: [UUID]?
  ) -> Call {
    Call(
      Query<KeptDocument>.skillGapsOfEmployee.statement,
      [firmID.uuid, employeeId.uuid, asOf, knownAt, unitScope])
  }
}

extension RawJSON<EmployeeSkills> {
  fileprivate static func skillGaps(_ rows: Rows) throws -> RawJSON<EmployeeSkills> {
    guard rows.count == 1, let bytes = rows.bytes(0, 0) else {
      throw AppError.notFound("employee")
    }
    return RawJSON(bytes: [UInt8](bytes))
  }
}

/// A document and whether it was computed before.
struct KeptDocument: Decodable, Sendable {
  let document: String?
  let isKept: Bool
}

extension Query<KeptDocument> {
  static var skillGapsOfEmployee: Self { Query("skill_gap.of_employee") }
}

extension Principal {
  /// The units that the caller's view is limited to, nil for the whole firm.
  package var unitScope: [UUID]? {
    role == .manager && !unitIDs.isEmpty ? unitIDs.map(\.uuid) : nil
  }
}
