import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct CourseRunTests {
  @Test func seatsOfEveryFirmAreCountedWithoutSayingWhose() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)

      let seen = try await world.perform(ShowCourseRun(courseRunId: World.run), as: World.hrB)

      #expect(seen.run.taken == 2)
      #expect(seen.run.freeSeats == 0)
      try await #expect(world.runCodes(as: World.hrB, withFreeSeats: true) == [])
    }
  }

  @Test func capacityDoesNotFallBelowTheSeatsTaken() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)
      await #expect(
        throws: AppError.invalid(
          "capacity", "course_run.capacity_below_taken", ["taken": "2"])
      ) {
        try await world.perform(ChangeCourseRun.change(World.run, capacity: 1), as: World.teacher1)
      }
    }
  }

  @Test func moreSeatsGoToThoseWhoWait() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)
      try await world.enrol([World.anhOfB], as: World.hrB)

      let before = try await world.show(World.run).run
      let after = try await world.perform(
        ChangeCourseRun.change(World.run, capacity: 3), as: World.teacher1
      ).run

      #expect(before.waiting == 1)
      #expect(after.waiting == 0)
      #expect(after.taken == 3)
    }
  }

  @Test(arguments: [(3, ["RUN1"]), (4, [])])
  func runsAreFoundByTheLevelTheyClose(level: Int, codes: [String]) async throws {
    try await withWorld { world in
      try await #expect(
        world.runCodes(as: World.hrA, reaching: level, in: World.competency("1.1")) == codes)
    }
  }

  @Test func runsAreListedByTheirFirstDayPageByPage() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        CreateCourseRun.plain("LATE", on: ["2027-02-01"]), as: World.teacher1)
      _ = try await world.perform(
        CreateCourseRun.plain("EARLY", on: ["2026-12-01"]), as: World.teacher1)

      let first = try await world.page(after: nil)
      let second = try await world.page(after: first.next)

      #expect(first.items.map(\.code) == ["EARLY", "RUN1"])
      #expect(second.items.map(\.code) == ["LATE"])
      #expect(second.next == nil)
      try await #expect(world.runCodes(as: World.hrA, from: "2026-12-05") == ["RUN1", "LATE"])
    }
  }

  @Test func aRunIsNotFinishedWhileASessionIsToCome() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict("course_run.session_to_come", ["day": "07/12/2026"])
      ) {
        try await world.perform(FinishCourseRun(courseRunId: World.run), as: World.teacher1)
      }
      world.clock.advance(days: 20)
      let finished = try await world.perform(
        FinishCourseRun(courseRunId: World.run), as: World.teacher1)
      #expect(finished.run.state == .finished)
      await #expect(throws: AppError.conflict("course_run.is_finished")) {
        try await world.perform(ChangeCourseRun.change(World.run, capacity: 9), as: World.teacher1)
      }
    }
  }

  @Test func aCancelledRunFreesItsTrainersAndLeavesTheList() async throws {
    try await withWorld { world in
      let cancelled = try await world.perform(
        CancelCourseRun(courseRunId: World.run, reason: "Không đủ người"), as: World.teacher1)

      #expect(cancelled.run.state == .cancelled)
      #expect(cancelled.run.stateReason == "Không đủ người")
      #expect(cancelled.sessions.allSatisfy { $0.state == .cancelled })
      try await #expect(world.bookings(of: "trainer", for: World.run) == 0)
      try await #expect(world.runCodes(as: World.hrA) == [])
    }
  }

  @Test func aChangeMadeOnAnOlderVersionIsRefused() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        ChangeCourseRun.change(World.run, capacity: 5), as: World.teacher1)
      await #expect(throws: AppError.conflict("error.changed_meanwhile")) {
        try await world.app.perform(
          ChangeCourseRun.change(World.run, capacity: 6), as: World.teacher1,
          request: Request(id: "test", idempotencyKey: nil, ifMatch: 1))
      }
    }
  }
}

@Suite struct TaughtRunTests {
  @Test(arguments: [
    ("2026-12-05T16:59:00Z", []), ("2026-12-05T17:00:00Z", ["2026-12-07"]),
    ("2026-12-07T15:59:00Z", ["2026-12-07", "2026-12-08"]),
    ("2026-12-07T16:01:00Z", ["2026-12-08"]),
  ])
  func sessionsFromSixHoursAgoToTomorrowComeFirst(
    now: String, expected: [String]
  ) async throws {
    try await withWorld { world in
      try world.clock.set(now)
      let taught = try await world.own(as: World.teacher1)
      #expect(taught.sessions.map(\.heldOn.description) == expected)
      #expect(taught.runs.items.map(\.code) == ["RUN1"])
    }
  }

  @Test func aTrainerSeesTheRunsTheyTeachAlone() async throws {
    try await withWorld { world in
      try world.clock.set("2026-12-07T03:00:00Z")
      let taught = try await world.own(as: World.teacher2)
      #expect(taught.sessions.isEmpty)
      #expect(taught.runs.items.isEmpty)
    }
  }
}

extension World {
  fileprivate func own(as principal: Principal) async throws -> TaughtRuns {
    try await perform(ListOwnCourseRuns(state: nil, after: nil, limit: nil), as: principal)
  }

  fileprivate func page(after key: String?) async throws -> Page<CourseRunSummary> {
    try await perform(
      ListCourseRuns(
        search: nil, courseId: nil, competencyId: nil, targetLevel: nil, startsFrom: nil,
        startsUntil: nil, communeCode: nil, hasFreeSeats: nil, providerId: nil, trainerId: nil,
        state: nil, after: key, limit: 2), as: World.hrA)
  }
}
