import Foundation
import Postgres

extension Session {
  /// Writes the headers, states and seats of entrants in one round trip. The run must be locked.
  /// - Parameters:
  ///   - replaced: the enrolment whose seat the one entrant takes over; nil for new seats.
  ///   - day: since when they are in the run.
  func insert(
    _ entrants: [Entrant], of request: EnrolmentRequest, into facts: EnrolmentFacts,
    batchId: ID<EnrolmentBatch>?, replacing replaced: ID<Enrolment>?, on day: CalendarDate
  ) async throws {
    let firm = try firmID().uuid
    let run = facts.run.id
    let account = principal.accountID.uuid
    let ids = entrants.map(\.enrolmentId.uuid)
    let employees = entrants.map(\.candidate.employeeId)
    var calls: [Call] = []
    if let batchId, replaced == nil {
      calls.append(
        Call(
          Command("enrolment.insert_batch").statement, [firm, batchId.uuid, run, now, account]))
    }
    calls.append(
      Call(
        Command("enrolment.insert").statement,
        [
          firm, run, batchId?.uuid, replaced?.uuid, now, account, ids, employees,
          entrants.map(\.unitId), entrants.map(\.candidate.employeeCode),
          entrants.map(\.candidate.displayName),
        ]))
    calls.append(
      Call(
        Command("enrolment.insert_status").statement,
        [
          firm, run, day, now, account, request.reason, facts.run.priceVnd,
          request.supportVnd ?? 0, ids, employees, entrants.map(\.result.rawValue),
          entrants.map(\.moneyState.rawValue),
        ]))
    if replaced == nil {
      calls.append(
        Call(
          Command.addSeats.statement,
          [
            run, ids, entrants.map { $0.result == .enrolled ? "taken" : "waiting" },
            facts.seats.lastNumber + 1, now,
          ]))
    }
    _ = try await pipeline(calls)
    recordAudit(
      details: entrants.map {
        AuditDetail(
          subjectID: $0.enrolmentId.uuid, change: $0.result.rawValue,
          fields: [
            AuditChange(
              "employeeId", before: nil, after: ID<Employee>($0.candidate.employeeId).description)
          ])
      })
  }
}

extension Command {
  /// The run must be locked.
  static var addSeats: Command { Command("enrolment.add_seats") }
}
