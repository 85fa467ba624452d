import Foundation
import Postgres

/// What the attendance of a run says about completing it. A trainer sees the whole class, a firm its
/// people.
package struct ProposeCompletions: UseCase {
  package let courseRunId: ID<CourseRun>

  package init(courseRunId: ID<CourseRun>) {
    self.courseRunId = courseRunId
  }

  package static let name = "completion.propose"
  package static let route = Route.get("/course-runs/{courseRunId}/completion-proposals")
  package static let permission = Permission.recordTraining
  package static let access = Access.readPersons

  package func run(in session: Session) async throws -> CompletionProposals {
    let none: UUID? = nil
    let anyDay: CalendarDate? = nil
    let entering = try session.enteringCall(run: courseRunId, session: nil)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<CompletableRun>.completableRun.statement, [courseRunId.uuid]),
        Call(Query<CourseClass>.courseClass.statement, [courseRunId.uuid, none]),
      ])
    try session.requireEntered(rows[0], noun: "course_run")
    guard let run = try rows[entering.count].decode(CompletableRun.self).first,
      let course = try rows[entering.count + 1].decode(CourseClass.self).first
    else { throw AppError.notFound("course_run") }
    let members = try await session.fetchAll(
      .classMembers, course.firmIds, courseRunId.uuid, anyDay, Date.distantFuture)
    let facts = try await session.fetchAll(
      .completionFacts, course.firmIds, courseRunId.uuid, members.map(\.enrolmentId))
    let levels = Dictionary(
      grouping: try await session.fetchAll(
        .recordedLevels, course.firmIds, members.map(\.enrolmentId)), by: \.enrolmentId)
    return CompletionProposals(
      courseRunId: courseRunId, openSessionCount: run.openSessionCount,
      people: facts.map {
        CompletionProposal($0, run: run, levels: levels[ID($0.enrolmentId)] ?? [])
      })
  }
}
