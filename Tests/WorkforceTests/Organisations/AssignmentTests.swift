import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct AssignmentTests {
  private let december = CalendarDate("2026-12-01")!

  private func assign(
    _ employee: ID<Employee> = World.hoa, to unit: ID<Workforce.Unit> = World.plant,
    role: ID<JobRole>? = World.cook, from: String = "2026-12-01",
    replaces: ID<Assignment>? = nil
  ) -> AssignEmployee {
    AssignEmployee(
      employeeId: employee, unitId: unit, jobRoleId: role, from: CalendarDate(from)!, to: nil,
      replaces: replaces, reason: "chuyển bộ phận")
  }

  private func places(_ world: World, of employee: ID<Employee> = World.hoa) async throws
    -> [AssignmentDetail]
  {
    try await world.perform(ShowEmployee(employeeId: employee), as: World.hrA).assignments
  }

  @Test func aReplacedPlaceEndsTheDayBefore() async throws {
    try await withWorld { world in
      let first = try #require(try await places(world).first)
      _ = try await world.perform(assign(replaces: first.id), as: World.hrA)
      let after = try await places(world)
      #expect(after.map(\.unitId) == [World.plant, World.sales])
      #expect(after.last?.endsOn == CalendarDate("2026-11-30"))
      #expect(after.last?.revision == 2)
    }
  }

  @Test func aPersonMayHoldTwoRolesAtOnce() async throws {
    try await withWorld { world in
      _ = try await world.perform(assign(), as: World.hrA)
      let after = try await places(world)
      #expect(after.filter { $0.endsOn == nil }.count == 2)
    }
  }

  @Test func theSameRoleTwiceAtATimeIsRefused() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict("constraint.an_employee_holds_a_role_once_at_a_time")
      ) {
        try await world.perform(assign(role: World.clerk), as: World.hrA)
      }
    }
  }

  @Test func aPlaceBeginsWithinTheEmployment() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("from", "assignment.before_employment")) {
        try await world.perform(assign(from: "2019-01-01"), as: World.hrA)
      }
    }
  }

  @Test func aRoleOfAnotherFirmIsUnknown() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("jobRoleId", "job_role.unknown")) {
        try await world.perform(assign(role: World.clerkB), as: World.hrA)
      }
    }
  }

  @Test func aCorrectionKeepsWhatWasRecordedBefore() async throws {
    try await withWorld { world in
      let first = try #require(try await places(world).first)
      _ = try await world.perform(
        CorrectAssignment(
          assignmentId: first.id, unitId: nil, jobRoleId: nil, from: CalendarDate("2026-06-01"),
          to: nil, isOpenEnded: nil, reason: "ghi nhầm ngày"), as: World.hrA)
      let history = try await world.perform(
        ShowEmployeeHistory(employeeId: World.hoa), as: World.hrA)
      let revisions = history.entries.filter { $0.id == first.id.uuid }
      #expect(revisions.map(\.revision) == [1, 2])
      #expect(revisions.map(\.startsOn) == [first.startsOn, CalendarDate("2026-06-01")])
      #expect(revisions.last?.reason == "ghi nhầm ngày")
    }
  }

  @Test func anotherFirmCorrectsNothing() async throws {
    try await withWorld { world in
      let first = try #require(try await places(world).first)
      await #expect(throws: AppError.notFound("assignment")) {
        try await world.perform(
          VoidAssignment(assignmentId: first.id, reason: "thử"), as: World.hrB)
      }
    }
  }

  @Test func leavingEndsThePlacesAndNamesTheOpenEnrolments() async throws {
    try await withWorld { world in
      _ = try await world.rows(
        """
        with enrolled as (
          insert into kynang.enrolment (
            firm_id, id, employee_id, course_run_id, employee_code, display_name, created_at, created_by)
          values ($1, $2, $3, $4, 'A1', 'Lê Thị Hoa', now(), $2)
        )
        insert into kynang.enrolment_status (
          firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd,
          support_vnd, firm_part_vnd, money_state, recorded_at, recorded_by)
        values ($1, $2, 1, $3, $4, 'enrolled', '2026-11-20', 0, 0, 0, 'planned', now(), $2)
        """, World.firmA.uuid, World.session1, World.hoa.uuid, World.run.uuid)
      let left = try await world.perform(
        LeaveFirm(employeeId: World.hoa, lastDay: CalendarDate("2026-11-27")!, reason: nil),
        as: World.hrA)
      let shown = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      #expect(left.endedAssignments == 1)
      #expect(left.openEnrolments.map(\.courseRunCode) == ["RUN1"])
      #expect(shown.endsOn == CalendarDate("2026-11-27"))
      #expect(shown.assignments.first?.endsOn == CalendarDate("2026-11-27"))
    }
  }

  @Test func aLeavingThatWasAMistakeIsUndoneWithItsPlaces() async throws {
    try await withWorld { world in
      let before = try await places(world)
      _ = try await world.perform(
        LeaveFirm(employeeId: World.hoa, lastDay: CalendarDate("2026-11-20")!, reason: "nghỉ"),
        as: World.hrA)
      try world.clock.set("2026-11-23T03:00:00Z")
      let back = try await world.perform(
        RejoinFirm(employeeId: World.hoa, reason: "nhầm người"), as: World.hrA)
      let shown = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      #expect(back.restoredAssignments == 1)
      #expect(shown.status == .present)
      #expect(shown.assignments.first?.endsOn == nil)
      #expect(shown.assignments.first?.startsOn == before.first?.startsOn)
    }
  }

  @Test func aLeaverIsListedAmongThoseWhoLeft() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        LeaveFirm(employeeId: World.hoa, lastDay: CalendarDate("2026-11-20")!, reason: nil),
        as: World.hrA)
      let list = ListEmployees(
        search: nil, unitId: nil, jobRoleId: nil, status: .left, asOf: nil, after: nil, limit: nil)
      let earlier = ListEmployees(
        search: "hoa", unitId: nil, jobRoleId: nil, status: .present,
        asOf: CalendarDate("2026-11-20"), after: nil, limit: nil)
      let left = try await world.perform(list, as: World.hrA)
      let thereThen = try await world.perform(earlier, as: World.hrA)
      #expect(left.items.map(\.code) == ["A1"])
      #expect(thereThen.items.map(\.code) == ["A1"])
    }
  }
}
