import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct WalkInTests {
  @Test func aTrainerFindsPeopleOfTheirClassesWithoutDiacriticsAndNobodyElse() async throws {
    try await withWorld { world in
      _ = try await world.hoaWaitingBehindTwo()

      let found = try await world.perform(
        SearchTrainees(courseRunId: World.run, search: "le thi"), as: World.teacher1)
      let stranger = try await world.perform(
        SearchTrainees(courseRunId: World.run, search: "Nguyễn Văn Khác"), as: World.teacher1)

      #expect(found.people.map(\.displayName) == ["Lê Thị Hoa"])
      #expect(found.people.map(\.isWaiting) == [true])
      #expect(stranger.people.isEmpty)
      #expect(Set(stranger.firms.map(\.id)) == [World.firmA, World.firmB])
    }
  }

  @Test func aTrainerOfAnotherClassFindsNobody() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)

      await #expect(throws: AppError.notFound("course_run")) {
        try await world.perform(
          SearchTrainees(courseRunId: World.run, search: "hoa"), as: World.teacher2)
      }
    }
  }

  @Test func aNameBecomesAnEnrolmentWithWhatWasMarked() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)
      try world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await world.walkIn("Nguyễn Văn Đức")

      let matched = try await world.perform(
        MatchWalkIn(walkInId: walkIn.id, employeeId: World.duc, unitId: nil, supportVnd: nil),
        as: World.hrA)

      let enrolment = try #require(matched.enrolmentId)
      #expect(matched.state == .matched)
      #expect(try await world.state(of: enrolment) == "enrolled committed")
      let roster = try await world.roster(of: World.firstSession)
      let duc = try #require(roster.people.first { $0.enrolmentId == enrolment })
      #expect(duc.marks.map(\.mark) == [.present, .present])
      #expect(Set(duc.marks.map(\.source)) == [.walkIn])
      #expect(duc.attendedMinutes == 420)
    }
  }

  @Test func somebodyOnTheWaitingListTakesTheSeatTheySatOn() async throws {
    try await withWorld { world in
      let hoa = try await world.hoaWaitingBehindTwo()
      try world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await world.perform(
        AddWalkIn(
          sessionId: World.firstSession, enrolmentId: hoa, firmId: nil, displayName: nil,
          halfDay: .morning, overCapacityReason: "Còn máy trống"), as: World.teacher1)

      let matched = try await world.perform(
        MatchWalkIn(walkInId: walkIn.id, employeeId: World.hoa, unitId: nil, supportVnd: nil),
        as: World.hrA)

      #expect(matched.enrolmentId == hoa)
      #expect(try await world.state(of: hoa) == "enrolled committed")
      #expect(walkIn.claimedEmployeeId == nil)
      #expect(matched.claimedEmployeeId == World.hoa)
    }
  }

  @Test func aFullClassTakesOneMoreWithAReasonAlone() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)
      try world.clock.set("2026-12-07T02:00:00Z")

      let refused = AppError.invalid(
        "overCapacityReason", "walk_in.class_is_full", ["capacity": "2", "present": "2"])
      await #expect(throws: refused) { try await world.walkIn("Trần Thị Ân") }
      let walkIn = try await world.walkIn("Trần Thị Ân", overCapacity: "Còn máy trống")

      #expect(walkIn.overCapacityReason == "Còn máy trống")
    }
  }

  @Test func aRefusedWalkInKeepsItsMarksAndEnrolsNobody() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)
      try world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await world.walkIn("Người Lạ")

      let refused = try await world.perform(
        RefuseWalkIn(walkInId: walkIn.id, reason: "Không phải người của công ty"), as: World.hrA)

      #expect(refused.state == .refused)
      #expect(refused.marks.count == 2)
      #expect(try await world.count("select count(*)::bigint from kynang.enrolment") == 1)
      await #expect(throws: AppError.conflict("walk_in.decided_already")) {
        try await world.perform(
          MatchWalkIn(walkInId: walkIn.id, employeeId: World.duc, unitId: nil, supportVnd: nil),
          as: World.hrA)
      }
    }
  }

  @Test func anotherFirmAndAnotherTrainerSeeNoWalkIn() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)
      try world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await world.walkIn("Nguyễn Văn Đức")
      let list = ListWalkIns(courseRunId: nil, state: nil, after: nil, limit: nil)

      #expect(try await world.perform(list, as: World.hrB).items.isEmpty)
      #expect(try await world.perform(list, as: World.teacher2).items.isEmpty)
      #expect(try await world.perform(list, as: World.teacher1).items.map(\.id) == [walkIn.id])
      await #expect(throws: AppError.notFound("walk_in")) {
        try await world.perform(
          MatchWalkIn(
            walkInId: walkIn.id, employeeId: World.anhOfB, unitId: nil, supportVnd: nil),
          as: World.hrB)
      }
    }
  }

  @Test func aTrainerAddressesNoFirmOutsideTheirClasses() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)
      try world.clock.set("2026-12-07T02:00:00Z")

      await #expect(throws: AppError.invalid("firmId", "walk_in.firm_not_in_class")) {
        try await world.perform(
          AddWalkIn(
            sessionId: World.firstSession, enrolmentId: nil, firmId: World.firmB,
            displayName: "Lê Anh", halfDay: nil, overCapacityReason: nil), as: World.teacher1)
      }
    }
  }

  @Test func aMarkIsChangedAndTakenBack() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)
      try world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await world.walkIn("Nguyễn Văn Đức")

      let late = try await world.mark(walkIn, .afternoon, .late, minutes: 60)
      let cleared = try await world.mark(walkIn, .morning, nil, minutes: nil)

      #expect(late.marks.map(\.minutes) == [210, 60])
      #expect(cleared.marks.map(\.halfDay) == [.afternoon])
      let said = try await world.count("select count(*)::bigint from kynang.walk_in_mark")
      #expect(said == 3)
    }
  }

  @Test func anAbsenceNotedAtTheClosingIsCorrectedByWhoeverSatThere() async throws {
    try await withWorld { world in
      let hoa = try await world.enrolled(World.hoa, as: World.hrA)
      try world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await world.walkIn("Lê Thị Hoa")
      _ = try await world.perform(
        CloseSession(sessionId: World.firstSession, markUnmarkedAbsent: true), as: World.teacher1)

      _ = try await world.perform(
        MatchWalkIn(walkInId: walkIn.id, employeeId: World.hoa, unitId: nil, supportVnd: nil),
        as: World.hrA)

      let roster = try await world.roster(of: World.firstSession)
      #expect(roster.people.map(\.enrolmentId) == [hoa])
      #expect(roster.people[0].marks.map(\.mark) == [.present, .present])
      #expect(roster.people[0].marks.map(\.revision) == [2, 2])
    }
  }

  @Test func aManagerDoesNotResolveWalkIns() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          RefuseWalkIn(walkInId: ID(UUID()), reason: "Không biết"), as: World.managerOfSales)
      }
    }
  }

  @Test func erasingAPersonReachesTheNameATrainerGaveAndTheAnswersKept() async throws {
    try await withWorld { world in
      let request = Request(id: "test", idempotencyKey: "enrol-hoa", ifMatch: nil)
      _ = try await world.app.perform(
        EnrolPeople(request: .plain([World.hoa])), as: World.hrA, request: request)
      try world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await world.walkIn("Nguyễn Văn Đức")
      _ = try await world.perform(
        MatchWalkIn(walkInId: walkIn.id, employeeId: World.duc, unitId: nil, supportVnd: nil),
        as: World.hrA)

      try await world.erase(World.hoa)
      try await world.erase(World.duc)

      let names = try await world.count(
        """
        select (
          (select count(*) from kynang.walk_in where display_name like '%Đức%')
          + (select count(*) from kynang.idempotency_record where output::text like '%Hoa%')
        )::bigint
        """)
      let answers = try await world.count("select count(*)::bigint from kynang.idempotency_record")
      #expect(names == 0)
      #expect(answers == 1)
    }
  }
}

extension World {
  /// Two others hold the seats of the run; the enrolment of Hoa waits.
  @discardableResult
  func hoaWaitingBehindTwo() async throws -> ID<Enrolment> {
    try await enrol([World.duc], as: World.hrA)
    try await enrol([World.anhOfB], as: World.hrB)
    return try await enrolled(World.hoa, as: World.hrA)
  }

  @discardableResult
  fileprivate func walkIn(
    _ name: String, overCapacity reason: String? = nil
  ) async throws(AppError) -> WalkInLine {
    try await perform(
      AddWalkIn(
        sessionId: World.firstSession, enrolmentId: nil, firmId: World.firmA, displayName: name,
        halfDay: nil, overCapacityReason: reason), as: World.teacher1)
  }

  fileprivate func mark(
    _ walkIn: WalkInLine, _ halfDay: HalfDay, _ mark: Mark?, minutes: Int?
  ) async throws(AppError) -> WalkInLine {
    try await perform(
      MarkWalkIn(
        walkInId: walkIn.id, sessionId: World.firstSession, halfDay: halfDay, mark: mark,
        minutes: minutes), as: World.teacher1)
  }

  func roster(of session: ID<CourseSession>) async throws(AppError) -> Roster {
    try await perform(
      ShowRoster(courseRunId: nil, sessionId: session, asOf: nil, knownAt: nil),
      as: World.teacher1)
  }

  /// What an erasure does to the personal values of somebody.
  fileprivate func erase(_ person: ID<Employee>) async throws {
    _ = try await rows(
      """
      update kynang.person
      set full_name = 'Đã xóa', family_name = 'Đã', middle_name = '', given_name = 'xóa',
        birth_on = null, phone = null, email = null, erased_at = now()
      where employee_id = $1
      """, person.uuid)
  }
}
