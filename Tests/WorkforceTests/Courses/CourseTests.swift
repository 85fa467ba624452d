import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct CourseTests {
  @Test func aCourseOfHRBelongsToTheirFirmAlone() async throws {
    try await withWorld { world in
      let course = try await world.perform(CreateCourse.plain("NB1"), as: World.hrA)

      #expect(course.isInHouse)
      for stranger in [World.hrB, World.officer, World.teacher1] {
        await #expect(throws: AppError.notFound("course")) {
          try await world.perform(ShowCourse(courseId: course.id), as: stranger)
        }
      }
      try await #expect(world.codes(as: World.hoaHerself) == ["EXCEL", "NB1"])
      try await #expect(world.codes(as: World.hrB) == ["EXCEL"])
    }
  }

  @Test func aCourseOfATrainerIsForAllAndOfTheirProvider() async throws {
    try await withWorld { world in
      let course = try await world.perform(CreateCourse.plain("TT1"), as: World.teacher1)

      #expect(!course.isInHouse)
      #expect(course.providerId == World.provider)
      try await #expect(world.codes(as: World.hrB) == ["EXCEL", "TT1"])
    }
  }

  @Test func aFirmCannotChangeACourseForAll() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("course")) {
        try await world.perform(ChangeCourse.price(1, of: World.course), as: World.hrA)
      }
    }
  }

  @Test func aTrainerCannotChangeTheCourseOfAnotherProvider() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("course")) {
        try await world.perform(
          ChangeCourse.price(1, of: World.course), as: World.teacherOfAnotherProvider)
      }
    }
  }

  @Test func anOfficerPlansInTheirProvinceAlone() async throws {
    try await withWorld { world in
      _ = try await world.perform(ChangeCourse.price(1, of: World.course), as: World.officer)

      await #expect(throws: AppError.notFound("course")) {
        try await world.perform(
          ChangeCourse.price(2, of: World.course), as: World.officerOfAnotherProvince)
      }
      let course = try await world.perform(ShowCourse(courseId: World.course), as: World.hrA)
      #expect(course.priceVnd == 1)
    }
  }

  @Test func anAttendanceOfZeroIsRefusedWithItsReason() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid("requiredAttendancePct", "course.attendance_of_zero")
      ) {
        try await world.perform(CreateCourse.plain("ZERO", attendance: 0), as: World.hrA)
      }
    }
  }

  @Test func anOutcomeDoesNotEnterAboveItsTarget() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid("outcomes[0].entryLevel", "course.enters_above_its_target")
      ) {
        try await world.perform(
          CreateCourse.plain(
            "UP",
            outcomes: [
              OutcomeInput(competencyId: World.competency("1.2"), entryLevel: 4, targetLevel: 3)
            ]), as: World.hrA)
      }
    }
  }

  @Test(arguments: [(3, ["EXCEL"]), (4, [])])
  func coursesAreFoundByTheLevelTheyReach(level: Int, codes: [String]) async throws {
    try await withWorld { world in
      try await #expect(
        world.codes(as: World.hrA, reaching: level, in: World.competency("1.1")) == codes)
    }
  }

  @Test func coursesAreFoundByACompetencyThatTheirsCountsAs() async throws {
    try await withWorld { world in
      let same = ID<Competency>(ReferenceID.competency("DIGCOMP_2.2", "1.1"))
      let other = ID<Competency>(ReferenceID.competency("DIGCOMP_2.2", "1.2"))

      try await #expect(world.codes(as: World.hrA, reaching: 3, in: same) == ["EXCEL"])
      try await #expect(world.codes(as: World.hrA, reaching: 3, in: other) == [])
    }
  }

  @Test func aDraftShowsToThoseWhoMayChangeItAlone() async throws {
    try await withWorld { world in
      _ = try await world.perform(UnpublishCourse(courseId: World.course), as: World.teacher1)

      try await #expect(world.codes(as: World.hrA) == [])
      try await #expect(world.codes(as: World.teacher2) == ["EXCEL"])
      _ = try await world.perform(PublishCourse(courseId: World.course), as: World.teacher1)
      try await #expect(world.codes(as: World.hrA) == ["EXCEL"])
    }
  }

  @Test func changedOutcomesReplaceTheOldOnes() async throws {
    try await withWorld { world in
      let course = try await world.perform(
        ChangeCourse.outcomes(
          [OutcomeInput(competencyId: World.competency("2.1"), entryLevel: nil, targetLevel: 2)],
          of: World.course), as: World.teacher1)

      #expect(course.outcomes.map(\.competencyCode) == ["2.1"])
      #expect(course.version == 2)
    }
  }
}

@Suite struct PrerequisiteTests {
  @Test func coursesCannotRequireEachOtherInACircle() async throws {
    try await withWorld { world in
      let second = try await world.perform(
        CreateCourse.plain("TWO", requiring: [World.course]), as: World.teacher1)
      let third = try await world.perform(
        CreateCourse.plain("THREE", requiring: [second.id]), as: World.teacher1)

      await #expect(
        throws: AppError.invalid(
          "prerequisites[0].courseId", "course.prerequisites_in_a_circle")
      ) {
        try await world.perform(
          ChangeCourse.prerequisites([third.id], of: World.course), as: World.teacher1)
      }
    }
  }

  @Test func aCourseDoesNotRequireItself() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid(
          "prerequisites[0].courseId", "course.prerequisites_in_a_circle")
      ) {
        try await world.perform(
          ChangeCourse.prerequisites([World.course], of: World.course), as: World.teacher1)
      }
    }
  }

  @Test func aCourseForAllDoesNotRequireAnInHouseOne() async throws {
    try await withWorld { world in
      let inHouse = try await world.perform(CreateCourse.plain("NB1"), as: World.hrA)
      await #expect(
        throws: AppError.invalid("prerequisites[0].courseId", "course.prerequisite_unknown")
      ) {
        try await world.perform(
          ChangeCourse.prerequisites([inHouse.id], of: World.course), as: World.teacher1)
      }
    }
  }

  @Test func aPrerequisiteIsACourseOrALevel() async throws {
    try await withWorld { world in
      let course = try await world.perform(
        ChangeCourse.asking(
          [
            PrerequisiteInput(
              courseId: nil, competencyId: World.competency("1.1"), minimumLevel: 2)
          ], of: World.course), as: World.teacher1)

      #expect(course.prerequisites.map(\.competencyCode) == ["1.1"])
      await #expect(
        throws: AppError.invalid("prerequisites[0]", "course.prerequisite_is_one_thing")
      ) {
        try await world.perform(
          ChangeCourse.asking(
            [PrerequisiteInput(courseId: nil, competencyId: nil, minimumLevel: 2)],
            of: World.course), as: World.teacher1)
      }
    }
  }
}
