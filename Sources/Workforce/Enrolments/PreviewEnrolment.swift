import Foundation

/// What a request to enrol would do, without doing it.
package struct PreviewEnrolment: UseCase {
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

  package static let name = "enrolment.preview"
  package static let route = Route.post("/enrolments/preview")
  package static let permission = Permission.enrol
  package static let access = Access.readPersons

  package func check(_ problems: inout Problems) {
    request.check(&problems)
  }

  package func run(in session: Session) async throws -> EnrolmentAnswer {
    try await session.requireUnitInSight(request.unitId)
    let facts = try await session.enrolmentFacts(of: request, locking: false)
    try facts.run.requireSupportWithinPrice(request.supportVnd)
    try await session.requireSupportWithinRules(request.supportVnd, of: request.courseRunId)
    let plan = EnrolmentPlan(request, facts, now: session.now, isSwap: false)
    return plan.answer(to: request, facts, entrants: [], batchId: nil)
  }
}

extension EnrolmentFacts.Run {
  func requireSupportWithinPrice(_ supportVnd: Int?) throws(AppError) {
    guard (supportVnd ?? 0) <= priceVnd else {
      throw .invalid("supportVnd", "enrolment.support_above_price")
    }
  }
}
