import Foundation
import Postgres

/// What the trainer decides about one person.
package struct CompletionEntry: Codable, Sendable {
  package let enrolmentId: ID<Enrolment>
  package let result: CompletionResult
  /// Percent; nil when nothing was scored.
  package let score: Double?

  package init(enrolmentId: ID<Enrolment>, result: CompletionResult, score: Double?) {
    self.enrolmentId = enrolmentId
    self.result = result
    self.score = score
  }
}

/// What became of one entry of a record.
package struct CompletionOutcome: Codable, Sendable {
  package enum Outcome: String, Codable, Sendable, CaseIterable {
    case recorded, corrected, unchanged, refused
  }

  package let enrolmentId: ID<Enrolment>
  package let outcome: Outcome
  /// The key of the sentence that says why somebody was refused, with its figures.
  package let rule: String?
  package let parameters: [String: String]
  package let completionId: ID<Completion>?
  package let completedOn: CalendarDate?
  package let attendedMinutes: Int
  package let plannedMinutes: Int
}

package struct RecordedCompletions: Codable, Sendable {
  package let courseRunId: ID<CourseRun>
  package let recordedCount: Int
  package let refusedCount: Int
  package let people: [CompletionOutcome]
}

/// Records who completed a run and who did not, dated by the last session that each attended.
///
/// One transaction for each firm of the class. Sending the same again writes nothing; something else is
/// a correction and needs a reason.
package struct RecordCompletions: KeepsAnswer {
  package let courseRunId: ID<CourseRun>
  package let entries: [CompletionEntry]
  package let reason: String?

  package init(courseRunId: ID<CourseRun>, entries: [CompletionEntry], reason: String?) {
    self.courseRunId = courseRunId
    self.entries = entries
    self.reason = reason
  }

  package static let name = "completion.record"
  package static let route = Route.post("/course-runs/{courseRunId}/completions")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    if entries.isEmpty { problems.add("entries", "field.required") }
    if entries.count > 1000 {
      problems.add("entries", "completion.too_many_entries", ["limit": "1000"])
    }
    problems.bound(reason, "reason", limit: 500)
    var seen: Set<UUID> = []
    for (index, entry) in entries.enumerated() {
      problems.range(entry.score, "entries[\(index)].score", 0...100)
      if !seen.insert(entry.enrolmentId.uuid).inserted {
        problems.add("entries[\(index)].enrolmentId", "completion.named_twice")
      }
    }
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> RecordedCompletions {
    let groups = try await app.firms(
      of: entries, enrolment: \.enrolmentId, field: "entries", as: principal, request: request)
    var outcomes: [UUID: CompletionOutcome] = [:]
    for group in groups {
      let part = try await record(
        group.entries, of: group.firmID, in: app, as: principal, request: request)
      for outcome in part { outcomes[outcome.enrolmentId.uuid] = outcome }
    }
    let people = entries.compactMap { outcomes[$0.enrolmentId.uuid] }
    let refused = people.count { $0.outcome == .refused }
    return RecordedCompletions(
      courseRunId: courseRunId,
      recordedCount: people.count { $0.outcome == .recorded || $0.outcome == .corrected },
      refusedCount: refused, people: people)
  }

  /// Two identical first records at the same moment both find nothing recorded. The later one meets the
  /// earlier one's rows, and looks again: then there is nothing left to write.
  private func record(
    _ entries: [CompletionEntry], of firm: ID<Firm>, in app: App, as principal: Principal,
    request: Request
  ) async throws(AppError) -> [CompletionOutcome] {
    let useCase = RecordFirmCompletions(
      courseRunId: courseRunId, entries: entries, reason: reason)
    let plain = Request.plain(id: request.id)
    do {
      return try await app.perform(
        useCase, as: principal, actingFor: firm, request: plain)
    } catch  where error.rule == "constraint.an_enrolment_is_completed_once" {
      return try await app.perform(
        useCase, as: principal, actingFor: firm, request: plain)
    }
  }
}
