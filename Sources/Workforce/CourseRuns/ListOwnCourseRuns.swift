import Foundation
import Postgres

/// What a trainer teaches: first the sessions about now, then their runs.
package struct TaughtRuns: Codable, Sendable {
  /// A session from six hours ago until tomorrow; hours are `HH:mm` in Vietnam.
  package struct Meeting: Codable, Sendable {
    package let id: ID<CourseSession>
    package let courseRunId: ID<CourseRun>
    package let runCode: String
    package let courseTitle: LocalizedText
    package let ordinal: Int
    package let heldOn: CalendarDate
    package let morningStart: String?
    package let morningEnd: String?
    package let afternoonStart: String?
    package let afternoonEnd: String?
    package let roomName: String?
    package let place: String?
    package let state: SessionDetails.State
    /// People enrolled in the run.
    package let taken: Int
  }

  package let sessions: [Meeting]
  package let runs: Page<CourseRunSummary>
}

package struct ListOwnCourseRuns: UseCase {
  /// Which runs the page is about; nil for those open for enrolment.
  package let state: CourseRunState?
  package let after: String?
  package let limit: Int?

  package static let name = "course-run.list-own"
  package static let route = Route.get("/me/course-runs")
  package static let permission = Permission.teach
  package static let access = Access.read

  package init(state: CourseRunState?, after: String?, limit: Int?) {
    self.state = state
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkPage(limit: limit)
  }

  package func run(in session: Session) async throws -> TaughtRuns {
    guard let trainerID = session.principal.trainerID else { throw AppError.forbidden }
    let meetings = try await session.fetchAll(
      .taughtSessions, trainerID.uuid, session.now.addingTimeInterval(-6 * 3600),
      session.today.adding(days: 1))
    let runs = try await ListCourseRuns(
      search: nil, courseId: nil, competencyId: nil, targetLevel: nil, startsFrom: nil,
      startsUntil: nil, communeCode: nil, hasFreeSeats: nil, providerId: nil,
      trainerId: trainerID, state: state ?? .open, after: after, limit: limit
    ).run(in: session)
    return TaughtRuns(sessions: meetings, runs: runs)
  }
}

extension Query<TaughtRuns.Meeting> {
  static var taughtSessions: Self { Query("session.taught") }
}
