import Foundation
import Postgres
import TestSupport
import Workforce

/// What tests of runs do again and again.
extension World {
  func show(_ run: ID<CourseRun>) async throws -> CourseRunDetails {
    try await perform(ShowCourseRun(courseRunId: run), as: World.teacher1)
  }

  /// Codes of the runs that somebody sees.
  func runCodes(
    as principal: Principal, withFreeSeats: Bool = false, reaching level: Int? = nil,
    in competency: ID<Competency>? = nil, from start: String? = nil
  ) async throws -> [String] {
    try await perform(
      ListCourseRuns(
        search: nil, courseId: nil, competencyId: competency, targetLevel: level,
        startsFrom: start.map { day($0) }, startsUntil: nil, communeCode: nil,
        hasFreeSeats: withFreeSeats, providerId: nil, trainerId: nil, state: nil, after: nil,
        limit: nil), as: principal
    ).items.map(\.code)
  }

  func bookings(of table: String, for run: ID<CourseRun>) async throws -> Int {
    try await count(
      """
      select count(*)::bigint from kynang.\(table)_booking as booking
      join kynang.session on session.id = booking.session_id
      where session.course_run_id = $1
      """, run.uuid)
  }
}

extension World {
  func bookings(of trainer: ID<Trainer>, in session: ID<CourseSession>) async throws -> Int {
    try await count(
      """
      select count(*)::bigint from kynang.trainer_booking
      where trainer_id = $1 and session_id = $2
      """, trainer.uuid, session.uuid)
  }
}

extension CreateCourseRun {
  /// A run of EXCEL, open for 12 people, whose sessions are mornings and afternoons on some days.
  static func plain(
    _ code: String, on days: [String], trainers: [ID<Trainer>] = [], room: ID<Room>? = nil
  ) -> CreateCourseRun {
    CreateCourseRun(
      courseId: World.course, providerId: nil, code: code, language: nil, trainerIds: trainers,
      roomId: room, place: nil, communeCode: "22366", capacity: 12, cutOffAt: nil,
      waitingPolicy: .firstCome, firmQuota: nil, priorityFlags: nil, priceVnd: nil, isOpen: true,
      startsOn: nil,
      endsOn: nil, sessions: days.map { .whole($0) })
  }
}

extension SessionInput {
  static func whole(_ date: String) -> SessionInput {
    SessionInput(
      heldOn: day(date), morningStart: "08:00", morningEnd: "11:30", afternoonStart: "13:30",
      afternoonEnd: "17:00", roomId: nil)
  }
}

extension ChangeSession {
  static func moved(
    _ session: ID<CourseSession>, to date: String, reason: String = "Giảng viên bận"
  ) -> ChangeSession {
    ChangeSession(
      sessionId: session, heldOn: day(date), morningStart: nil, morningEnd: nil,
      afternoonStart: nil, afternoonEnd: nil, roomId: nil, inRoomOfRun: nil, trainerIds: nil,
      reason: reason)
  }
}

extension ChangeCourseRun {
  static func change(
    _ run: ID<CourseRun>, capacity: Int? = nil, trainers: [ID<Trainer>]? = nil
  ) -> ChangeCourseRun {
    ChangeCourseRun(
      courseRunId: run, code: nil, language: nil, trainerIds: trainers, roomId: nil,
      withoutRoom: nil, place: nil, communeCode: nil, capacity: capacity, cutOffAt: nil,
      waitingPolicy: nil, firmQuota: nil, priorityFlags: nil, priceVnd: nil, isOpen: nil,
      startsOn: nil, endsOn: nil)
  }
}
