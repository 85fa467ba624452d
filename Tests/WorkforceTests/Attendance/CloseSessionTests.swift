import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct CloseSessionTests {
  @Test func aSessionIsNotClosedWhileSomebodyIsUnmarked() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()
      try await world.mark(hoa, .present, in: World.firstSession)

      await #expect(throws: AppError.conflict("attendance.not_all_marked", ["count": "2"])) {
        try await world.close(World.firstSession)
      }
    }
  }

  @Test func theUnmarkedOfEveryFirmAreAbsentWhenAskedFor() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.mixedClass()
      try await world.mark(hoa, .present, in: World.firstSession)

      let closed = try await world.perform(
        CloseSession(sessionId: World.firstSession, markUnmarkedAbsent: true),
        as: World.teacher1)
      let state: String = try await world.rows(
        "select state from kynang.session where id = $1", World.session1
      ).value(0, 0)
      let money = try await world.state(of: anh)

      #expect(closed.markedAbsentCount == 2)
      #expect(closed.belowRequired == [anh])
      #expect(closed.version == 2)
      #expect(state == "closed")
      #expect(money == "enrolled spent")
    }
  }

  @Test func aRequestToCloseThatIsRepeatedIsAnsweredAlike() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()
      try await world.mark(hoa, .present, in: World.firstSession)
      let close = CloseSession(sessionId: World.firstSession, markUnmarkedAbsent: true)
      let request = Workforce.Request(id: "1", idempotencyKey: "key-0000-0001", ifMatch: nil)

      let first = try await world.app.perform(close, as: World.teacher1, request: request)
      let again = try await world.app.perform(close, as: World.teacher1, request: request)

      #expect(first.markedAbsentCount == 2)
      #expect(again.markedAbsentCount == 2)
      #expect(again.version == first.version)
    }
  }

  @Test func marksOfSeveralFirmsAreRememberedUnderTheKeyOfTheirRequest() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.mixedClass()
      let request = Workforce.Request(id: "1", idempotencyKey: "key-0000-0001", ifMatch: nil)
      func marks(_ mark: Mark) -> RecordAttendance {
        RecordAttendance(
          sessionId: World.firstSession,
          marks: [hoa, anh].map {
            AttendanceMark(enrolmentId: $0, halfDay: .morning, mark: mark, minutes: nil)
          }, source: nil, reason: nil)
      }

      let first = try await world.app.perform(
        marks(.present), as: World.teacher1, request: request)
      let again = try await world.app.perform(
        marks(.present), as: World.teacher1, request: request)

      #expect(first.recordedCount == 2)
      #expect(again.recordedCount == 2)
      await #expect(throws: AppError.conflict("error.idempotency_key_reused")) {
        try await world.app.perform(marks(.absent), as: World.teacher1, request: request)
      }
    }
  }

  @Test func aClosedSessionIsNotMarkedUntilItIsReopenedWithAReason() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.mixedClass()
      try await world.mark(hoa, .present, in: World.firstSession)
      try await world.mark(anh, .present, in: World.firstSession)
      _ = try await world.close(World.firstSession)

      await #expect(throws: AppError.conflict("attendance.session_closed")) {
        try await world.mark(hoa, .absent, in: World.firstSession)
      }
      _ = try await world.perform(
        ReopenSession(sessionId: World.firstSession, reason: "Ghi nhầm người"),
        as: World.teacher1)
      let marked = try await world.mark(hoa, .absent, in: World.firstSession)
      let events = try await world.count("select count(*) from kynang.session_event")

      #expect(marked.recordedCount == 2)
      #expect(events == 2)
    }
  }

  @Test func reopeningShowsTheCompletionsThatStandOnIt() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      _ = try await world.perform(
        RecordCompletions.of([hoa], .completed), as: World.teacher1)

      let reopened = try await world.perform(
        ReopenSession(sessionId: World.secondSession, reason: "Ghi nhầm"), as: World.teacher1)

      #expect(reopened.completions.map(\.enrolmentId) == [hoa])
      #expect(reopened.completions[0].result == .completed)
    }
  }

  @Test(arguments: [World.teacher2, World.hrB])
  func nobodyElseClosesOrReopensASession(principal: Principal) async throws {
    try await withWorld { world in
      _ = try await world.mixedClass()

      await #expect(throws: AppError.self) {
        try await world.perform(
          CloseSession(sessionId: World.firstSession, markUnmarkedAbsent: true), as: principal)
      }
      await #expect(throws: AppError.self) {
        try await world.perform(
          ReopenSession(sessionId: World.firstSession, reason: "Thử"), as: principal)
      }
      let events = try await world.count("select count(*) from kynang.session_event")
      let marks = try await world.count("select count(*) from kynang.attendance")
      #expect(events == 0)
      #expect(marks == 0)
    }
  }
}
