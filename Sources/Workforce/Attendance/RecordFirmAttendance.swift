import Foundation
import Postgres

/// The marks of one firm's people in a session. Part of workflows; never offered by itself.
struct RecordFirmAttendance: UseCase {
  let sessionId: ID<CourseSession>
  /// Where each mark stands in the request, so that an error names its field.
  let positions: [Int]
  let marks: [AttendanceMark]
  let source: AttendanceSource
  let reason: String?

  static let name = RecordAttendance.name
  static let route = RecordAttendance.route
  static let permission = RecordAttendance.permission
  static let access = RecordAttendance.access

  /// Returns the number of marks that were new or changed.
  func run(in session: Session) async throws -> Int {
    let firm = try session.firmID().uuid
    let entering = try session.enteringCall(run: nil, session: sessionId)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<LockedSession>.lockedSession.statement, [sessionId.uuid]),
        Call(
          Query<ClassState>.classStates.statement,
          [firm, sessionId.uuid, marks.map(\.enrolmentId.uuid)]),
      ])
    try session.requireEntered(rows[0], noun: "session")
    guard let held = try rows[entering.count].decode(LockedSession.self).first else {
      throw AppError.notFound("session")
    }
    try session.requireOwnClass(ownedBy: held.ownerId)
    try held.requireMarkable(today: session.today)
    let states = Dictionary(
      try rows[entering.count + 1].decode(ClassState.self).map { ($0.enrolmentId, $0.state) },
      uniquingKeysWith: { one, _ in one })
    let minutes = try checkedMinutes(held, states)
    let changed = try await session.fetchAll(
      .recordedMarks, firm, sessionId.uuid, held.courseRunId, held.heldOn, session.now,
      session.principal.accountID.uuid, source.rawValue, reason, session.newIDs(marks.count),
      marks.map(\.enrolmentId.uuid), marks.map(\.halfDay.rawValue), marks.map(\.mark.rawValue),
      minutes)
    audit(changed, in: session)
    return changed.count
  }

  /// The minutes of each mark. Throws `invalidInput` naming every mark that cannot be.
  private func checkedMinutes(
    _ held: LockedSession, _ states: [UUID: EnrolmentState]
  ) throws(AppError) -> [Int] {
    var problems = Problems()
    var minutes: [Int] = []
    for (position, mark) in zip(positions, marks) {
      let path = "marks[\(position)]"
      switch states[mark.enrolmentId.uuid] {
      case .enrolled: break
      case .withdrawn: problems.add("\(path).enrolmentId", "attendance.withdrawn")
      case .cancelled: problems.add("\(path).enrolmentId", "enrolment.run_was_cancelled")
      case .waitlisted: problems.add("\(path).enrolmentId", "attendance.only_waiting")
      case nil: problems.add("\(path).enrolmentId", "attendance.not_in_class")
      }
      guard let length = held.minutes(of: mark.halfDay) else {
        problems.add("\(path).halfDay", "attendance.no_such_half_day")
        continue
      }
      let attended = mark.mark.countsMinutes ? mark.minutes ?? length : 0
      if attended > length {
        problems.add(
          "\(path).minutes", "attendance.longer_than_half_day", ["minutes": "\(length)"])
      }
      minutes.append(attended)
    }
    try problems.throwIfAny()
    return minutes
  }

  private func audit(_ changed: [RecordedMark], in session: Session) {
    session.recordAudit(
      [sessionId.uuid], changes: [AuditChange("marks", before: nil, after: "\(changed.count)")],
      reason: reason)
    session.recordAudit(
      details: changed.map {
        AuditDetail(
          subjectID: $0.enrolmentId, change: $0.revision == 1 ? "marked" : "corrected",
          fields: [
            AuditChange($0.halfDay.rawValue, before: $0.formerMark, after: $0.mark),
            AuditChange(
              "minutes", before: $0.formerMinutes.map(String.init), after: "\($0.minutes)"),
          ])
      })
  }
}

/// A session that this transaction has locked.
struct LockedSession: Decodable, Sendable {
  let id: UUID
  let courseRunId: UUID
  let heldOn: CalendarDate
  let state: String
  let version: Int
  let morningMinutes: Int?
  let afternoonMinutes: Int?
  let ownerId: UUID?
  let cutOffAt: Date

  /// Nil when the half-day is not held.
  func minutes(of halfDay: HalfDay) -> Int? {
    switch halfDay {
    case .morning: morningMinutes
    case .afternoon: afternoonMinutes
    }
  }

  func requireMarkable(today: CalendarDate) throws(AppError) {
    if state == "closed" { throw .conflict("attendance.session_closed") }
    if state == "cancelled" { throw .conflict("attendance.session_cancelled") }
    if heldOn > today { throw .conflict("attendance.session_in_future") }
  }
}

extension Query<LockedSession> {
  static var lockedSession: Self { Query("attendance.lock_session") }
}

struct ClassState: Decodable, Sendable {
  let enrolmentId: UUID
  let state: EnrolmentState
}

extension Query<ClassState> {
  static var classStates: Self { Query("attendance.states") }
}

/// A mark that was written, and what it replaced.
struct RecordedMark: Decodable, Sendable {
  let id: UUID
  let revision: Int
  let enrolmentId: UUID
  let halfDay: HalfDay
  let formerMark: String?
  let formerMinutes: Int?
  let mark: String
  let minutes: Int
}

extension Query<RecordedMark> {
  static var recordedMarks: Self { Query("attendance.record") }
}
