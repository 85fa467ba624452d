import Foundation
import Postgres

package enum CompletionResult: String, Codable, Sendable, CaseIterable {
  case completed
  case notCompleted = "not_completed"
}

/// What completing a run goes by.
struct CompletableRun: Decodable, Sendable {
  let id: UUID
  let ownerId: UUID?
  let courseId: UUID
  /// Percent of the planned minutes; never zero.
  let requiredAttendancePct: Int
  let plannedMinutes: Int
  let openSessionCount: Int
  /// Nil when the run has no session.
  let lastHeldOn: CalendarDate?

  /// Compared in whole minutes, so that no rounding lifts somebody over the line.
  func isMet(by attendedMinutes: Int) -> Bool {
    attendedMinutes > 0 && attendedMinutes * 100 >= plannedMinutes * requiredAttendancePct
  }
}

extension Query<CompletableRun> {
  static var completableRun: Self { Query("completion.run") }
}

/// What one enrolment attended, and its present completion.
struct CompletionFacts: Decodable, Sendable {
  let firmId: UUID
  let enrolmentId: UUID
  let employeeId: UUID
  let employeeCode: String
  let displayName: String
  let state: EnrolmentState
  let attendedMinutes: Int
  let lastAttendedOn: CalendarDate?
  let completionId: UUID?
  let revision: Int?
  let result: CompletionResult?
  let score: Double?
  let completedOn: CalendarDate?
  let recordedMinutes: Int?
  let recordedPlannedMinutes: Int?
}

/// A level that the class gave one of its people, as it stands now.
package struct RecordedLevel: Codable, Sendable {
  package let enrolmentId: ID<Enrolment>
  package let competencyId: ID<Competency>
  package let grade: EvidenceGrade
  /// Nil where the framework knows passed and not passed alone.
  package let level: Int?
  package let isPassed: Bool?
  package let occurredOn: CalendarDate
}

extension Query<RecordedLevel> {
  static var recordedLevels: Self { Query("completion.levels") }
}

extension Query<CompletionFacts> {
  static var completionFacts: Self { Query("completion.facts") }
}

/// What may be recorded of one person of a run.
package struct CompletionProposal: Codable, Sendable {
  package let enrolmentId: ID<Enrolment>
  package let displayName: String
  package let employeeCode: String
  package let attendedMinutes: Int
  package let plannedMinutes: Int
  /// Percent of the planned minutes, rounded down.
  package let attendedPct: Int
  package let requiredPct: Int
  package let isMet: Bool
  /// The date of a completion: that of the last session attended; nil when none was.
  package let lastAttendedOn: CalendarDate?
  /// The present completion; nil when none is recorded.
  package let completionId: ID<Completion>?
  package let result: CompletionResult?
  package let score: Double?
  package let completedOn: CalendarDate?
  /// What the class found, the latest first.
  package let levels: [RecordedLevel]

  init(_ facts: CompletionFacts, run: CompletableRun, levels: [RecordedLevel]) {
    self.levels = levels
    enrolmentId = ID(facts.enrolmentId)
    displayName = facts.displayName
    employeeCode = facts.employeeCode
    attendedMinutes = facts.attendedMinutes
    plannedMinutes = run.plannedMinutes
    attendedPct = run.plannedMinutes == 0 ? 0 : facts.attendedMinutes * 100 / run.plannedMinutes
    requiredPct = run.requiredAttendancePct
    isMet = run.isMet(by: facts.attendedMinutes)
    lastAttendedOn = facts.lastAttendedOn
    completionId = facts.completionId.map { ID($0) }
    result = facts.result
    score = facts.score
    completedOn = facts.completedOn
  }
}

package struct CompletionProposals: Codable, Sendable {
  package let courseRunId: ID<CourseRun>
  /// Sessions that must be closed before a completion can be recorded.
  package let openSessionCount: Int
  package let people: [CompletionProposal]
}
