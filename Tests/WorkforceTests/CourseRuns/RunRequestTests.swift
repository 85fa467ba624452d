import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct RunRequestTests {
  @Test func aClosedRunByAnotherProviderIsARequestUntilItAgrees() async throws {
    try await withWorld { world in
      let asked = try await world.perform(Self.request(), as: World.hrA)
      await #expect(throws: AppError.conflict("course_run.awaits_its_provider")) {
        try await world.perform(Self.open(asked.run.id), as: World.hrA)
      }

      let agreed = try await world.perform(
        AgreeToCourseRun(courseRunId: asked.run.id, trainerIds: [World.trainer2], roomId: nil),
        as: World.teacher1)
      let opened = try await world.perform(Self.open(asked.run.id), as: World.hrA)

      #expect(asked.run.awaitsProvider)
      #expect(asked.run.state == .planned)
      #expect(!agreed.run.awaitsProvider)
      #expect(agreed.run.trainers.map(\.id) == [World.trainer2])
      try await #expect(world.bookings(of: "trainer", for: asked.run.id) == 2)
      #expect(opened.run.state == .open)
    }
  }

  @Test func aFirmDoesNotDisposeOfAnothersTrainersAndRooms() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid([
          FieldError(
            field: "trainerIds", rule: "course_run.provider_names_its_own", parameters: [:]),
          FieldError(field: "roomId", rule: "course_run.provider_names_its_own", parameters: [:]),
        ])
      ) {
        try await world.perform(
          Self.request(trainers: [World.trainer1], room: World.room), as: World.hrA)
      }
    }
  }

  @Test func aDeclinedRequestIsACancelledRun() async throws {
    try await withWorld { world in
      let asked = try await world.perform(Self.request(), as: World.hrA)

      let declined = try await world.perform(
        DeclineCourseRun(courseRunId: asked.run.id, reason: "Kín lịch"), as: World.teacher1)
      let seen = try await world.perform(
        ShowCourseRun(courseRunId: asked.run.id), as: World.hrA)

      #expect(declined.run.state == .cancelled)
      #expect(seen.run.stateReason == "Kín lịch")
      #expect(seen.sessions.allSatisfy { $0.state == .cancelled })
    }
  }

  @Test func whatHRMovesIsAskedAgain() async throws {
    try await withWorld { world in
      let asked = try await world.perform(Self.request(), as: World.hrA)
      _ = try await world.perform(
        AgreeToCourseRun(courseRunId: asked.run.id, trainerIds: [World.trainer2], roomId: nil),
        as: World.teacher1)

      let moved = try await world.perform(
        ChangeSession.moved(asked.sessions[0].id, to: "2026-12-22"), as: World.hrA)

      #expect(moved.courseRun.run.awaitsProvider)
      try await #expect(world.bookings(of: "trainer", for: asked.run.id) == 0)
    }
  }

  @Test func nobodyAnswersForAnotherProvider() async throws {
    try await withWorld { world in
      let asked = try await world.perform(Self.request(), as: World.hrA)
      let stranger = Principal(
        accountID: World.teacher1.accountID, membershipID: World.teacher1.membershipID,
        role: .trainer, firmID: nil, employeeID: nil, unitIDs: [], providerID: ID(World.run.uuid),
        trainerID: World.trainer1, agencyID: nil, provinceCode: nil)

      await #expect(throws: AppError.notFound("course_run")) {
        try await world.perform(
          DeclineCourseRun(courseRunId: asked.run.id, reason: "Phá"), as: stranger)
      }
    }
  }

  private static func request(
    trainers: [ID<Trainer>] = [], room: ID<Room>? = nil
  ) -> CreateCourseRun {
    CreateCourseRun(
      courseId: World.course, providerId: World.provider, code: "RIENG", language: nil,
      trainerIds: trainers, roomId: room, place: nil, communeCode: nil, capacity: 10,
      cutOffAt: nil, waitingPolicy: .none, firmQuota: nil, priorityFlags: nil, priceVnd: nil,
      isOpen: false, startsOn: nil, endsOn: nil, sessions: [.whole("2026-12-21")])
  }

  private static func open(_ run: ID<CourseRun>) -> ChangeCourseRun {
    ChangeCourseRun(
      courseRunId: run, code: nil, language: nil, trainerIds: nil, roomId: nil, withoutRoom: nil,
      place: nil, communeCode: nil, capacity: nil, cutOffAt: nil, waitingPolicy: nil,
      firmQuota: nil, priorityFlags: nil, priceVnd: nil, isOpen: true, startsOn: nil, endsOn: nil)
  }
}
