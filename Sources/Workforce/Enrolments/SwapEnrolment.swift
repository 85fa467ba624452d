import Foundation
import Postgres

package struct SwappedEnrolment: Codable, Sendable {
  package let enrolmentId: ID<Enrolment>
  package let replacesId: ID<Enrolment>
  package let state: EnrolmentState
  package let warnings: [EnrolmentNote]
}

/// Another person of the firm takes over a seat, or a place in the queue.
package struct SwapEnrolment: UseCase {
  package let enrolmentId: ID<Enrolment>
  /// Who joins: by id or by code.
  package let employeeId: ID<Employee>?
  package let employeeCode: String?
  package let reason: String
  package let includeCompetentReason: String?
  package let allowClashReason: String?

  package init(
    enrolmentId: ID<Enrolment>, employeeId: ID<Employee>?, employeeCode: String?, reason: String,
    includeCompetentReason: String?, allowClashReason: String?
  ) {
    self.enrolmentId = enrolmentId
    self.employeeId = employeeId
    self.employeeCode = employeeCode
    self.reason = reason
    self.includeCompetentReason = includeCompetentReason
    self.allowClashReason = allowClashReason
  }

  package static let name = "enrolment.swap"
  package static let route = Route.post("/enrolments/{enrolmentId}/swap")
  package static let permission = Permission.enrol
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
    if (employeeId == nil) == (employeeCode == nil) {
      problems.add("employeeId", "enrolment.one_person_joins")
    }
    if let employeeCode { problems.require(employeeCode, "employeeCode", limit: 40) }
    if let includeCompetentReason {
      problems.require(includeCompetentReason, "includeCompetentReason", limit: 500)
    }
    if let allowClashReason { problems.require(allowClashReason, "allowClashReason", limit: 500) }
  }

  package func run(in session: Session) async throws -> SwappedEnrolment {
    let leaving = try await session.presentEnrolment(enrolmentId)
    try session.requireVersion(leaving.version)
    try requireSwappable(leaving)
    let request = joining(leaving)
    var facts = try await session.enrolmentFacts(of: request, locking: true)
    // The price agreed for the seat stays, whatever the run costs by now.
    facts.run.priceVnd = leaving.listPriceVnd
    let plan = EnrolmentPlan(request, facts, now: session.now, isSwap: true)
    guard let person = plan.people.first, person.result != .refused else {
      throw refusal(plan.people.first?.refusals.first)
    }
    // Between a promotion and the firm's following it, the seat knows better than the enrolment.
    let isSeated = leaving.seatState == "taken"
    let entrants = plan.entrants { session.newID() }.map {
      Entrant(
        enrolmentId: $0.enrolmentId, candidate: $0.candidate,
        result: isSeated ? .enrolled : .waitlisted, unitId: leaving.unitId ?? $0.unitId)
    }
    guard let entrant = entrants.first else { throw refusal(nil) }
    try await exchange(leaving, for: entrant, request, facts, in: session)
    session.recordAudit(
      [leaving.id, entrant.enrolmentId.uuid, leaving.employeeId, entrant.candidate.employeeId],
      changes: [AuditChange("state", before: leaving.state.rawValue, after: "withdrawn")],
      reason: reason)
    return SwappedEnrolment(
      enrolmentId: entrant.enrolmentId, replacesId: enrolmentId,
      state: isSeated ? .enrolled : .waitlisted, warnings: person.warnings)
  }

  private func requireSwappable(_ leaving: PresentEnrolment) throws(AppError) {
    try leaving.requireStanding()
    if leaving.hasCompletion { throw .conflict("enrolment.already_completed") }
    if leaving.hasAttended { throw .conflict("enrolment.already_attended") }
  }

  private func joining(_ leaving: PresentEnrolment) -> EnrolmentRequest {
    EnrolmentRequest(
      courseRunId: ID(leaving.courseRunId), employeeIds: employeeId.map { [$0] },
      employeeCodes: employeeCode.map { [$0] }, unitId: leaving.unitId.map { ID($0) },
      supportVnd: leaving.supportVnd, includeCompetentReason: includeCompetentReason,
      allowClashReason: allowClashReason)
  }

  private func refusal(_ note: EnrolmentNote?) -> AppError {
    .invalid(
      employeeId == nil ? "employeeCode" : "employeeId", note?.rule ?? "enrolment.unknown_person",
      note?.parameters ?? [:])
  }

  private func exchange(
    _ leaving: PresentEnrolment, for entrant: Entrant, _ request: EnrolmentRequest,
    _ facts: EnrolmentFacts, in session: Session
  ) async throws {
    let rows = try await session.pipeline([
      Call(
        Query<SwappedSeat>.swappedSeat.statement,
        [leaving.courseRunId, leaving.id, entrant.enrolmentId.uuid, session.now]),
      try session.revision(
        of: [leaving], to: .withdrawn, money: { _ in .released }, reason: reason),
      try session.nextVersion(of: [leaving]),
    ])
    guard rows[1].affected == 1, try rows[0].decode(SwappedSeat.self).first?.state != nil else {
      throw AppError.conflict("error.changed_meanwhile")
    }
    try await session.insert(
      [entrant], of: request, into: facts, batchId: leaving.batchId.map { ID($0) },
      replacing: enrolmentId, on: session.today)
  }
}

struct SwappedSeat: Decodable, Sendable {
  /// Nil when the leaving enrolment held no seat.
  let state: String?
}

extension Query<SwappedSeat> {
  static var swappedSeat: Self { Query("enrolment.swap_seat") }
}
