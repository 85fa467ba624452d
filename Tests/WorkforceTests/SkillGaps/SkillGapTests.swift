import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct SkillGapTests {
  @Test func aRequirementWithoutEvidenceIsNotAssessedAndNotZero() async throws {
    try await withWorld { world in
      let skills = try await world.skills(of: World.hoa)

      #expect(skills.cells.map(\.code) == ["1.1", "1.2"])
      #expect(skills.cells.map(\.verdict) == [.notAssessed, .notAssessed])
      #expect(skills.cells.map(\.attainedLevel) == [nil, nil])
    }
  }

  @Test func aSelfRatingAloneClosesNoGap() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        RateOwnSkill(competencyId: World.competency("1.1"), level: 5, evidence: nil),
        as: World.hoaHerself)

      let cell = try await world.cell("1.1", of: World.hoa)

      #expect(cell.verdict == .claimedOnly)
      #expect(cell.claimedLevel == 5)
    }
  }

  @Test(arguments: [(2, SkillVerdict.below), (3, .met), (4, .met)])
  func aManagersObservationIsMeasuredAgainstTheRole(
    level: Int, verdict: SkillVerdict
  ) async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .manager, level, on: "2026-11-01")

      let cell = try await world.cell("1.1", of: World.hoa)

      #expect(cell.verdict == verdict)
      #expect(cell.exceeds == (level == 4))
    }
  }

  @Test func theBestGradeCountsBeforeTheLatest() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 2, on: "2026-01-10")
      try await world.assess(World.hoa, "1.1", .manager, 4, on: "2026-11-01")

      let cell = try await world.cell("1.1", of: World.hoa)

      #expect(cell.attainedLevel == 2)
      #expect(cell.grade == .tested)
      #expect(cell.verdict == .below)
    }
  }

  @Test func anAssessmentOlderThanItsValidityIsStale() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 4, on: "2024-11-01")

      let before = try await world.cell("1.1", of: World.hoa, asOf: "2026-11-01")
      let after = try await world.cell("1.1", of: World.hoa, asOf: "2026-11-02")

      #expect(before.verdict == .met)
      #expect(before.isExpiring)
      #expect(after.verdict == .stale)
    }
  }

  @Test func aCertificatePastItsDateIsExpired() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        RecordAssessment(
          employeeId: World.hoa, competencyId: World.competency("1.1"), kind: .certificate,
          level: 3, isPassed: nil, occurredOn: day("2026-01-01"), expiresOn: day("2026-10-31"),
          evidence: "Số 12/2026", evidenceUrl: nil), as: World.hrA)

      let cell = try await world.cell("1.1", of: World.hoa)

      #expect(cell.verdict == .expired)
    }
  }

  @Test func aLevelTravelsAlongSameButNotToARequirementOfAnotherMeaning() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        RecordAssessment(
          employeeId: World.hoa, competencyId: ID(ReferenceID.competency("DIGCOMP_2.2", "1.1")),
          kind: .test, level: 3, isPassed: nil, occurredOn: day("2026-10-01"), expiresOn: nil,
          evidence: "DigComp test", evidenceUrl: nil), as: World.hrA)

      let same = try await world.cell("1.1", of: World.hoa)
      let other = try await world.cell("1.2", of: World.hoa)

      #expect(same.verdict == .met)
      #expect(other.verdict == .notAssessed)
    }
  }

  @Test func aReportAsKnownBeforeACorrectionShowsWhatWasThenBelieved() async throws {
    try await withWorld { world in
      let recorded = try await world.assess(World.hoa, "1.1", .manager, 4, on: "2026-11-01")
      world.clock.advance(days: 2)
      _ = try await world.perform(
        CorrectAssessment(
          assessmentId: ID(recorded.id), level: 1, isPassed: nil, occurredOn: nil, expiresOn: nil,
          evidence: nil, reason: "Nhầm người"), as: World.hrA)
      let dayBefore = world.clock.now.addingTimeInterval(-86400)

      let now = try await world.cell("1.1", of: World.hoa)
      let then = try await world.perform(
        ShowSkillGaps(employeeId: World.hoa, asOf: nil, knownAt: dayBefore), as: World.hrA
      ).document().cells

      #expect(now.attainedLevel == 1)
      #expect(then.first { $0.code == "1.1" }?.attainedLevel == 4)
    }
  }

  @Test func anotherFirmsPersonIsNotFound() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          ShowSkillGaps(employeeId: World.hoa, asOf: nil, knownAt: nil), as: World.hrB)
      }
    }
  }

  @Test func aManagerSeesTheirUnitsAndNoOther() async throws {
    try await withWorld { world in
      let inside = try await world.perform(
        ShowSkillGaps(employeeId: World.hoa, asOf: nil, knownAt: nil), as: World.managerOfSales)
      try #expect(inside.document().employeeCode == "A1")

      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          ShowSkillGaps(employeeId: World.hoa, asOf: nil, knownAt: nil), as: World.managerOfPlant)
      }
    }
  }

  @Test(arguments: [World.officer, World.teacher1, World.hoaHerself, World.administrator])
  func nobodyWithoutThePermissionReadsGaps(principal: Principal) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          ShowSkillGaps(employeeId: World.hoa, asOf: nil, knownAt: nil), as: principal)
      }
    }
  }

  @Test func aPersonReadsTheirOwnLevels() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 3, on: "2026-11-01")

      let own = try await world.perform(
        ShowOwnSkillGaps(asOf: nil, knownAt: nil), as: World.hoaHerself
      ).document()

      #expect(own.employeeCode == "A1")
      #expect(own.cells.first { $0.code == "1.1" }?.verdict == .met)
    }
  }
}

extension World {
  func skills(of employeeId: ID<Employee>) async throws -> EmployeeSkills {
    try await perform(
      ShowSkillGaps(employeeId: employeeId, asOf: nil, knownAt: nil), as: World.hrA
    ).document()
  }

  func cell(
    _ code: String, of employeeId: ID<Employee>, asOf: String? = nil
  ) async throws -> EmployeeSkillCell {
    let skills = try await perform(
      ShowSkillGaps(employeeId: employeeId, asOf: asOf.map(day), knownAt: nil), as: World.hrA
    ).document()
    return try #require(
      skills.cells.first { $0.code == code && $0.frameworkCode == "TT02_2025" })
  }

  @discardableResult
  func assess(
    _ employeeId: ID<Employee>, _ code: String, _ kind: AssessmentKind, _ level: Int,
    on date: String
  ) async throws -> RecordedRevision {
    try await perform(
      RecordAssessment(
        employeeId: employeeId, competencyId: World.competency(code), kind: kind, level: level,
        isPassed: nil, occurredOn: day(date), expiresOn: nil, evidence: "Bài kiểm tra",
        evidenceUrl: nil), as: World.hrA)
  }
}

func day(_ text: String) -> CalendarDate {
  CalendarDate(text)!
}
