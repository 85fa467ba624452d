import Foundation
import Postgres

/// A session that was closed, and who needs a look.
package struct ClosedSession: Codable, Sendable, Versioned {
  package let sessionId: ID<CourseSession>
  /// Half-days that were marked absent because nobody had marked them.
  package let markedAbsentCount: Int
  /// Below the share of attendance that a completion needs, so far.
  package let belowRequired: [ID<Enrolment>]
  /// Expected in another class at the same time.
  package let doubleBooked: [ID<Enrolment>]
  package let version: Int
}

/// Closes a session: everybody is marked, and the caller answers for it.
///
/// One transaction for each firm of the class, then the closing itself, which counts once more. Closing
/// again after an interruption carries on where it stopped.
package struct CloseSession: KeepsAnswer {
  package let sessionId: ID<CourseSession>
  /// Whether people whom nobody marked were absent; nil or false refuses while there are any.
  package let markUnmarkedAbsent: Bool?

  package init(sessionId: ID<CourseSession>, markUnmarkedAbsent: Bool?) {
    self.sessionId = sessionId
    self.markUnmarkedAbsent = markUnmarkedAbsent
  }

  package static let name = "session.close"
  package static let route = Route.post("/sessions/{sessionId}/close")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> ClosedSession {
    let plain = Request.plain(id: request.id)
    let unmarked = try await app.perform(
      FindUnmarked(sessionId: sessionId), as: principal, request: plain)
    if !unmarked.halfDays.isEmpty, markUnmarkedAbsent != true {
      throw AppError.conflict("attendance.not_all_marked", ["count": "\(unmarked.halfDays.count)"])
    }
    let byFirm = Dictionary(grouping: unmarked.halfDays, by: \.firmId)
    for firm in unmarked.firmIds {
      if let absent = byFirm[firm] {
        _ = try await app.perform(
          RecordFirmAttendance(
            sessionId: sessionId, positions: Array(absent.indices), marks: absent.map(\.asAbsent),
            source: .trainer, reason: nil),
          as: principal, actingFor: ID(firm), request: plain)
      }
      if unmarked.hasBegun {
        _ = try await app.perform(
          SpendFirmMoney(courseRunId: ID(unmarked.courseRunId)), as: principal,
          actingFor: ID(firm), request: plain)
      }
    }
    return try await app.perform(
      SealSession(sessionId: sessionId, markedAbsentCount: unmarked.halfDays.count), as: principal,
      request: request)
  }
}

/// A half-day of somebody about whom nothing is marked.
struct UnmarkedHalfDay: Codable, Sendable {
  let firmId: UUID
  let enrolmentId: UUID
  let halfDay: HalfDay

  var asAbsent: AttendanceMark {
    AttendanceMark(enrolmentId: ID(enrolmentId), halfDay: halfDay, mark: .absent, minutes: 0)
  }
}

extension Query<UnmarkedHalfDay> {
  static var unmarkedHalfDays: Self { Query("attendance.unmarked") }
}

/// What must be settled before a session is closed.
struct UnmarkedSession: Codable, Sendable {
  let courseRunId: UUID
  let firmIds: [UUID]
  let halfDays: [UnmarkedHalfDay]
  /// Whether the cut-off has passed, so that places in the run are paid for.
  let hasBegun: Bool
}

/// Part of the closing; never offered by itself.
private struct FindUnmarked: UseCase {
  let sessionId: ID<CourseSession>

  static let name = CloseSession.name
  static let route = CloseSession.route
  static let permission = CloseSession.permission
  static let access = Access.read

  func run(in session: Session) async throws -> UnmarkedSession {
    let none: UUID? = nil
    let entering = try session.enteringCall(run: nil, session: sessionId)
    let rows = try await session.pipeline(
      entering + [Call(Query<CourseClass>.courseClass.statement, [none, sessionId.uuid])])
    try session.requireEntered(rows[0], noun: "session")
    guard let course = try rows[entering.count].decode(CourseClass.self).first else {
      throw AppError.notFound("session")
    }
    try session.requireOwnClass(ownedBy: course.ownerId)
    return UnmarkedSession(
      courseRunId: course.id, firmIds: course.firmIds,
      halfDays: try await session.fetchAll(
        .unmarkedHalfDays, course.firmIds, sessionId.uuid),
      hasBegun: session.now >= course.cutOffAt)
  }
}

/// The places of one firm in a run that has begun are paid for. Part of the closing.
private struct SpendFirmMoney: UseCase {
  let courseRunId: ID<CourseRun>

  static let name = CloseSession.name
  static let route = CloseSession.route
  static let permission = CloseSession.permission
  static let access = CloseSession.access

  func run(in session: Session) async throws -> Int {
    let entering = try session.enteringCall(run: courseRunId, session: nil)
    let rows = try await session.pipeline(
      entering + [
        Call(
          Query<SpentCount>.spentByRun.statement,
          [
            try session.firmID().uuid, courseRunId.uuid, session.today, session.now,
            session.principal.accountID.uuid,
          ])
      ])
    try session.requireEntered(rows[0], noun: "course_run")
    let spent = try rows[entering.count].decode(SpentCount.self).first?.spent ?? 0
    session.recordAudit(
      [courseRunId.uuid],
      changes: [AuditChange("spentEnrolments", before: nil, after: "\(spent)")], reason: nil)
    return spent
  }
}

struct SpentCount: Decodable, Sendable {
  let spent: Int
}

extension Query<SpentCount> {
  static var spentByRun: Self { Query("attendance.spend") }
}
