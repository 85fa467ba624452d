import Foundation
import Postgres

/// HR says who a walk-in was: the person is enrolled, over the capacity where need be, and what was marked becomes
/// their attendance.
package struct MatchWalkIn: UseCase {
  package let walkInId: ID<WalkIn>
  package let employeeId: ID<Employee>
  /// The unit that pays; nil for the unit that the person works in when the run starts.
  package let unitId: ID<Unit>?
  /// Support for the person, whole đồng; nil for none.
  package let supportVnd: Int?

  package init(
    walkInId: ID<WalkIn>, employeeId: ID<Employee>, unitId: ID<Unit>?, supportVnd: Int?
  ) {
    self.walkInId = walkInId
    self.employeeId = employeeId
    self.unitId = unitId
    self.supportVnd = supportVnd
  }

  package static let name = "walk-in.match"
  package static let route = Route.post("/walk-ins/{walkInId}/match")
  package static let permission = Permission.resolveWalkIns
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.range(supportVnd, "supportVnd", 0...1_000_000_000_000)
  }

  package func run(in session: Session) async throws -> WalkInLine {
    let walkIn = try await session.walkIn(walkInId)
    guard walkIn.state == .pending else { throw AppError.conflict("walk_in.decided_already") }
    let enrolment = try await enrolment(for: walkIn, in: session)
    try await session.decide(
      walkInId, .matched, employee: employeeId, enrolment: enrolment, reason: nil)
    let firm = try session.firmID().uuid
    let account = session.principal.accountID.uuid
    let attended = try await session.execute(
      Command("walk_in.attend"), firm, walkInId.uuid, enrolment.uuid, session.now, account,
      walkIn.overCapacityReason, session.newIDs(walkIn.marks.count))
    try await spend(in: walkIn, firm: firm, session)
    session.recordAudit(
      [walkInId.uuid, employeeId.uuid, enrolment.uuid, walkIn.courseRunId],
      changes: [
        AuditChange("state", before: WalkInState.pending.rawValue, after: "matched"),
        AuditChange("marks", before: nil, after: "\(attended)"),
      ], reason: walkIn.overCapacityReason)
    return try await session.walkIn(walkInId).line(tellsEmployee: true)
  }

  /// The standing enrolment of the person in the run, or a new one. The run stays locked.
  private func enrolment(
    for walkIn: WalkInRow, in session: Session
  ) async throws -> ID<Enrolment> {
    try await session.requireUnitInSight(unitId)
    let request = EnrolmentRequest(
      courseRunId: ID(walkIn.courseRunId), employeeIds: [employeeId], employeeCodes: nil,
      unitId: unitId, supportVnd: supportVnd, includeCompetentReason: nil,
      allowClashReason: walkIn.overCapacityReason)
    let facts = try await session.enrolmentFacts(of: request, locking: true)
    try facts.run.requireSupportWithinPrice(supportVnd)
    try await session.requireSupportWithinRules(supportVnd, of: request.courseRunId)
    guard facts.run.state == "open" || facts.run.state == "finished" else {
      throw AppError.conflict("walk_in.run_not_held")
    }
    guard let candidate = facts.candidates.first else {
      throw AppError.invalid("employeeId", "enrolment.unknown_person")
    }
    let present = try await session.fetchOne(
      .standingEnrolment, try session.firmID().uuid, employeeId.uuid, walkIn.courseRunId)
    switch present?.state {
    case .enrolled: break
    case .waitlisted: try await seat(present, of: walkIn, in: session)
    case .withdrawn, .cancelled, nil:
      guard candidate.isEmployed else {
        throw AppError.invalid("employeeId", "enrolment.not_employed")
      }
      let entrant = Entrant(
        enrolmentId: session.newID(), candidate: candidate, result: .enrolled,
        unitId: unitId?.uuid ?? candidate.unitId)
      try await session.insert(
        [entrant], of: request, into: facts, batchId: nil, replacing: nil,
        on: walkIn.marks.map(\.heldOn).min() ?? session.today)
      return entrant.enrolmentId
    }
    guard let present else { throw AppError.notFound("enrolment") }
    return ID(present.enrolmentId)
  }

  /// Somebody who came from the waiting list has the seat that they sat on.
  private func seat(
    _ present: StandingEnrolment?, of walkIn: WalkInRow, in session: Session
  ) async throws {
    guard let enrolment = present?.enrolmentId else { return }
    _ = try await session.find(
      "course_run", .admitted, walkIn.courseRunId, [enrolment], session.now, session.newIDs(1))
    try await session.execute(
      .followPromotion, try session.firmID().uuid, enrolment, session.now,
      session.principal.accountID.uuid, session.today)
  }

  /// The place is paid for as the places of the others were when their session was closed.
  private func spend(in walkIn: WalkInRow, firm: UUID, _ session: Session) async throws {
    let held = try await session.fetchAll(
      .heldSessions, UUID?.some(walkIn.courseRunId), UUID?.none)
    let marked = Set(walkIn.marks.map(\.sessionId.uuid))
    guard held.contains(where: { $0.state == "closed" && marked.contains($0.id) }) else { return }
    _ = try await session.fetchOne(
      .spentByRun, firm, walkIn.courseRunId, session.today, session.now,
      session.principal.accountID.uuid)
  }
}

struct StandingEnrolment: Decodable, Sendable {
  let enrolmentId: UUID
  let state: EnrolmentState
}

extension Query<StandingEnrolment> {
  static var standingEnrolment: Self { Query("walk_in.present_enrolment") }
}

/// HR says that a walk-in is nobody of the firm, or is not to be enrolled. What was marked stays readable.
package struct RefuseWalkIn: UseCase {
  package let walkInId: ID<WalkIn>
  package let reason: String

  package init(walkInId: ID<WalkIn>, reason: String) {
    self.walkInId = walkInId
    self.reason = reason
  }

  package static let name = "walk-in.refuse"
  package static let route = Route.post("/walk-ins/{walkInId}/refuse")
  package static let permission = Permission.resolveWalkIns
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> WalkInLine {
    try await EndWalkIn(walkInId: walkInId, state: .refused, reason: reason).run(in: session)
  }
}
