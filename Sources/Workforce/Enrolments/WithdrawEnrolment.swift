import Foundation

package struct WithdrawnEnrolment: Codable, Sendable, Versioned {
  package let enrolmentId: ID<Enrolment>
  package let moneyState: MoneyState
  /// How many people the freed seat brought in from the queue, of whichever firm.
  package let promotedCount: Int
  package let version: Int
}

/// Takes a person out of a run in one step; nothing is erased.
package struct WithdrawEnrolment: UseCase {
  package let enrolmentId: ID<Enrolment>
  package let reason: String

  package init(enrolmentId: ID<Enrolment>, reason: String) {
    self.enrolmentId = enrolmentId
    self.reason = reason
  }

  package static let name = "enrolment.withdraw"
  package static let route = Route.post("/enrolments/{enrolmentId}/withdraw")
  package static let permission = Permission.enrol
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> WithdrawnEnrolment {
    let present = try await session.presentEnrolment(enrolmentId)
    try session.requireVersion(present.version)
    try present.requireStanding()
    guard !present.hasCompletion else {
      throw AppError.conflict("enrolment.already_completed")
    }
    let promoted = try await session.withdraw([present], reason: reason)
    session.recordAudit(
      [present.id, present.employeeId],
      changes: [
        AuditChange("state", before: present.state.rawValue, after: "withdrawn"),
        AuditChange("promoted", before: nil, after: "\(promoted)"),
      ], reason: reason)
    return WithdrawnEnrolment(
      enrolmentId: enrolmentId, moneyState: present.moneyState(leavingAt: session.now),
      promotedCount: promoted, version: present.version + 1)
  }
}
