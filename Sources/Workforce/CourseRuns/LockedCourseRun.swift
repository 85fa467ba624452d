import Foundation
import Postgres

/// A run as it stands, under its lock.
struct LockedCourseRun: Decodable, Sendable {
  let id: ID<CourseRun>
  let courseId: ID<Course>
  let ownerId: ID<Firm>?
  let providerId: ID<Provider>
  let code: String
  let language: TeachingLanguage
  let roomId: ID<Room>?
  let place: String?
  let communeCode: String?
  let capacity: Int
  let cutOffAt: Date
  let waitingPolicy: WaitingPolicy
  let firmQuota: Int?
  let priorityFlags: [String]
  let priceVnd: Int
  let startsOn: CalendarDate
  let endsOn: CalendarDate
  let state: CourseRunState
  let version: Int
  let awaitsProvider: Bool
}

struct RunSeats: Decodable, Sendable {
  let taken: Int
  let waiting: Int
}

extension Session {
  /// A run that the caller may plan. Throws `notFound` for any other, so that another firm's is not
  /// even confirmed, and `conflict` for one that is over.
  func lockCourseRun(_ id: ID<CourseRun>) async throws -> LockedCourseRun {
    let scope = principal.planningScope
    let run = try await find(
      "course_run", .lockCourseRun, id.uuid, scope.role, scope.firm, scope.provider,
      scope.province)
    switch run.state {
    case .planned, .open: return run
    case .finished: throw AppError.conflict("course_run.is_finished")
    case .cancelled: throw AppError.conflict("course_run.is_cancelled")
    }
  }

  /// The sessions of a run that are neither closed nor cancelled.
  func openSessions(of run: ID<CourseRun>) async throws -> [SessionDetails] {
    let scope = principal.planningScope
    return try await fetchAll(.sessions, run.uuid, scope.role, scope.firm, scope.provider)
      .filter { $0.state == .open }
  }

  /// Gives seats that have become free to the queue, as far as the cut-off allows.
  func promoteWaiting(in run: ID<CourseRun>, waiting: Int) async throws {
    guard waiting > 0 else { return }
    _ = try await fetchAll(.promoted, run.uuid, now, newIDs(waiting))
  }
}

struct Promoted: Decodable, Sendable {
  let promoted: Int
}

extension Query<LockedCourseRun> {
  static var lockCourseRun: Self { Query("course_run.lock") }
}

extension Query<RunSeats> {
  static var runSeats: Self { Query("course_run.seats") }
}

extension Query<Promoted> {
  static var promoted: Self { Query("course_run.promote") }
}
