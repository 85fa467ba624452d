import Foundation
import Postgres

/// What happens to those who find a run full.
package enum WaitingPolicy: String, Codable, Sendable, CaseIterable {
  /// Nobody waits: a full run takes no one.
  case none
  /// In the order in which they came.
  case firstCome = "first_come"
  /// As that, with at most so many seats for each firm.
  case firmQuota = "firm_quota"
  /// Firms of groups that the law favours before others, each in the order in which they came.
  case priority
}

package enum CourseRunState: String, Codable, Sendable, CaseIterable {
  /// Shown, but not open for enrolment.
  case planned
  case open, finished, cancelled
}

package struct CourseRunSummary: Codable, Sendable, Versioned {
  package struct Teacher: Codable, Sendable {
    package let id: ID<Trainer>
    package let name: String
  }

  package let id: ID<CourseRun>
  package let code: String
  package let courseId: ID<Course>
  package let courseCode: String
  package let courseTitle: LocalizedText
  package let mode: CourseMode
  /// Which content of public support its course is; nil for none.
  package let supportContentCode: String?
  package let durationHours: Decimal
  package let providerId: ID<Provider>
  package let providerName: String
  /// Whether it is closed to all but the caller's firm.
  package let isInHouse: Bool
  /// Whether its provider, who is not the firm, has still to agree to a closed run.
  package let awaitsProvider: Bool
  package let language: TeachingLanguage
  package let roomId: ID<Room>?
  package let roomName: String?
  package let place: String?
  package let communeCode: String?
  package let communeName: LocalizedText?
  package let capacity: Int
  package let taken: Int
  package let waiting: Int
  package let freeSeats: Int
  /// After this nobody is promoted from the waiting list.
  package let cutOffAt: Date
  package let waitingPolicy: WaitingPolicy
  package let firmQuota: Int?
  /// Codes of the groups that come first; with the policy `priority` alone.
  package let priorityFlags: [String]
  package let priceVnd: Int
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate
  package let state: CourseRunState
  package let stateReason: String?
  package let version: Int
  package let trainers: [Teacher]
  package let sessionCount: Int
}

/// A run with its sessions, and what whoever plans it may want to think over.
package struct CourseRunDetails: Codable, Sendable, Versioned {
  package let run: CourseRunSummary
  package let sessions: [SessionDetails]
  package let warnings: [PlanningWarning]

  package var version: Int { run.version }
}

extension CourseRunDetails {
  static func read(_ id: ID<CourseRun>, in session: Session) async throws -> CourseRunDetails {
    let scope = session.principal.planningScope
    let run = try await session.find(
      "course_run", .courseRun, id.uuid, scope.role, scope.firm, scope.provider)
    let sessions = try await session.fetchAll(
      .sessions, id.uuid, scope.role, scope.firm, scope.provider)
    return CourseRunDetails(
      run: run, sessions: sessions, warnings: PlanningWarning.about(run, sessions))
  }
}

package struct ShowCourseRun: UseCase {
  package let courseRunId: ID<CourseRun>

  package static let name = "course-run.show"
  package static let route = Route.get("/course-runs/{courseRunId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(courseRunId: ID<CourseRun>) {
    self.courseRunId = courseRunId
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    try await .read(courseRunId, in: session)
  }
}

extension Query<CourseRunSummary> {
  static var courseRun: Self { Query("course_run.show") }
}
