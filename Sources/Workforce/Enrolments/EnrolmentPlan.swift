import Foundation

/// Decides what becomes of each person of a request. Pure, so that the dry run and the real one
/// cannot differ.
struct EnrolmentPlan: Sendable {
  let people: [Person]

  /// What is decided of one entry of the request.
  struct Person: Sendable {
    let candidate: EnrolmentFacts.Candidate?
    let entry: String?
    let result: EnrolmentResult
    let queuePosition: Int?
    let refusals: [EnrolmentNote]
    let warnings: [EnrolmentNote]
    let unitId: UUID?
  }

  /// Seats and money that are left while the request is gone through.
  private struct Remaining {
    var freeSeats: Int
    var ahead: Int
    var takenByFirm: Int
    var budgets: [UUID: Int]
  }

  /// - Parameter isSwap: the seat is there already, so that neither capacity nor the cut-off counts.
  init(
    _ request: EnrolmentRequest, _ facts: EnrolmentFacts, now: Date, isSwap: Bool
  ) {
    // Nobody new may overtake the queue. Under a quota, who waits may be barred from the seat.
    let queued = facts.run.waitingPolicy == .firmQuota ? 0 : facts.seats.waiting
    var remaining = Remaining(
      freeSeats: max(0, facts.run.capacity - facts.seats.taken - queued),
      ahead: facts.seats.ahead, takenByFirm: facts.seats.takenByFirm,
      budgets: facts.budgets.reduce(into: [:]) { left, budget in
        if let leftVnd = budget.leftVnd { left[budget.unitId.uuid] = leftVnd }
      })
    let found = Dictionary(
      facts.candidates.map { ($0.ordinal, $0) }, uniquingKeysWith: { first, _ in first })
    let entries = (request.employeeIds ?? []).map(\.description) + request.codes
    let runRefusals = isSwap ? Self.swapRefusals(facts.run) : Self.runRefusals(facts.run, now: now)
    var seen: Set<UUID> = []
    people = entries.enumerated().map { index, entry in
      guard let candidate = found[index + 1] else {
        return Self.unknown(entry)
      }
      var refusals = runRefusals
      if !seen.insert(candidate.employeeId).inserted {
        refusals.append(EnrolmentNote("enrolment.named_twice"))
      }
      refusals += Self.personRefusals(candidate, request)
      guard refusals.isEmpty else {
        return Self.refused(candidate, entry, refusals)
      }
      return Self.place(candidate, request, facts.run, &remaining, isSwap: isSwap)
    }
  }

  private static func runRefusals(_ run: EnrolmentFacts.Run, now: Date) -> [EnrolmentNote] {
    if run.state != "open" { return [EnrolmentNote("enrolment.run_not_open")] }
    return now >= run.cutOffAt ? [EnrolmentNote("enrolment.cut_off_passed")] : []
  }

  private static func swapRefusals(_ run: EnrolmentFacts.Run) -> [EnrolmentNote] {
    run.state == "open" ? [] : [EnrolmentNote("enrolment.run_not_open")]
  }

  private static func personRefusals(
    _ candidate: EnrolmentFacts.Candidate, _ request: EnrolmentRequest
  ) -> [EnrolmentNote] {
    guard candidate.isInSight else { return [EnrolmentNote("enrolment.outside_units")] }
    var refusals: [EnrolmentNote] = []
    if candidate.presentState != nil {
      return [EnrolmentNote("enrolment.already_in_run")]
    }
    if !candidate.isEmployed { refusals.append(EnrolmentNote("enrolment.not_employed")) }
    if !candidate.missing.isEmpty {
      refusals.append(
        EnrolmentNote(
          "enrolment.prerequisite_missing",
          ["missing": candidate.missing.joined(separator: ", ")]))
    }
    if !candidate.clashes.isEmpty, request.allowClashReason == nil {
      refusals.append(
        EnrolmentNote("enrolment.clash", ["runs": candidate.clashes.joined(separator: ", ")]))
    }
    if candidate.isCompetent, request.includeCompetentReason == nil {
      refusals.append(EnrolmentNote("enrolment.already_competent"))
    }
    return refusals
  }

  private static func place(
    _ candidate: EnrolmentFacts.Candidate, _ request: EnrolmentRequest, _ run: EnrolmentFacts.Run,
    _ remaining: inout Remaining, isSwap: Bool
  ) -> Person {
    let entry = candidate.employeeCode
    var warnings: [EnrolmentNote] = []
    if !candidate.clashes.isEmpty {
      warnings.append(
        EnrolmentNote("enrolment.clash", ["runs": candidate.clashes.joined(separator: ", ")]))
    }
    if candidate.isCompetent { warnings.append(EnrolmentNote("enrolment.already_competent")) }
    let unitId = request.unitId?.uuid ?? candidate.unitId
    let firmPart = run.priceVnd - (request.supportVnd ?? 0)
    let isOverBudget =
      !isSwap && (unitId.flatMap { remaining.budgets[$0] }).map { $0 < firmPart } ?? false
    if isOverBudget {
      let note = EnrolmentNote("enrolment.budget_exceeded")
      if run.refusesOverspending { return refused(candidate, entry, [note]) }
      warnings.append(note)
    }
    if !isSwap {
      if let quota = run.firmQuota, remaining.takenByFirm >= quota {
        return refused(
          candidate, entry, [EnrolmentNote("enrolment.quota_reached", ["quota": "\(quota)"])])
      }
      if remaining.freeSeats == 0 {
        guard run.waitingPolicy != .none else {
          return refused(candidate, entry, [EnrolmentNote("enrolment.full")])
        }
        remaining.ahead += 1
        return Person(
          candidate: candidate, entry: entry, result: .waitlisted,
          queuePosition: remaining.ahead, refusals: [], warnings: warnings, unitId: unitId)
      }
      remaining.freeSeats -= 1
      remaining.takenByFirm += 1
      if let unitId { remaining.budgets[unitId]? -= firmPart }
    }
    return Person(
      candidate: candidate, entry: entry, result: .enrolled, queuePosition: nil, refusals: [],
      warnings: warnings, unitId: unitId)
  }

  /// The name of somebody outside the caller's units is not told.
  private static func refused(
    _ candidate: EnrolmentFacts.Candidate, _ entry: String, _ refusals: [EnrolmentNote]
  ) -> Person {
    Person(
      candidate: candidate.isInSight ? candidate : nil, entry: entry, result: .refused,
      queuePosition: nil, refusals: refusals, warnings: [], unitId: nil)
  }

  private static func unknown(_ entry: String) -> Person {
    Person(
      candidate: nil, entry: entry, result: .refused, queuePosition: nil,
      refusals: [EnrolmentNote("enrolment.unknown_person")], warnings: [], unitId: nil)
  }
}
