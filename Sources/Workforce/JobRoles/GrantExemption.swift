import Foundation
import Postgres

/// Says that a requirement does not apply to a person, why and until when.
package struct GrantExemption: UseCase, AboutEmployee {
  package let employeeId: ID<Employee>
  package let competencyId: ID<Competency>
  package let validFrom: CalendarDate
  /// The last day.
  package let validUntil: CalendarDate
  package let reason: String

  package static let name = "exemption.grant"
  package static let route = Route.post("/exemptions")
  package static let permission = Permission.grantExemptions
  package static let access = Access.write

  package init(
    employeeId: ID<Employee>, competencyId: ID<Competency>, validFrom: CalendarDate,
    validUntil: CalendarDate, reason: String
  ) {
    self.employeeId = employeeId
    self.competencyId = competencyId
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    if validUntil < validFrom { problems.add("validUntil", "field.ends_before_it_starts") }
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> ExemptionRecord {
    _ = try await session.find(
      "employee", .employeeInScope, try session.firmID().uuid, employeeId.uuid,
      session.principal.unitScope, session.today)
    try await session.requireLevels([
      LevelAsked(
        competencyId: competencyId, level: 1, competencyField: "competencyId",
        levelField: "competencyId")
    ])
    let id: ID<Exemption> = session.newID()
    try await session.execute(
      .insertExemption, try session.firmID().uuid, id.uuid, employeeId.uuid, competencyId.uuid,
      validFrom, validUntil, session.now, session.principal.accountID.uuid, reason)
    session.recordAudit(
      [id.uuid, employeeId.uuid],
      changes: [
        AuditChange("competency", before: nil, after: competencyId.description),
        AuditChange("validFrom", before: nil, after: validFrom.description),
        AuditChange("validUntil", before: nil, after: validUntil.description),
      ], reason: reason)
    return ExemptionRecord(
      id: id, employeeId: employeeId, competencyId: competencyId, validFrom: validFrom,
      validUntil: validUntil)
  }
}

struct EmployeeInScope: Decodable, Sendable {
  let id: ID<Employee>
}

extension Query<EmployeeInScope> {
  static var employeeInScope: Self { Query("exemption.employee_in_scope") }
}

extension Command {
  static var insertExemption: Self { Command("exemption.insert") }
}
