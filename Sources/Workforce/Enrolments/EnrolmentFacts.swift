import Foundation
import Postgres

/// Everything that a decision about a request is made from, read in one round trip.
struct EnrolmentFacts: Sendable {
  var run: Run
  let seats: Seats
  let candidates: [Candidate]
  /// Of all units of the firm in the year in which the run starts.
  let budgets: [UnitBudget]

  struct Run: Decodable, Sendable {
    let id: UUID
    let code: String
    let courseId: UUID
    let capacity: Int
    let cutOffAt: Date
    let waitingPolicy: WaitingPolicy
    let firmQuota: Int?
    var priceVnd: Int
    let startsOn: CalendarDate
    let endsOn: CalendarDate
    let state: String
    /// Whether going over a budget refuses instead of warning.
    let refusesOverspending: Bool
  }

  struct Seats: Decodable, Sendable {
    let taken: Int
    let waiting: Int
    let takenByFirm: Int
    let lastNumber: Int
    /// How many would wait ahead of somebody new of this firm.
    let ahead: Int
  }

  struct Candidate: Decodable, Sendable {
    /// The place in the request, from 1: ids, then codes.
    let ordinal: Int
    let employeeId: UUID
    let employeeCode: String
    let displayName: String
    let isEmployed: Bool
    let isInSight: Bool
    let unitId: UUID?
    /// `enrolled` or `waitlisted` in this run already; nil for neither.
    let presentState: String?
    /// Codes of courses and competencies that the course asks for first.
    let missing: [String]
    /// Codes of runs with a session at the same time.
    let clashes: [String]
    let isCompetent: Bool
  }
}

extension Session {
  /// Reads what a request is decided by.
  ///
  /// With `locking`, the run stays locked until the transaction ends, and what is read afterwards in
  /// the same round trip has seen everything that earlier holders of the lock committed.
  func enrolmentFacts(
    of request: EnrolmentRequest, locking: Bool
  ) async throws -> EnrolmentFacts {
    let firm = try firmID().uuid
    let run = request.courseRunId.uuid
    let ids = (request.employeeIds ?? []).map(\.uuid)
    let none: UUID? = nil
    let anyYear: Int? = nil
    let everyUnit: [UUID]? = nil
    var calls = [
      locking
        ? Call(Query<EnrolmentFacts.Seats>.lockedSeats.statement, [run, now])
        : Call(Query<EnrolmentFacts.Seats>.countedSeats.statement, [run, firm, now]),
      Call(Query<EnrolmentFacts.Run>.enrolmentRun.statement, [run, today]),
      Call(
        Query<EnrolmentFacts.Candidate>.enrolmentCandidates.statement,
        [firm, run, ids, request.codes, today, principal.unitScope]),
    ]
    if locking { calls.append(Call(Command("unit_budget.lock").statement, [firm, run])) }
    calls.append(
      Call(
        Query<UnitBudget>.unitBudgets.statement, [firm, anyYear, run, none, everyUnit]))
    let rows = try await pipeline(calls)
    guard let seats = try rows[0].decode(EnrolmentFacts.Seats.self).first,
      let found = try rows[1].decode(EnrolmentFacts.Run.self).first
    else { throw AppError.notFound("course_run") }
    return EnrolmentFacts(
      run: found, seats: seats, candidates: try rows[2].decode(EnrolmentFacts.Candidate.self),
      budgets: try rows[calls.count - 1].decode(UnitBudget.self))
  }

  /// Refuses a unit that pays but is not the firm's, or not the manager's.
  func requireUnitInSight(_ unitId: ID<Unit>?) async throws {
    guard let unitId else { return }
    let found = try await fetchOne(
      .unitInSight, try firmID().uuid, unitId.uuid, principal.unitScope)
    guard found != nil else { throw AppError.invalid("unitId", "enrolment.unit_not_in_sight") }
  }
}

struct UnitInSight: Decodable, Sendable {
  let id: UUID
}

extension Query<UnitInSight> {
  static var unitInSight: Self { Query("enrolment.unit_in_sight") }
}

extension Query<EnrolmentFacts.Seats> {
  static var lockedSeats: Self { Query("enrolment.lock_run") }
  static var countedSeats: Self { Query("enrolment.count_seats") }
}

extension Query<EnrolmentFacts.Run> {
  static var enrolmentRun: Self { Query("enrolment.run") }
}

extension Query<EnrolmentFacts.Candidate> {
  static var enrolmentCandidates: Self { Query("enrolment.candidates") }
}
