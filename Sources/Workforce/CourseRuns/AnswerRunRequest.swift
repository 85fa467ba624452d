import Foundation
import Postgres

/// A provider agrees to give a closed run that a firm has asked for, and says who teaches it.
package struct AgreeToCourseRun: UseCase {
  package let courseRunId: ID<CourseRun>
  package let trainerIds: [ID<Trainer>]
  package let roomId: ID<Room>?

  package static let name = "course-run.agree"
  package static let route = Route.post("/course-runs/{courseRunId}/agreement")
  package static let permission = Permission.teach
  package static let access = Access.write

  package init(courseRunId: ID<CourseRun>, trainerIds: [ID<Trainer>], roomId: ID<Room>?) {
    self.courseRunId = courseRunId
    self.trainerIds = trainerIds
    self.roomId = roomId
  }

  package func check(_ problems: inout Problems) {
    if trainerIds.isEmpty { problems.add("trainerIds", "field.required") }
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    let provider = try session.answeringProvider()
    try await session.requireResources(
      of: provider, trainers: trainerIds, keeping: [],
      rooms: roomId.map { [($0, "roomId")] } ?? [])
    try await session.answerRequest(courseRunId, agrees: true, room: roomId, reason: nil)
    try await session.replaceTrainers(of: courseRunId, with: trainerIds)
    try await session.rebook(try await session.openSessions(of: courseRunId).map(\.id.uuid))
    session.recordAudit(
      [courseRunId.uuid] + trainerIds.map(\.uuid),
      changes: [AuditChange("awaitsProvider", before: "true", after: "false")], reason: nil)
    return try await .read(courseRunId, in: session)
  }
}

/// A provider does not give a closed run that a firm has asked for: the run is cancelled.
package struct DeclineCourseRun: UseCase {
  package let courseRunId: ID<CourseRun>
  package let reason: String

  package static let name = "course-run.decline"
  package static let route = Route.post("/course-runs/{courseRunId}/refusal")
  package static let permission = Permission.teach
  package static let access = Access.write

  package init(courseRunId: ID<CourseRun>, reason: String) {
    self.courseRunId = courseRunId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    let open = try await session.openSessions(of: courseRunId).map(\.id.uuid)
    try await session.answerRequest(courseRunId, agrees: false, room: nil, reason: reason)
    try await session.cancelSessions(open, reason: reason)
    _ = try await session.releaseRun(courseRunId)
    session.recordAudit(
      [courseRunId.uuid] + open,
      changes: [AuditChange("state", before: nil, after: "cancelled")], reason: reason)
    return try await .read(courseRunId, in: session)
  }
}

extension Session {
  fileprivate func answeringProvider() throws(AppError) -> UUID {
    guard let provider = principal.providerID else { throw .forbidden }
    return provider.uuid
  }

  /// Throws `notFound` when nobody asked the caller's provider for such a run.
  fileprivate func answerRequest(
    _ run: ID<CourseRun>, agrees: Bool, room: ID<Room>?, reason: String?
  ) async throws {
    let answer = try await find(
      "course_run", .answeredRequest, run.uuid, try answeringProvider(), agrees, room?.uuid, reason,
      now)
    guard answer.isAnswered else { throw AppError.notFound("course_run") }
  }

  /// What HR changes of a run that another's provider has agreed to is asked again: its trainers and
  /// rooms are free until then.
  func askProviderAgain(about run: LockedCourseRun) async throws {
    guard principal.role == .hr, let owner = run.ownerId, run.providerId.uuid != owner.uuid,
      !run.awaitsProvider
    else { return }
    try await execute(Command("course_run.ask_again"), run.id.uuid)
    try await releaseBookings(of: try await openSessions(of: run.id).map(\.id.uuid))
  }
}

struct AnsweredRequest: Decodable, Sendable {
  let isAnswered: Bool
}

extension Query<AnsweredRequest> {
  static var answeredRequest: Self { Query("course_run.answer_request") }
}
