import Foundation

/// Somebody who will be enrolled or waitlisted, with the identifiers of the new rows.
struct Entrant: Sendable {
  let enrolmentId: ID<Enrolment>
  let candidate: EnrolmentFacts.Candidate
  let result: EnrolmentResult
  let unitId: UUID?

  /// `planned` while waiting, `committed` with a seat.
  var moneyState: MoneyState { result == .enrolled ? .committed : .planned }
}

extension EnrolmentPlan {
  /// Those who come in, in the order of the request, with a new id each.
  func entrants(newID: () -> ID<Enrolment>) -> [Entrant] {
    people.compactMap { person in
      guard person.result != .refused, let candidate = person.candidate else { return nil }
      return Entrant(
        enrolmentId: newID(), candidate: candidate, result: person.result, unitId: person.unitId)
    }
  }

  /// What the caller is told.
  /// - Parameters:
  ///   - entrants: empty in a dry run.
  ///   - batchId: nil in a dry run.
  func answer(
    to request: EnrolmentRequest, _ facts: EnrolmentFacts, entrants: [Entrant],
    batchId: ID<EnrolmentBatch>?
  ) -> EnrolmentAnswer {
    let made = Dictionary(
      entrants.map { ($0.candidate.employeeId, $0.enrolmentId) },
      uniquingKeysWith: { one, _ in one })
    let price = facts.run.priceVnd
    let support = request.supportVnd ?? 0
    let outcomes = people.map { person in
      EnrolmentOutcome(
        employeeId: person.candidate.map { ID($0.employeeId) },
        employeeCode: person.candidate?.employeeCode ?? person.entry,
        displayName: person.candidate?.displayName, result: person.result,
        enrolmentId: person.result == .refused
          ? nil : person.candidate.flatMap { made[$0.employeeId] },
        queuePosition: person.queuePosition, refusals: person.refusals, warnings: person.warnings,
        unitId: person.unitId.map { ID($0) }, listPriceVnd: price, supportVnd: support,
        firmPartVnd: price - support)
    }
    return EnrolmentAnswer(
      batchId: batchId, courseRunId: request.courseRunId, courseRunCode: facts.run.code,
      enrolledCount: count(.enrolled), waitlistedCount: count(.waitlisted),
      refusedCount: count(.refused),
      firmPartVnd: (price - support) * (people.count - count(.refused)), people: outcomes,
      budgets: budgetsAfter(facts, firmPart: price - support))
  }

  private func count(_ result: EnrolmentResult) -> Int {
    people.count { $0.result == result }
  }

  private func budgetsAfter(_ facts: EnrolmentFacts, firmPart: Int) -> [UnitBudget] {
    let paying = Dictionary(
      grouping: people.filter { $0.result != .refused && $0.unitId != nil },
      by: { $0.unitId })
    return facts.budgets.compactMap { budget in
      guard let people = paying[budget.unitId.uuid] else { return nil }
      return budget.adding(
        plannedVnd: people.count { $0.result == .waitlisted } * firmPart,
        committedVnd: people.count { $0.result == .enrolled } * firmPart)
    }
  }
}
