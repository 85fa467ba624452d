import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// What may happen to a person's gaps after their sheet was kept.
enum SkillChange: CaseIterable, Sendable {
  case level, exemption, requirement, role, enrolment, runFinished, code, validity, outcome

  /// What must have been before, for the change to show.
  func prepare(_ world: World) async throws {
    switch self {
    case .level, .exemption, .requirement, .enrolment, .code:
      break
    case .role:
      _ = try await world.perform(
        RequireLevel(
          jobRoleId: World.cook, competencyId: World.competency("1.3"), requiredLevel: 2,
          minimumHolders: 1, validFrom: day("2026-11-01"), reason: nil), as: World.hrA)
    case .runFinished, .outcome:
      _ = try await world.enrolled(World.hoa, as: World.hrA)
    case .validity:
      try await world.assess(World.hoa, "1.1", .test, 3, on: "2026-01-01")
    }
  }

  func happen(in world: World) async throws {
    switch self {
    case .level:
      try await world.assess(World.hoa, "1.1", .test, 3, on: "2026-11-01")
    case .exemption:
      _ = try await world.perform(
        GrantExemption(
          employeeId: World.hoa, competencyId: World.competency("1.2"),
          validFrom: day("2026-11-01"), validUntil: day("2026-12-31"), reason: "Nghỉ thai sản"),
        as: World.hrA)
    case .requirement:
      _ = try await world.perform(
        RequireLevel(
          jobRoleId: World.clerk, competencyId: World.competency("1.3"), requiredLevel: 2,
          minimumHolders: 1, validFrom: day("2026-11-01"), reason: nil), as: World.hrA)
    case .role:
      _ = try await world.perform(
        AssignEmployee(
          employeeId: World.hoa, unitId: World.plant, jobRoleId: World.cook,
          from: day("2026-11-01"), to: nil, replaces: nil, reason: nil), as: World.hrA)
    case .enrolment:
      _ = try await world.enrolled(World.hoa, as: World.hrA)
    case .runFinished:
      _ = try await world.rows(
        "update kynang.course_run set state = 'finished' where id = $1 returning 1",
        World.run.uuid)
    case .code:
      _ = try await world.rows(
        "update kynang.employee set code = 'A1-MOI' where firm_id = $1 and id = $2 returning 1",
        World.firmA.uuid, World.hoa.uuid)
    case .validity:
      _ = try await world.rows(
        """
        update kynang.policy_setting set value = '1'
        where key = 'assessment.validity_months' returning 1
        """)
    case .outcome:
      _ = try await world.rows(
        "delete from kynang.course_outcome where course_id = $1 returning 1", World.course.uuid)
    }
  }
}

@Suite struct SkillSheetTests {
  @Test func aSheetIsKeptOnceItWasRead() async throws {
    try await withWorld { world in
      let first = try await world.read()
      await world.app.keepSkillSheets()

      let second = try await world.read()

      #expect(second == first)
      #expect(try await world.keptSheets() == 1)
    }
  }

  @Test(arguments: SkillChange.allCases)
  func aKeptSheetNeverHidesWhatHappenedSince(change: SkillChange) async throws {
    try await withWorld { world in
      try await change.prepare(world)
      let before = try await world.read()
      await world.app.keepSkillSheets()

      try await change.happen(in: world)

      let after = try await world.read()
      let computed = try await world.rows(
        "select kynang.skill_document($1, $2, $3, 'infinity')", World.firmA.uuid,
        World.hoa.uuid, day("2026-11-23"))
      #expect(after == (try computed.value(0, 0)))
      #expect(after != before)
    }
  }

  @Test func aSheetOfAnotherDayIsComputed() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 3, on: "2024-11-24")
      let today = try await world.read()
      await world.app.keepSkillSheets()

      world.clock.advance(days: 2)

      #expect(try await world.read() != today)
    }
  }

  @Test func aSheetIsNotKeptAcrossAChangeThatIsUnderWay() async throws {
    try await withWorld { world in
      try await world.read()
      await world.app.keepSkillSheets()
      let kept = try await world.owner.withConnection { connection in
        try await connection.script(
          """
          begin;
          update kynang.assignment set superseded_at = now() where employee_id = '\(World.hoa)';
          """)
        try await world.rereadWithoutKept()
        async let keeping: Void = world.app.keepSkillSheets()
        try await world.waitForALock()
        try await connection.script("commit")
        await keeping
        return try await world.read()
      }
      let computed = try await world.rows(
        "select kynang.skill_document($1, $2, $3, 'infinity')", World.firmA.uuid,
        World.hoa.uuid, day("2026-11-23"))
      #expect(kept == (try computed.value(0, 0)))
      #expect(!kept.contains("\"1.1\""))
    }
  }

  @Test func aManagerOfAnotherUnitIsNotGivenAKeptSheet() async throws {
    try await withWorld { world in
      try await world.read()
      await world.app.keepSkillSheets()

      let error = await #expect(throws: AppError.self) {
        try await world.perform(
          ShowSkillGaps(employeeId: World.hoa, asOf: nil, knownAt: nil), as: World.managerOfPlant)
      }

      #expect(error?.code == .notFound)
    }
  }
}

extension World {
  @discardableResult
  fileprivate func read() async throws -> String {
    let answer = try await perform(
      ShowSkillGaps(employeeId: World.hoa, asOf: nil, knownAt: nil), as: World.hrA)
    return String(decoding: answer.bytes, as: UTF8.self)
  }

  fileprivate func keptSheets() async throws -> Int {
    try await count(
      """
      select count(*)::int from kynang.skill_sheet
      where document is not null and changes = kept_changes and kept_on = '2026-11-23'
      """)
  }

  /// Forgets what is kept, so that the next reader wishes for a new sheet.
  fileprivate func rereadWithoutKept() async throws {
    _ = try await rows("select kynang.forget_skill_sheets()")
    try await read()
  }

  fileprivate func waitForALock() async throws {
    var waiting = 0
    while waiting == 0 {
      waiting = try await count(
        "select count(*)::int from pg_locks where not granted")
    }
  }
}
