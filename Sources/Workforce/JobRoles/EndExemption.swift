import Postgres

/// Ends an exemption earlier, or takes it back when it ends before it began.
package struct EndExemption: UseCase {
  package let exemptionId: ID<Exemption>
  /// The last day; a day before the exemption starts takes it back altogether.
  package let validUntil: CalendarDate
  package let reason: String

  package static let name = "exemption.end"
  package static let route = Route.post("/exemptions/{exemptionId}/end")
  package static let permission = Permission.grantExemptions
  package static let access = Access.write

  package init(exemptionId: ID<Exemption>, validUntil: CalendarDate, reason: String) {
    self.exemptionId = exemptionId
    self.validUntil = validUntil
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> ExemptionRecord {
    let present = try await session.lockExemption(exemptionId)
    guard validUntil < present.validUntil else {
      throw AppError.invalid("validUntil", "exemption.ends_no_earlier")
    }
    let isVoid = validUntil < present.validFrom
    try await session.reviseExemption(
      exemptionId, until: isVoid ? present.validUntil : validUntil, reason: reason,
      isVoid: isVoid)
    session.recordAudit(
      [exemptionId.uuid, present.employeeId.uuid],
      changes: [
        isVoid
          ? AuditChange("isVoid", before: "false", after: "true")
          : AuditChange(
            "validUntil", before: present.validUntil.description, after: validUntil.description)
      ], reason: reason)
    return ExemptionRecord(
      id: exemptionId, employeeId: present.employeeId, competencyId: present.competencyId,
      validFrom: present.validFrom, validUntil: isVoid ? present.validUntil : validUntil)
  }
}
