import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct EnrolPeopleTests {
  @Test func peopleAreEnrolledByIdAndByCodeAndTheRestWait() async throws {
    try await withWorld { world in
      let request = EnrolmentRequest(
        courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: ["A2", " A3 "],
        unitId: nil, supportVnd: 500_000, includeCompetentReason: nil, allowClashReason: nil)

      let answer = try await world.perform(EnrolPeople(request: request), as: World.hrA)

      #expect(answer.people.map(\.result) == [.enrolled, .enrolled, .waitlisted])
      #expect(answer.people.map(\.displayName) == ["Lê Thị Hoa", "Nguyễn Văn Đức", "Trần Thị Ân"])
      #expect(answer.people[2].queuePosition == 1)
      #expect(answer.people[0].firmPartVnd == 1_500_000)
      #expect(answer.people[0].unitId == World.sales)
      #expect(answer.batchId != nil)
      let enrolmentId = try #require(answer.people[2].enrolmentId)
      let state = try await world.state(of: enrolmentId)
      #expect(state == "waitlisted planned")
      let seats = try await world.count("select count(*) from kynang.seat where state = 'taken'")
      #expect(seats == 2)
    }
  }

  @Test func aPreviewSaysTheSameAndWritesNothing() async throws {
    try await withWorld { world in
      let request = EnrolmentRequest.codes(["A1", "A2", "A3", "A9"])

      let preview = try await world.perform(PreviewEnrolment(request: request), as: World.hrA)
      let rows = try await world.count("select count(*) from kynang.enrolment")
      let answer = try await world.perform(EnrolPeople(request: request), as: World.hrA)

      #expect(rows == 0)
      #expect(preview.batchId == nil)
      #expect(preview.people.map(\.result) == answer.people.map(\.result))
      #expect(preview.people.map(\.refusals) == answer.people.map(\.refusals))
    }
  }

  @Test func anUnknownCodeAndAPersonOfAnotherFirmAreRefusedAlike() async throws {
    try await withWorld { world in
      let request = EnrolmentRequest(
        courseRunId: World.run, employeeIds: [World.anhOfB], employeeCodes: ["A9"], unitId: nil,
        supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)

      let answer = try await world.perform(EnrolPeople(request: request), as: World.hrA)

      #expect(
        answer.people.map { $0.refusals.map(\.rule) }
          == [["enrolment.unknown_person"], ["enrolment.unknown_person"]])
      #expect(answer.people.allSatisfy { $0.displayName == nil })
      #expect(answer.batchId == nil)
    }
  }

  @Test func somebodyInTheRunAlreadyOrNamedTwiceIsRefused() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)

      let answer = try await world.enrol([World.hoa, World.duc, World.duc], as: World.hrA)

      #expect(
        answer.people.map { $0.refusals.map(\.rule) }
          == [["enrolment.already_in_run"], [], ["enrolment.named_twice"]])
    }
  }

  @Test func somebodyWhoLeavesBeforeTheRunEndsIsRefused() async throws {
    try await withWorld { world in
      _ = try await world.rows(
        "update kynang.employment set during = '[2024-03-01,2026-12-08)' where id = $1",
        World.hoa.uuid)

      let answer = try await world.enrol([World.hoa], as: World.hrA)

      #expect(answer.people[0].refusals == [EnrolmentNote.of("enrolment.not_employed")])
    }
  }

  @Test func aMissingPrerequisiteIsNamed() async throws {
    try await withWorld { world in
      _ = try await world.rows(
        """
        insert into kynang.course_prerequisite (course_id, ordinal, competency_id, minimum_level)
        values ($1, 1, $2, 2)
        """, World.course.uuid, World.competency("1.1").uuid)
      try await world.assess(World.duc, level: 2)

      let answer = try await world.enrol([World.hoa, World.duc], as: World.hrA)

      #expect(
        answer.people[0].refusals
          == [EnrolmentNote.of("enrolment.prerequisite_missing", ["missing": "1.1 ≥ 2"])])
      #expect(answer.people[1].result == .enrolled)
    }
  }

  @Test func whoHoldsEveryOutcomeIsLeftOutUnlessAskedForWithAReason() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, level: 3)
      let asked = EnrolmentRequest(
        courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
        supportVnd: nil, includeCompetentReason: "Ôn lại", allowClashReason: nil)

      let left = try await world.enrol([World.hoa], as: World.hrA)
      let taken = try await world.perform(EnrolPeople(request: asked), as: World.hrA)

      #expect(left.people[0].refusals == [EnrolmentNote.of("enrolment.already_competent")])
      #expect(taken.people[0].result == .enrolled)
      #expect(taken.people[0].warnings == [EnrolmentNote.of("enrolment.already_competent")])
    }
  }

  @Test func aSelfRatingMakesNobodyCompetent() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        RateOwnSkill(competencyId: World.competency("1.1"), level: 4, evidence: nil),
        as: World.hoaHerself)

      let answer = try await world.enrol([World.hoa], as: World.hrA)

      #expect(answer.people[0].result == .enrolled)
    }
  }

  @Test func aSessionAtTheSameTimeIsAClashThatAReasonOverrides() async throws {
    try await withWorld { world in
      let other = try await world.addRun("RUN2", heldOn: "2026-12-07")
      _ = try await world.perform(
        EnrolPeople(request: .plain([World.hoa], in: other)), as: World.hrA)
      let asked = EnrolmentRequest(
        courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
        supportVnd: nil, includeCompetentReason: nil, allowClashReason: "Học bù buổi sau")

      let refused = try await world.enrol([World.hoa], as: World.hrA)
      let taken = try await world.perform(EnrolPeople(request: asked), as: World.hrA)

      #expect(
        refused.people[0].refusals
          == [EnrolmentNote.of("enrolment.clash", ["runs": "RUN2"])])
      #expect(taken.people[0].result == .enrolled)
    }
  }

  @Test func afterTheCutOffNobodyIsEnrolled() async throws {
    try await withWorld { world in
      try world.clock.set("2026-12-04T10:00:00Z")

      let answer = try await world.enrol([World.hoa], as: World.hrA)

      #expect(answer.people[0].refusals == [EnrolmentNote.of("enrolment.cut_off_passed")])
    }
  }

  @Test func aRunThatIsNotOpenTakesNobody() async throws {
    try await withWorld { world in
      _ = try await world.rows("update kynang.course_run set state = 'planned'")

      let answer = try await world.enrol([World.hoa], as: World.hrA)

      #expect(answer.people[0].refusals == [EnrolmentNote.of("enrolment.run_not_open")])
    }
  }

  @Test func aFullRunWithoutAQueueRefuses() async throws {
    try await withWorld { world in
      _ = try await world.rows("update kynang.course_run set waiting_policy = 'none'")

      let answer = try await world.enrol([World.hoa, World.duc, World.an], as: World.hrA)

      #expect(answer.people[2].refusals == [EnrolmentNote.of("enrolment.full")])
    }
  }

  @Test func aFirmTakesNoMoreSeatsThanItsQuota() async throws {
    try await withWorld { world in
      _ = try await world.rows(
        "update kynang.course_run set waiting_policy = 'firm_quota', firm_quota = 1")

      let answer = try await world.enrol([World.hoa, World.duc], as: World.hrA)
      let other = try await world.enrol([World.anhOfB], as: World.hrB)

      #expect(
        answer.people[1].refusals
          == [EnrolmentNote.of("enrolment.quota_reached", ["quota": "1"])])
      #expect(other.people[0].result == .enrolled)
    }
  }

  @Test func supportAboveThePriceIsRefused() async throws {
    try await withWorld { world in
      let request = EnrolmentRequest(
        courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
        supportVnd: 2_000_001, includeCompetentReason: nil, allowClashReason: nil)

      await #expect(
        throws: AppError.invalid("supportVnd", "enrolment.support_above_price")
      ) { try await world.perform(EnrolPeople(request: request), as: World.hrA) }
    }
  }

  @Test func aManagerEnrolsTheirOwnPeopleAndLearnsNothingOfOthers() async throws {
    try await withWorld { world in
      let answer = try await world.enrol([World.hoa, World.duc], as: World.managerOfSales)

      #expect(answer.people.map(\.result) == [.enrolled, .refused])
      #expect(answer.people[1].refusals == [EnrolmentNote.of("enrolment.outside_units")])
      #expect(answer.people[1].displayName == nil)
    }
  }

  @Test func aManagerSpendsNoOtherUnitsBudget() async throws {
    try await withWorld { world in
      let request = EnrolmentRequest(
        courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: World.plant,
        supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)

      await #expect(
        throws: AppError.invalid("unitId", "enrolment.unit_not_in_sight")
      ) { try await world.perform(EnrolPeople(request: request), as: World.managerOfSales) }
    }
  }

  @Test(arguments: [World.teacher1, World.directorA, World.officer, World.hoaHerself])
  func onlyHRAndManagersEnrol(principal: Principal) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.enrol([World.hoa], as: principal)
      }
    }
  }
}

extension EnrolmentNote {
  static func of(_ rule: String, _ parameters: [String: String] = [:]) -> EnrolmentNote {
    EnrolmentNote(rule, parameters)
  }
}
