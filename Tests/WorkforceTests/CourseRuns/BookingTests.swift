import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct BookingTests {
  @Test func aTrainerIsNotInTwoPlacesAndTheRefusalSaysWhen() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict(
          "session.trainer_taken",
          ["name": "Phạm Quang Minh", "day": "07/12/2026", "from": "08:00", "to": "11:30"])
      ) {
        try await world.perform(
          CreateCourseRun.plain("R2", on: ["2026-12-07"], trainers: [World.trainer1]),
          as: World.teacher2)
      }
    }
  }

  @Test func aRoomHoldsOneClassAndTheRefusalSaysWhen() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict(
          "session.room_taken",
          ["name": "Phòng máy 1", "day": "08/12/2026", "from": "08:00", "to": "11:30"])
      ) {
        try await world.perform(
          CreateCourseRun.plain(
            "R2", on: ["2026-12-08"], trainers: [World.trainer2], room: World.room),
          as: World.teacher2)
      }
    }
  }

  @Test func aClassDoesNotMeetTwiceAtOnce() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict(
          "session.run_taken", ["day": "15/12/2026", "from": "08:00", "to": "11:30"])
      ) {
        try await world.perform(
          CreateCourseRun.plain("R2", on: ["2026-12-15", "2026-12-15"]), as: World.teacher2)
      }
    }
  }

  @Test func aRefusedPlanLeavesNothingBehind() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.self) {
        try await world.perform(
          CreateCourseRun.plain(
            "R2", on: ["2026-12-15", "2026-12-07"], trainers: [World.trainer1]),
          as: World.teacher1)
      }
      try await #expect(world.runCodes(as: World.teacher1) == ["RUN1"])
    }
  }

  @Test func twoSessionsMayFollowEachOtherWithoutAPause() async throws {
    try await withWorld { world in
      let added = try await world.perform(
        AddSession(
          courseRunId: World.run, heldOn: day("2026-12-07"), morningStart: nil, morningEnd: nil,
          afternoonStart: "17:00", afternoonEnd: "19:00", roomId: nil), as: World.teacher1)
      #expect(added.sessions.count == 3)
    }
  }

  @Test func aMovedSessionTakesItsBookingsAlongAndTheRunFollows() async throws {
    try await withWorld { world in
      let moved = try await world.perform(
        ChangeSession.moved(World.secondSession, to: "2026-12-20"), as: World.teacher1)

      #expect(moved.courseRun.run.endsOn == day("2026-12-20"))
      #expect(moved.courseRun.sessions.last?.morningStart == "08:00")
      try await #expect(world.bookings(of: "trainer", for: World.run) == 4)
      let replacing = try await world.perform(
        CreateCourseRun.plain(
          "R2", on: ["2026-12-08"], trainers: [World.trainer1], room: World.room),
        as: World.teacher1)
      #expect(replacing.sessions.count == 1)
      try await #expect(
        world.count(
          "select count(*)::bigint from kynang.session_event where kind = 'moved' and reason = $1",
          "Giảng viên bận") == 1)
    }
  }

  @Test func movingNeedsAReason() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("reason", "field.required")) {
        try await world.perform(
          ChangeSession.moved(World.secondSession, to: "2026-12-20", reason: " "),
          as: World.teacher1)
      }
    }
  }

  @Test func aMorningAloneDropsTheAfternoon() async throws {
    try await withWorld { world in
      let changed = try await world.perform(
        ChangeSession(
          sessionId: World.firstSession, heldOn: nil, morningStart: "07:30", morningEnd: "11:00",
          afternoonStart: nil, afternoonEnd: nil, roomId: nil, inRoomOfRun: nil, trainerIds: nil,
          reason: "Chỉ học buổi sáng"), as: World.teacher1)

      #expect(changed.session.morningStart == "07:30")
      #expect(changed.session.afternoonStart == nil)
      try await #expect(world.bookings(of: "trainer", for: World.run) == 3)
    }
  }

  @Test func anotherTrainerTakesOverTheSessionsStillToBeHeld() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        ChangeCourseRun.change(World.run, trainers: [World.trainer2]), as: World.teacher1)

      try await #expect(
        world.count(
          "select count(*)::bigint from kynang.trainer_booking where trainer_id = $1",
          World.trainer2.uuid) == 4)
      try await #expect(
        world.count(
          "select count(*)::bigint from kynang.trainer_booking where trainer_id = $1",
          World.trainer1.uuid) == 0)
    }
  }

  @Test func oneOfTwoTrainersTeachesASessionAndTheOtherIsFree() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        ChangeCourseRun.change(World.run, trainers: [World.trainer1, World.trainer2]),
        as: World.teacher1)

      let moved = try await world.perform(
        ChangeSession(
          sessionId: World.firstSession, heldOn: nil, morningStart: nil, morningEnd: nil,
          afternoonStart: nil, afternoonEnd: nil, roomId: nil, inRoomOfRun: nil,
          trainerIds: [World.trainer2], reason: "Giảng viên bận"), as: World.teacher1)

      #expect(moved.session.trainerIds == [World.trainer2])
      try await #expect(world.bookings(of: World.trainer1, in: World.firstSession) == 0)
      try await #expect(world.bookings(of: World.trainer2, in: World.firstSession) == 2)
      try await #expect(world.bookings(of: World.trainer1, in: World.secondSession) == 2)
    }
  }

  @Test func onlyATrainerOfTheRunTeachesItsSession() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid("trainerIds[0]", "session.trainer_not_of_its_run")
      ) {
        try await world.perform(
          ChangeSession(
            sessionId: World.firstSession, heldOn: nil, morningStart: nil, morningEnd: nil,
            afternoonStart: nil, afternoonEnd: nil, roomId: nil, inRoomOfRun: nil,
            trainerIds: [World.trainer2], reason: "Giảng viên bận"), as: World.teacher1)
      }
    }
  }

  @Test func whoNoLongerTeachesTheRunTeachesNoneOfItsSessions() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        ChangeCourseRun.change(World.run, trainers: [World.trainer1, World.trainer2]),
        as: World.teacher1)
      _ = try await world.perform(
        ChangeSession(
          sessionId: World.firstSession, heldOn: nil, morningStart: nil, morningEnd: nil,
          afternoonStart: nil, afternoonEnd: nil, roomId: nil, inRoomOfRun: nil,
          trainerIds: [World.trainer2], reason: "Giảng viên bận"), as: World.teacher1)

      _ = try await world.perform(
        ChangeCourseRun.change(World.run, trainers: [World.trainer1]), as: World.teacher1)

      let named = try await world.count("select count(*) from kynang.session_trainer")
      #expect(named == 0)
      try await #expect(world.bookings(of: World.trainer1, in: World.firstSession) == 2)
    }
  }

  @Test func aCancelledSessionFreesItsTrainerAndRoom() async throws {
    try await withWorld { world in
      let left = try await world.perform(
        CancelSession(sessionId: World.firstSession, reason: "Mất điện"), as: World.teacher1)

      #expect(left.session.state == .cancelled)
      #expect(left.version == 2)
      #expect(left.courseRun.run.startsOn == day("2026-12-08"))
      #expect(left.courseRun.run.sessionCount == 1)
      try await #expect(world.bookings(of: "room", for: World.run) == 2)
      await #expect(throws: AppError.conflict("session.is_cancelled")) {
        try await world.perform(
          CancelSession(sessionId: World.firstSession, reason: "Lần nữa"), as: World.teacher1)
      }
    }
  }

  /// The check before the booking sees what is committed; the constraint keeps apart the rest.
  @Test func twoPlansAtTheSameMomentAreKeptApart() async throws {
    try await withWorld { world in
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for code in ["R2", "R3", "R4"] {
          group.addTask {
            do {
              _ = try await world.perform(
                CreateCourseRun.plain(code, on: ["2026-12-15"], trainers: [World.trainer1]),
                as: World.teacher1)
              return true
            } catch {
              return false
            }
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }

      #expect(outcomes.filter { $0 }.count == 1)
      try await #expect(
        world.count(
          """
          select count(*)::bigint from kynang.trainer_booking
          where during && '["2026-12-15 00:00+07","2026-12-16 00:00+07")'
          """) == 2)
    }
  }
}
