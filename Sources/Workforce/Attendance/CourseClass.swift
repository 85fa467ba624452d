import Foundation
import Postgres

/// A run as its records see it, and the firms that have seats in it.
struct CourseClass: Decodable, Sendable {
  let id: UUID
  let code: String
  let ownerId: UUID?
  let cutOffAt: Date
  let state: String
  let courseId: UUID
  let courseTitle: LocalizedText
  let requiredAttendancePct: Int
  /// A trainer's are all firms of the class, a firm's only itself.
  let firmIds: [UUID]
}

extension Query<CourseClass> {
  static var courseClass: Self { Query("attendance.class") }
}

/// The run that a trainer was let into.
struct EnteredRun: Decodable, Sendable {
  let courseRunId: String
}

extension Query<EnteredRun> {
  static var enteredRun: Self { Query("attendance.enter_run") }
}

extension Session {
  /// What must travel before anything else so that a trainer sees their trainees; nothing for a firm,
  /// which sees its own. `requireEntered` reads the answer.
  func enteringCall(run: ID<CourseRun>?, session: ID<CourseSession>?) throws(AppError) -> [Call] {
    guard principal.role == .trainer else { return [] }
    guard let trainerID = principal.trainerID else { throw .forbidden }
    return [
      Call(
        Query<EnteredRun>.enteredRun.statement, [trainerID.uuid, run?.uuid, session?.uuid])
    ]
  }

  /// Throws `notFound` when a trainer does not teach the run, so that others' are not even confirmed.
  func requireEntered(_ rows: Rows, noun: String) throws(AppError) {
    if principal.role == .trainer, rows.count == 0 { throw .notFound(noun) }
  }

  /// A firm records its own closed classes and no provider's.
  func requireOwnClass(ownedBy owner: UUID?) throws(AppError) {
    guard principal.role != .trainer else { return }
    guard let owner, owner == principal.firmID?.uuid else {
      throw .conflict("attendance.recorded_by_its_trainer")
    }
  }
}
