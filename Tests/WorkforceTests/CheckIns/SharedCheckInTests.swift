import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// A closed class of firm A that T1 teaches: both may record its attendance.
@Suite struct SharedCheckInTests {
  @Test func whatTheTrainerOpenedHRShowsAndCloses() async throws {
    try await withWorld { world in
      let session = try await world.closedClass()
      let opened = try await world.open(session, as: World.teacher1)

      let again = try await world.open(session, as: World.hrA)
      let shown = try await world.perform(ShowCheckIn(sessionId: session), as: World.hrA)
      let closed = try await world.perform(CloseCheckIn(sessionId: session), as: World.hrA)

      #expect(again.id == opened.id)
      #expect(shown.code == opened.code)
      #expect(closed.wasOpen)
      await #expect(throws: AppError.notFound("check-in")) {
        try await world.perform(ShowCheckIn(sessionId: session), as: World.teacher1)
      }
    }
  }

  @Test func whatHROpenedTheTrainerShowsAndCloses() async throws {
    try await withWorld { world in
      let session = try await world.closedClass()
      let opened = try await world.open(session, as: World.hrA)

      let shown = try await world.perform(ShowCheckIn(sessionId: session), as: World.teacher1)
      let closed = try await world.perform(CloseCheckIn(sessionId: session), as: World.teacher1)

      #expect(shown.id == opened.id)
      #expect(closed.wasOpen)
      await #expect(throws: AppError.notFound("check-in")) {
        try await world.perform(ShowCheckIn(sessionId: session), as: World.hrA)
      }
    }
  }

  @Test(arguments: [true, false])
  func oneThatRanOutDoesNotKeepTheOtherFromOpening(trainerFirst: Bool) async throws {
    try await withWorld { world in
      let session = try await world.closedClass()
      let (first, second) =
        trainerFirst ? (World.teacher1, World.hrA) : (World.hrA, World.teacher1)
      let morning = try await world.open(session, .morning, as: first)
      try world.clock.set("2026-12-09T05:00:01Z")

      let afternoon = try await world.open(session, .afternoon, as: second)
      try await world.arrive(
        "A2", "Nguyễn Văn Đức", ticket: try await world.enter(link: afternoon.link).ticket)

      let shown = try await world.perform(ShowCheckIn(sessionId: session), as: first)
      #expect(shown.id != morning.id)
      #expect(shown.checkedInCount == 1)
    }
  }

  @Test(arguments: [true, false])
  func oneThatWasClosedIsOpenedAgainByTheOther(trainerFirst: Bool) async throws {
    try await withWorld { world in
      let session = try await world.closedClass()
      let (first, second) =
        trainerFirst ? (World.teacher1, World.hrA) : (World.hrA, World.teacher1)
      let closed = try await world.open(session, as: first)
      _ = try await world.perform(CloseCheckIn(sessionId: session), as: second)

      let opened = try await world.open(session, as: second)

      #expect(opened.id != closed.id)
    }
  }

  /// In a class that is open to all firms HR records nothing, though their own people sit in it.
  @Test func hrNeitherSeesNorClosesTheCheckInOfAPublicClass() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.open()
      let refused = AppError.conflict("attendance.recorded_by_its_trainer")

      await #expect(throws: refused) {
        try await world.perform(ShowCheckIn(sessionId: World.firstSession), as: World.hrA)
      }
      await #expect(throws: refused) {
        try await world.perform(CloseCheckIn(sessionId: World.firstSession), as: World.hrA)
      }
      _ = try await world.shown()
    }
  }

  @Test func anotherFirmLearnsNothingOfTheCheckInOfAClosedClass() async throws {
    try await withWorld { world in
      let session = try await world.closedClass()
      _ = try await world.open(session, as: World.teacher1)

      await #expect(throws: AppError.notFound("session")) {
        try await world.perform(ShowCheckIn(sessionId: session), as: World.hrB)
      }
      for (role, setting, seen) in [
        ("kynang_firm", ("app.firm_id", World.firmA.description), 1),
        ("kynang_firm", ("app.firm_id", World.firmB.description), 0),
        ("kynang_trainer", ("app.run_ids", World.run.description), 0),
      ] {
        let rows = try await world.owner.transaction(
          TransactionSettings(
            access: .write, isolation: .readCommitted, role: role, settings: [setting])
        ) { transaction in
          try await transaction.fetch(
            Call(
              Statement(name: "test.attack", sql: "select secret from kynang.check_in"), [])
          ).count
        }
        #expect(rows == seen, "\(role) \(setting)")
      }
    }
  }

  @Test func aTrainerWhoNoLongerTeachesHasNothingOpen() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let opened = try await world.open()
      _ = try await world.rows(
        "update kynang.course_run_trainer set trainer_id = $1 where course_run_id = $2 returning 1",
        World.trainer2.uuid, World.run.uuid)

      await #expect(throws: AppError.invalid("link", "check_in.link_expired")) {
        try await world.enter(link: opened.link)
      }
      let next = try await world.open(as: World.teacher2)
      try await world.arrive(
        "A1", "Lê Thị Hoa", ticket: try await world.enter(link: next.link).ticket)

      #expect(next.id != opened.id)
    }
  }
}

extension World {
  /// Đức is enrolled in a closed class of firm A that T1 teaches, and it has begun. Its session.
  fileprivate func closedClass() async throws -> ID<CourseSession> {
    let run = try await perform(CreateCourseRun.plain("NB1", on: ["2026-12-09"]), as: Self.hrA)
    _ = try await rows(
      """
      insert into kynang.course_run_trainer (course_run_id, trainer_id) values ($1, $2) returning 1
      """, run.run.id.uuid, Self.trainer1.uuid)
    _ = try await perform(
      EnrolPeople(
        request: EnrolmentRequest(
          courseRunId: run.run.id, employeeIds: [Self.duc], employeeCodes: nil, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: Self.hrA)
    try clock.set("2026-12-09T01:00:00Z")
    return try #require(run.sessions.first?.id)
  }
}
