import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct MergeTests {
  /// A learner lost 14 of 19 completions in another system.
  @Test func everyCompletionOfBothRecordsIsKeptWithItsDate() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.history(of: World.hoa, months: 5, from: "2025-02-10")
      try await world.history(of: twin, months: 14, from: "2025-01-15")
      let before =
        try await world.completions(of: World.hoa) + world.completions(of: twin)
      let merged = try await world.merge(twin)
      let after = try await world.completions(of: World.hoa)
      let left = try await world.completions(of: twin)
      #expect(before.count == 19)
      #expect(after.count == 19)
      #expect(
        Set(after.map { "\($0.id) \($0.completedOn)" })
          == Set(before.map { "\($0.id) \($0.completedOn)" }))
      #expect(left.isEmpty)
      #expect(
        merged.tallies.contains(MergeTally(relation: .completion, effect: .moved, records: 14)))
    }
  }

  @Test func allThatStandsOnEitherRecordIsMovedAndCountedOnce() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.history(of: twin, months: 2, from: "2025-05-05")
      let level = try await world.assess(twin, "1.2", level: 2, on: "2026-06-01")
      _ = try await world.perform(
        GrantExemption.of(twin, "1.1", "2026-11-23", "2027-05-23"), as: World.hrA)
      _ = try await world.merge(twin)
      let levels = try await world.perform(
        ListAssessments(
          employeeId: World.hoa, competencyId: nil, asOf: nil, knownAt: nil,
          includesCorrections: nil), as: World.hrA)
      let exempt = try await world.count(
        """
        select count(*) from kynang.exemption
        where employee_id = $1 and superseded_at is null and not is_void
        """, World.hoa.uuid)
      let marks = try await world.count(
        """
        select count(*) from kynang.attendance as mark
        join kynang.enrolment as header on header.id = mark.enrolment_id
        where header.employee_id = $1 and mark.superseded_at is null and not mark.is_void
        """, World.hoa.uuid)
      let money = try await world.count(
        """
        select sum(status.firm_part_vnd)::bigint from kynang.enrolment_status as status
        where status.employee_id = $1 and status.superseded_at is null and status.money_state = 'spent'
        """, World.hoa.uuid)
      #expect(levels.map(\.assessment.id.uuid) == [level])
      #expect(exempt == 1)
      #expect(marks == 2)
      #expect(money == 3_000_000)
    }
  }

  @Test func aRecordThatIsGoneIsInNoListAndSaysWhoStandsForIt() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      _ = try await world.merge(twin)
      let people = try await world.perform(
        ListEmployees(
          search: nil, unitId: nil, jobRoleId: nil, status: .all, asOf: nil, after: nil,
          limit: nil), as: World.hrA)
      let byOldCode = try await world.perform(
        ListEmployees(
          search: "A01", unitId: nil, jobRoleId: nil, status: nil, asOf: nil, after: nil,
          limit: nil), as: World.hrA)
      let matrix = try await world.perform(
        ShowSkillMatrix.everyone, as: World.managerOfSales)
      #expect(people.items.map(\.code) == ["A3", "A2", "A1"])
      #expect(byOldCode.items.map(\.id) == [World.hoa])
      #expect(matrix.lines.map(\.employeeCode) == ["A3", "A1"])
      await #expect(
        throws: AppError(
          .notFound, "employee.merged_into",
          ["code": "A1", "id": World.hoa.description])
      ) {
        try await world.perform(ShowEmployee(employeeId: twin), as: World.hrA)
      }
    }
  }

  @Test func whatWasKnownBeforeTheMergeStaysAsItWasKnown() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.history(of: World.hoa, months: 2, from: "2025-02-10")
      try await world.history(of: twin, months: 3, from: "2025-03-15")
      let earlier = world.clock.now.addingTimeInterval(60)
      world.clock.advance(days: 1)
      let merged = try await world.merge(twin)
      let known = try await world.completions(of: twin, knownAt: earlier)
      let knownEnrolments = try await world.enrolments(of: twin, knownAt: earlier)
      let own = try await world.enrolments(of: World.hoa, knownAt: earlier)
      let now = try await world.enrolments(of: World.hoa)
      let asOf = try await world.enrolments(of: World.hoa, asOf: "2025-03-20")
      world.clock.advance(days: 1)
      _ = try await world.unmerge(merged)
      let again = try await world.completions(of: twin, knownAt: earlier)
      #expect(known.count == 3)
      #expect(knownEnrolments.map(\.employeeId) == [twin, twin, twin])
      #expect(own.count == 2)
      #expect(now.map(\.employeeId) == Array(repeating: World.hoa, count: 5))
      #expect(asOf.count == 3)
      #expect(again.map(\.id) == known.map(\.id))
    }
  }

  @Test func valuesAreChosenFieldByFieldAndWhatOneLacksIsTaken() async throws {
    try await withWorld { world in
      let twin = try await world.twin(fullName: "Lê Thị Hoà")
      _ = try await world.merge(twin, take: [.code, .fullName])
      let shown = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      let gone = try await world.rows(
        "select code from kynang.employee where id = $1", twin.uuid)
      #expect(shown.code == "A01")
      #expect(shown.fullName == "Lê Thị Hoà")
      #expect(shown.birthOn == CalendarDate("1995-04-12"))
      #expect(shown.phone == "+84912345678")
      #expect(try gone.value(0, 0, as: String.self) == "A1")
    }
  }

  @Test func theAccountOfEitherRecordSeesTheOneThatStays() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.history(of: twin, months: 2, from: "2025-05-05")
      _ = try await world.rows(
        """
        insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id, employee_id)
        values ('00000000-0000-7000-8000-ac0000000009', '00000000-0000-7000-8000-ad0000000090', 'employee',
          now(), '00000000-0000-7000-8000-ac0000000001', $1, $2),
        ('00000000-0000-7000-8000-ac0000000006', '00000000-0000-7000-8000-ad0000000091', 'employee',
          now(), '00000000-0000-7000-8000-ac0000000001', $1, $2)
        """, World.firmA.uuid, twin.uuid)
      let before = try await world.standingRecords()
      let merged = try await world.merge(twin)
      let roles = try await world.rows(
        """
        select string_agg(right(id::text, 4) || ' ' || (revoked_at is null), ', ' order by id)
        from kynang.membership where employee_id = $1
        """, World.hoa.uuid)
      let training = try await world.perform(ListOwnTraining(), as: World.hoaHerself)
      _ = try await world.unmerge(merged)
      let after = try await world.standingRecords()
      // Hoa's own account was the twin, too: one of the two ends, so that she is herself once.
      #expect(try roles.value(0, 0, as: String.self) == "0006 true, 0090 true, 0091 false")
      #expect(training.count == 2)
      #expect(after == before)
    }
  }

  /// A token is looked up again after ten seconds; until then it is of the record that is gone.
  @Test func anAccountThatIsStillTheRecordThatIsGoneRecordsNothing() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      _ = try await world.merge(twin)
      let before = try await world.standingRecords()
      await #expect(throws: AppError.conflict("error.changed_meanwhile")) {
        try await world.perform(
          RateOwnSkill(competencyId: World.competency("1.1"), level: 2, evidence: nil),
          as: Principal.stale(twin))
      }
      let after = try await world.standingRecords()
      #expect(after == before)
    }
  }

  @Test func placesInOneRoleAtOneTimeAreHeldOnce() async throws {
    try await withWorld { world in
      let twin = try await world.twin(startsOn: "2023-06-01")
      _ = try await world.merge(twin)
      let places = try await world.rows(
        """
        select string_agg(during::text, ' ' order by during)
        from kynang.assignment
        where employee_id = $1 and superseded_at is null and not is_void
        """, World.hoa.uuid)
      let shown = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      #expect(try places.value(0, 0, as: String.self) == "[2023-06-01,2024-03-01) [2024-03-01,)")
      #expect(shown.startsOn == CalendarDate("2023-06-01"))
    }
  }

  @Test func whoLeftAndCameBackWasAwayInBetween() async throws {
    try await withWorld { world in
      let twin = try await world.twin(startsOn: "2022-01-10")
      _ = try await world.perform(
        LeaveFirm(employeeId: twin, lastDay: CalendarDate("2023-08-31")!, reason: nil),
        as: World.hrA)
      let preview = try await world.perform(
        PreviewMerge(
          employeeId: World.hoa, mergedId: twin, take: nil, keptEnrolmentIds: nil,
          paidOnceRunIds: nil), as: World.hrA)
      let before = try await world.peopleOn("2022-05-01", "2023-12-01", "2026-11-23")
      _ = try await world.merge(twin)
      let after = try await world.peopleOn("2022-05-01", "2023-12-01", "2026-11-23")
      #expect(preview.employment.away.map(\.startsOn) == [CalendarDate("2023-09-01")])
      #expect(preview.employment.away.map(\.endsOn) == [CalendarDate("2024-02-29")])
      #expect(after == before)
    }
  }

  @Test func judgementsOfOneDayKeepTheirOrder() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      _ = try await world.assess(World.hoa, level: 1, on: "2026-11-20")
      world.clock.advance(days: 1)
      _ = try await world.assess(twin, level: 2, on: "2026-11-20")
      world.clock.advance(days: 1)
      _ = try await world.assess(World.hoa, level: 4, on: "2026-11-20")
      world.clock.advance(days: 1)
      let merged = try await world.merge(twin)
      let level = try await world.level(of: World.hoa, "1.1")
      let all = try await world.count(
        """
        select count(*) from kynang.assessment
        where employee_id = $1 and superseded_at is null and not is_void
        """, World.hoa.uuid)
      world.clock.advance(days: 1)
      _ = try await world.unmerge(merged)
      let own = try await world.level(of: World.hoa, "1.1")
      let other = try await world.level(of: twin, "1.1")
      #expect(level == 4)
      #expect(all == 3)
      #expect(own == 4)
      #expect(other == 2)
    }
  }

  @Test func theSheetThatIsKeptFollowsTheMerge() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      _ = try await world.assess(twin, level: 3, on: "2026-11-20")
      let before = try await world.level(of: World.hoa, "1.1")
      await world.app.keepSkillSheets()
      _ = try await world.merge(twin)
      let after = try await world.level(of: World.hoa, "1.1")
      #expect(before == nil)
      #expect(after == 3)
    }
  }

  @Test func theFirmsPeriodsFollowAMergeAndItsUndoing() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.workOfAYear()
      try await world.app.refreshRollups()
      let before = try await world.rollups()
      let two = try await world.quarter("people", "2026-10-01")
      let merged = try await world.merge(twin)
      try await world.app.refreshRollups()
      let one = try await world.quarter("people", "2026-10-01")
      let completions = try await world.quarter("completions_in_period", "2026-10-01")
      _ = try await world.unmerge(merged)
      try await world.app.refreshRollups()
      let after = try await world.rollups()
      #expect(two == 4)
      #expect(one == 3)
      #expect(completions == 1)
      #expect(after == before)
    }
  }

  @Test func erasingAPersonErasesBothRecords() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let merged = try await world.merge(twin)
      _ = try await world.rows(
        """
        update kynang.person set full_name = '-', family_name = '', middle_name = '', given_name = '-',
          phone = null, birth_on = null, erased_at = now()
        where employee_id = $1
        """, World.hoa.uuid)
      let left = try await world.count(
        """
        select count(*) from kynang.person
        where employee_id in ($1, $2) and (full_name <> '-' or phone is not null or birth_on is not null)
        """, World.hoa.uuid, twin.uuid)
      let former = try await world.count("select count(*) from kynang.employee_merge_former")
      #expect(left == 0)
      #expect(former == 0)
      await #expect(throws: AppError.conflict("merge.erased_since")) {
        try await world.unmerge(merged)
      }
    }
  }

  @Test func theAuditSaysWhoMergedWhatAndWhyWithoutAName() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let merged = try await world.merge(twin)
      let entry = try await world.rows(
        """
        select reason, changes::text from kynang.audit_entry
        where use_case = 'employee.merge' and subject_ids @> array[$1::uuid, $2::uuid, $3::uuid]
        """, merged.mergeId.uuid, twin.uuid, World.hoa.uuid)
      let changes = try entry.value(0, 1, as: String.self)
      #expect(entry.count == 1)
      #expect(try entry.value(0, 0, as: String.self) == "Nhập hai lần")
      #expect(!changes.contains("Hoa") && !changes.contains("0912"))
    }
  }
}

extension World {
  /// How many people firm A's periods count on some days.
  func peopleOn(_ days: String...) async throws -> [Int] {
    var counts: [Int] = []
    for day in days {
      counts.append(
        try await count(
          """
          select coalesce(sum(people), 0)::bigint
          from kynang.roll_up_people(array[$1::uuid], $2::text::date, $2::text::date, interval '24 months')
          """, Self.firmA.uuid, day))
    }
    return counts
  }

  func level(of employee: ID<Employee>, _ competency: String) async throws -> Int? {
    let sheet = try await perform(
      ShowSkillGaps(employeeId: employee, asOf: nil, knownAt: nil), as: Self.hrA)
    return try sheet.document().cells.first { $0.code == competency }?.attainedLevel
  }
}

extension ShowSkillMatrix {
  static let everyone = ShowSkillMatrix(
    asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, search: nil,
    threshold: nil, includesOther: nil, gapsOnly: nil, sortBy: nil, after: nil, limit: nil)
}

extension Principal {
  /// Hoa's account, as one of her records.
  static func stale(_ employee: ID<Employee>) -> Principal {
    let own = World.hoaHerself
    return Principal(
      accountID: own.accountID, membershipID: own.membershipID, role: own.role, firmID: own.firmID,
      employeeID: employee, unitIDs: [], providerID: nil, trainerID: nil, agencyID: nil,
      provinceCode: nil)
  }
}
