import Foundation
import Postgres

/// What is written of one entry, and what its sender is told.
struct CompletionDecision: Sendable {
  /// Nil when nothing is written.
  let row: Row?
  let outcome: CompletionOutcome

  struct Row: Sendable {
    let id: UUID
    /// 0 for a first revision.
    let formerRevision: Int
    let formerResult: CompletionResult?
    let formerScore: Double?
    let enrolmentId: UUID
    let employeeId: UUID
    let completedOn: CalendarDate
    let attendedMinutes: Int
    let result: CompletionResult
    let score: Double?
  }

  /// - Parameters:
  ///   - facts: nil when the enrolment is not in the run.
  ///   - lastHeldOn: dates a run not completed by somebody who attended nothing.
  init(
    _ entry: CompletionEntry, _ facts: CompletionFacts?, run: CompletableRun,
    lastHeldOn: CalendarDate, hasReason: Bool, newID: ID<Completion>
  ) {
    func told(
      _ outcome: CompletionOutcome.Outcome, rule: String?, parameters: [String: String],
      id: UUID?, on completedOn: CalendarDate?
    ) -> CompletionOutcome {
      CompletionOutcome(
        enrolmentId: entry.enrolmentId, outcome: outcome, rule: rule, parameters: parameters,
        completionId: id.map { ID<Completion>($0) }, completedOn: completedOn,
        attendedMinutes: facts?.attendedMinutes ?? 0, plannedMinutes: run.plannedMinutes)
    }
    func refused(_ rule: String, _ parameters: [String: String] = [:]) -> CompletionOutcome {
      told(.refused, rule: rule, parameters: parameters, id: nil, on: nil)
    }
    guard let facts, facts.state == .enrolled else {
      row = nil
      outcome = refused("completion.not_enrolled")
      return
    }
    if entry.result == .completed, !run.isMet(by: facts.attendedMinutes) {
      row = nil
      outcome = refused(
        "completion.attendance_too_low",
        [
          "attended": "\(facts.attendedMinutes)", "planned": "\(run.plannedMinutes)",
          "required": "\(run.requiredAttendancePct)",
        ])
      return
    }
    let completedOn = facts.lastAttendedOn ?? lastHeldOn
    let score = entry.score.map { ($0 * 100).rounded() / 100 }
    let isSame =
      facts.result == entry.result && facts.score == score && facts.completedOn == completedOn
      && facts.recordedMinutes == facts.attendedMinutes
      && facts.recordedPlannedMinutes == run.plannedMinutes
    if isSame {
      row = nil
      outcome = told(
        .unchanged, rule: nil, parameters: [:], id: facts.completionId, on: completedOn)
      return
    }
    if facts.completionId != nil, !hasReason {
      row = nil
      outcome = refused("completion.correction_needs_a_reason")
      return
    }
    let id = facts.completionId ?? newID.uuid
    row = Row(
      id: id, formerRevision: facts.revision ?? 0, formerResult: facts.result,
      formerScore: facts.score, enrolmentId: facts.enrolmentId, employeeId: facts.employeeId,
      completedOn: completedOn,
      attendedMinutes: facts.attendedMinutes, result: entry.result, score: score)
    outcome = told(
      facts.completionId == nil ? .recorded : .corrected, rule: nil, parameters: [:], id: id,
      on: completedOn)
  }
}
