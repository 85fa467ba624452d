import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct PlanRunTests {
  @Test func aRunIsPlannedWithItsSessionsInOneRequest() async throws {
    try await withWorld { world in
      let planned = try await world.perform(
        CreateCourseRun.plain(
          "R2", on: ["2026-12-16", "2026-12-15"], trainers: [World.trainer1], room: World.room),
        as: World.teacher1)

      #expect(planned.run.startsOn == day("2026-12-15"))
      #expect(planned.run.endsOn == day("2026-12-16"))
      #expect(planned.run.priceVnd == 2_000_000)
      #expect(planned.run.cutOffAt == (try Date("2026-12-14T17:00:00Z", strategy: .iso8601)))
      #expect(planned.sessions.map(\.heldOn) == [day("2026-12-15"), day("2026-12-16")])
      #expect(planned.sessions.map(\.afternoonEnd) == ["17:00", "17:00"])
      #expect(planned.warnings.isEmpty)
      try await #expect(world.bookings(of: "trainer", for: planned.run.id) == 4)
      try await #expect(world.bookings(of: "room", for: planned.run.id) == 4)
    }
  }

  @Test func aCodeIsUniqueWithinAProvider() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict("constraint.a_run_code_is_unique_within_a_provider")
      ) {
        try await world.perform(
          CreateCourseRun.plain("RUN1", on: ["2026-12-15"]), as: World.teacher1)
      }
    }
  }

  @Test func aRunOfADraftIsRefused() async throws {
    try await withWorld { world in
      _ = try await world.perform(UnpublishCourse(courseId: World.course), as: World.teacher1)
      await #expect(
        throws: AppError.invalid("courseId", "course_run.course_not_published")
      ) {
        try await world.perform(CreateCourseRun.plain("R2", on: ["2026-12-15"]), as: World.teacher1)
      }
    }
  }

  @Test func hoursAreReadStrictlyAndEachIsNamed() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid([
          FieldError(field: "morningEnd", rule: "field.not_a_time", parameters: [:]),
          FieldError(
            field: "afternoonStart", rule: "session.afternoon_starts_from_noon", parameters: [:]),
        ])
      ) {
        try await world.perform(
          AddSession(
            courseRunId: World.run, heldOn: day("2026-12-09"), morningStart: "08:00",
            morningEnd: "25:00", afternoonStart: "9:00", afternoonEnd: "10:00", roomId: nil),
          as: World.teacher1)
      }
    }
  }

  @Test func aDayOffAndASmallRoomOnlyWarn() async throws {
    try await withWorld { world in
      let request = CreateCourseRun.plain(
        "R2", on: ["2027-01-01"], trainers: [World.trainer1], room: World.room)

      let planned = try await world.perform(request, as: World.teacher1)
      let grown = try await world.perform(
        ChangeCourseRun.change(planned.run.id, capacity: 40), as: World.teacher1)

      #expect(planned.warnings.map(\.rule) == ["session.on_holiday"])
      #expect(planned.warnings.first?.parameters == ["day": "01/01/2027"])
      #expect(grown.warnings.map(\.rule) == ["session.on_holiday", "session.room_is_small"])
    }
  }

  @Test func aTrainerTeachesForTheProviderOfTheRun() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid("trainerIds[0]", "course_run.trainer_of_another_provider")
      ) {
        try await world.perform(
          CreateCourseRun.plain("NB", on: ["2026-12-15"], trainers: [World.trainer1]), as: World.hrA
        )
      }
    }
  }
}

@Suite struct RunOwnershipTests {
  @Test func aFirmIsItsOwnProviderForItsInHouseRuns() async throws {
    try await withWorld { world in
      let first = try await world.perform(
        CreateCourseRun.plain("NB1", on: ["2026-12-15"]), as: World.hrA)
      let second = try await world.perform(
        CreateCourseRun.plain("NB2", on: ["2026-12-16"]), as: World.hrA)

      #expect(first.run.isInHouse)
      #expect(first.run.providerName == "Công ty TNHH Khách sạn Biển Xanh Mẫu")
      #expect(first.run.providerId == second.run.providerId)
    }
  }

  @Test func anInHouseRunShowsToItsFirmAlone() async throws {
    try await withWorld { world in
      let run = try await world.perform(
        CreateCourseRun.plain("NB1", on: ["2026-12-15"]), as: World.hrA
      ).run

      try await #expect(world.runCodes(as: World.hoaHerself) == ["RUN1", "NB1"])
      for stranger in [World.hrB, World.officer, World.teacher1] {
        try await #expect(world.runCodes(as: stranger) == ["RUN1"])
        await #expect(throws: AppError.notFound("course_run")) {
          try await world.perform(ShowCourseRun(courseRunId: run.id), as: stranger)
        }
        try await #expect(
          world.perform(ListSessions(courseRunId: run.id), as: stranger).isEmpty)
      }
    }
  }

  @Test func whoMayNotPlanARunDoesNotFindIt() async throws {
    let strangers = [
      World.hrA, World.teacherOfAnotherProvider, World.officerOfAnotherProvince,
    ]
    try await withWorld { world in
      for stranger in strangers {
        await #expect(throws: AppError.notFound("course_run")) {
          try await world.perform(ChangeCourseRun.change(World.run, capacity: 5), as: stranger)
        }
        await #expect(throws: AppError.notFound("course_run")) {
          try await world.perform(
            CancelSession(sessionId: World.firstSession, reason: "Phá"), as: stranger)
        }
      }
      try await #expect(world.show(World.run).run.capacity == 2)
    }
  }

  @Test func anotherFirmCannotPlanAnInHouseRun() async throws {
    try await withWorld { world in
      let run = try await world.perform(
        CreateCourseRun.plain("NB1", on: ["2026-12-15"]), as: World.hrA
      ).run
      for stranger in [World.hrB, World.administrator] {
        await #expect(throws: AppError.notFound("course_run")) {
          try await world.perform(ChangeCourseRun.change(run.id, capacity: 5), as: stranger)
        }
      }
    }
  }

  @Test(arguments: [World.managerOfSales, World.directorA, World.hoaHerself])
  func peopleWhoDoNotPlanAreRefused(principal: Principal) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(CreateCourseRun.plain("X", on: ["2026-12-15"]), as: principal)
      }
    }
  }

  @Test func anOfficerPlansForAProviderOfTheirProvince() async throws {
    try await withWorld { world in
      let request = CreateCourseRun(
        courseId: World.course, providerId: World.provider, code: "SO1", language: nil,
        trainerIds: [World.trainer2], roomId: nil, place: "UBND phường", communeCode: nil,
        capacity: 20, cutOffAt: nil, waitingPolicy: .firmQuota, firmQuota: 3, priorityFlags: nil,
        priceVnd: 0,
        isOpen: false, startsOn: day("2027-01-04"), endsOn: day("2027-01-05"), sessions: [])

      let run = try await world.perform(request, as: World.officer).run

      #expect(run.state == .planned)
      #expect(run.firmQuota == 3)
      #expect(!run.isInHouse)
      await #expect(
        throws: AppError.invalid("providerId", "course.provider_of_another_province")
      ) {
        try await world.perform(request, as: World.officerOfAnotherProvince)
      }
    }
  }
}

@Suite struct InHouseProviderTests {
  @Test func aFirmPlansItsOwnTrainersAndRooms() async throws {
    try await withWorld { world in
      let provider = try await world.perform(
        CreateCourseRun.plain("NB1", on: ["2026-12-15"]), as: World.hrA
      ).run.providerId
      let trainer = ID<Trainer>(try await world.ownTrainer(of: provider).id)

      let run = try await world.perform(
        CreateCourseRun.plain("NB2", on: ["2026-12-16"], trainers: [trainer]), as: World.hrA)

      #expect(run.run.trainers.map(\.name) == ["Lê Thị Hoa"])
      await #expect(
        throws: AppError.conflict(
          "session.trainer_taken",
          ["name": "Lê Thị Hoa", "day": "16/12/2026", "from": "08:00", "to": "11:30"])
      ) {
        try await world.perform(
          CreateCourseRun.plain("NB3", on: ["2026-12-16"], trainers: [trainer]), as: World.hrA)
      }
    }
  }

  @Test func aFirmsOwnTrainersAreNobodyElsesBusiness() async throws {
    try await withWorld { world in
      let provider = try await world.perform(
        CreateCourseRun.plain("NB1", on: ["2026-12-15"]), as: World.hrA
      ).run.providerId
      let trainer = ID<Trainer>(try await world.ownTrainer(of: provider).id)
      let everyTrainer = ListTrainers(providerId: nil, isActive: nil, after: nil, limit: nil)

      let own = try await world.perform(everyTrainer, as: World.hrA)
      let seen = try await world.perform(everyTrainer, as: World.hrB)

      #expect(own.items.map(\.code).sorted() == ["NV1", "T1", "T2"])
      #expect(seen.items.map(\.code).sorted() == ["T1", "T2"])
      await #expect(throws: AppError.notFound("trainer")) {
        try await world.perform(ShowTrainer(trainerId: trainer), as: World.officer)
      }
      await #expect(throws: AppError.invalid("providerId", "course.provider_unknown")) {
        try await world.perform(CreateCourseRun.by(provider), as: World.hrB)
      }
    }
  }
}

extension World {
  fileprivate func ownTrainer(of provider: ID<Provider>) async throws -> SavedRecord {
    try await perform(
      CreateTrainer(providerId: provider, code: "NV1", displayName: "Lê Thị Hoa"), as: World.hrA)
  }
}

extension CreateCourseRun {
  fileprivate static func by(_ provider: ID<Provider>) -> CreateCourseRun {
    CreateCourseRun(
      courseId: World.course, providerId: provider, code: "X", language: nil, trainerIds: [],
      roomId: nil, place: nil, communeCode: nil, capacity: 5, cutOffAt: nil, waitingPolicy: .none,
      firmQuota: nil, priorityFlags: nil, priceVnd: nil, isOpen: true, startsOn: day("2026-12-15"),
      endsOn: day("2026-12-15"), sessions: [])
  }
}
