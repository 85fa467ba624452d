import Foundation

/// Enrols one person or many in a run: all of it in one transaction, each with an outcome.
package struct EnrolPeople: UseCase {
  package let request: EnrolmentRequest

  package init(request: EnrolmentRequest) {
    self.request = request
  }

  package init(from decoder: any Decoder) throws {
    request = try EnrolmentRequest(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try request.encode(to: encoder)
  }

  package static let name = "enrolment.create"
  package static let route = Route.post("/enrolments")
  package static let permission = Permission.enrol
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    request.check(&problems)
  }

  package func run(in session: Session) async throws -> EnrolmentAnswer {
    try await session.requireUnitInSight(request.unitId)
    let facts = try await session.enrolmentFacts(of: request, locking: true)
    try facts.run.requireSupportWithinPrice(request.supportVnd)
    try await session.requireSupportWithinRules(request.supportVnd, of: request.courseRunId)
    let plan = EnrolmentPlan(request, facts, now: session.now, isSwap: false)
    let entrants = plan.entrants { session.newID() }
    guard !entrants.isEmpty else {
      session.recordAudit(
        [facts.run.id],
        changes: [AuditChange("refused", before: nil, after: "\(plan.people.count)")], reason: nil)
      return plan.answer(to: request, facts, entrants: [], batchId: nil)
    }
    let batchId: ID<EnrolmentBatch> = session.newID()
    try await session.insert(
      entrants, of: request, into: facts, batchId: batchId, replacing: nil, on: session.today)
    session.recordAudit(
      [batchId.uuid, facts.run.id],
      changes: [
        AuditChange("enrolled", before: nil, after: "\(entrants.count { $0.result == .enrolled })"),
        AuditChange(
          "waitlisted", before: nil, after: "\(entrants.count { $0.result == .waitlisted })"),
        AuditChange("listPriceVnd", before: nil, after: "\(facts.run.priceVnd)"),
        AuditChange("supportVnd", before: nil, after: "\(request.supportVnd ?? 0)"),
      ], reason: request.reason)
    return plan.answer(to: request, facts, entrants: entrants, batchId: batchId)
  }
}
