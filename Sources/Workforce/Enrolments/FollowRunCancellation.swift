import Foundation
import Postgres

/// What a firm's enrolments do when their run was called off in another's transaction. Doing it twice
/// does nothing the second time.
struct FollowRunCancellation: UseCase {
  let courseRunId: ID<CourseRun>

  static let name = "enrolment.follow-cancellation"
  static let route = Route.post("/course-runs/{courseRunId}/follow-cancellation")
  static let permission = Permission.enrol
  static let access = Access.write

  func run(in session: Session) async throws -> Int {
    let ended = try await session.endEnrolments(of: courseRunId)
    session.recordAudit(
      [courseRunId.uuid],
      changes: [AuditChange("cancelled", before: nil, after: "\(ended)")], reason: nil)
    return ended
  }
}

extension Session {
  /// Ends the firm's enrolments in a run that was called off: money that is not spent returns to the
  /// budget.
  /// - Returns: how many ended.
  func endEnrolments(of run: ID<CourseRun>) async throws -> Int {
    let ended = try await fetchAll(
      .followCancellation, try firmID().uuid, run.uuid, now, principal.accountID.uuid, today)
    recordAudit(
      details: ended.map {
        AuditDetail(
          subjectID: $0.id, change: "cancelled",
          fields: [
            AuditChange("state", before: $0.formerState, after: "cancelled"),
            AuditChange("moneyState", before: $0.formerMoneyState, after: $0.moneyState),
          ])
      })
    return ended.count
  }
}

struct EndedEnrolment: Decodable, Sendable {
  let id: UUID
  let formerState: String
  let formerMoneyState: String
  let moneyState: String
}

extension Query<EndedEnrolment> {
  static var followCancellation: Self { Query("enrolment.follow_cancellation") }
}
