import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct JobRoleTests {
  @Test func aRoleCopiedFromATemplateHasItsLevels() async throws {
    try await withWorld { world in
      let templates = try await world.perform(
        ListRoleTemplates(vsicSection: "I", search: "le tan"), as: World.hrA)
      let template = try #require(templates.first)

      let role = try await world.perform(
        CopyRoleTemplate(
          templateId: template.id, code: "LT", title: nil, validFrom: day("2026-01-01")),
        as: World.hrA)

      #expect(role.title == template.title)
      #expect(role.templateCode == "LE_TAN")
      #expect(role.requirements.count == template.requirementCount)
      #expect(role.requirements.first { $0.competencyCode == "2.1" }?.requiredLevel == 4)
    }
  }

  @Test func aCodeIsUniqueWithinAFirm() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict("constraint.a_job_role_code_is_unique_within_a_firm")
      ) {
        try await world.perform(
          CreateJobRole(code: "CLERK", title: LocalizedText(vi: "Thư ký", en: nil)),
          as: World.hrA)
      }
    }
  }

  @Test func aRoleNeedsATitleInSomeLanguage() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("title", "field.required")) {
        try await world.perform(
          CreateJobRole(code: "X", title: LocalizedText(vi: " ", en: nil)), as: World.hrA)
      }
    }
  }

  @Test func theListShowsRolesInUseAndFindsThemWithoutMarks() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        ChangeJobRole(jobRoleId: World.cook, code: nil, title: nil, isActive: false),
        as: World.hrA)

      let inUse = try await world.perform(
        ListJobRoles(search: nil, includesInactive: nil, after: nil, limit: nil),
        as: World.managerOfSales)
      let found = try await world.perform(
        ListJobRoles(search: "dau bep", includesInactive: true, after: nil, limit: nil),
        as: World.directorA)

      #expect(inUse.items.map(\.code) == ["CLERK"])
      #expect(inUse.items.map(\.requirementCount) == [2])
      #expect(found.items.map(\.code) == ["COOK"])
    }
  }

  @Test func anotherFirmNeitherSeesNorChangesARole() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("job_role")) {
        try await world.perform(
          ShowJobRole(jobRoleId: World.clerk, asOf: nil, knownAt: nil), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("job_role")) {
        try await world.perform(
          ChangeJobRole(jobRoleId: World.clerk, code: "MINE", title: nil, isActive: nil),
          as: World.hrB)
      }
    }
  }

  @Test func aManagerDoesNotSayWhatARoleRequires() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.require("1.3", level: 2, from: "2026-12-01", as: World.managerOfSales)
      }
    }
  }
}

@Suite struct RequirementTests {
  @Test func aRequirementHoldsFromItsDayOn() async throws {
    try await withWorld { world in
      _ = try await world.require("1.3", level: 2, from: "2026-12-01", as: World.hrA)

      try await #expect(world.level("1.3", on: "2026-11-30") == nil)
      try await #expect(world.level("1.3", on: "2026-12-01") == 2)
    }
  }

  @Test func aRoleRequiresACompetencyOnceAtATime() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict("constraint.a_role_requires_a_competency_once_at_a_time")
      ) {
        try await world.require("1.1", level: 4, from: "2026-12-01", as: World.hrA)
      }
    }
  }

  @Test func onlyACompetencyWithLevelsCanBeRequired() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("competencyId", "competency.without_levels")) {
        try await world.perform(
          RequireLevel(
            jobRoleId: World.clerk, competencyId: ID(ReferenceID.competency("TT03_2014", "IU01")),
            requiredLevel: 1, minimumHolders: 1, validFrom: day("2026-12-01"), reason: nil),
          as: World.hrA)
      }
    }
  }

  @Test func aChangeLeavesWhatHeldBeforeAsItWas() async throws {
    try await withWorld { world in
      let present = try await world.requirement("1.1")

      _ = try await world.perform(
        ChangeRequirement(
          requirementId: present.id, requiredLevel: 5, minimumHolders: 2,
          validFrom: day("2026-12-01"), reason: "Phần mềm mới"), as: World.hrA)

      try await #expect(world.level("1.1", on: "2026-11-30") == 3)
      try await #expect(world.level("1.1", on: "2026-12-01") == 5)
      try await #expect(world.requirement("1.1").validUntil == day("2026-11-30"))
    }
  }

  @Test func aChangeFromTheFirstDayIsACorrectionInstead() async throws {
    try await withWorld { world in
      let present = try await world.requirement("1.1")
      await #expect(
        throws: AppError.invalid("validFrom", "role_requirement.change_starts_too_early")
      ) {
        try await world.perform(
          ChangeRequirement(
            requirementId: present.id, requiredLevel: 5, minimumHolders: nil,
            validFrom: present.validFrom, reason: "Nhập nhầm"), as: World.hrA)
      }
    }
  }

  @Test func aCorrectionKeepsWhatWasKnownBefore() async throws {
    try await withWorld { world in
      let before = world.clock.now
      let present = try await world.requirement("1.1")
      world.clock.advance(days: 1)

      _ = try await world.perform(
        CorrectRequirement(
          requirementId: present.id, requiredLevel: 4, minimumHolders: nil, validFrom: nil,
          validUntil: nil, reason: "Nhập nhầm"), as: World.hrA)

      let known = try await world.perform(
        ShowJobRole(jobRoleId: World.clerk, asOf: day("2026-11-23"), knownAt: before),
        as: World.hrA)
      try await #expect(world.level("1.1", on: "2026-11-23") == 4)
      #expect(known.requirements.first { $0.competencyCode == "1.1" }?.requiredLevel == 3)
      let history = try await world.perform(
        ListRequirementHistory(jobRoleId: World.clerk, competencyId: World.competency("1.1")),
        as: World.hrA)
      #expect(history.map(\.revision) == [2, 1])
      #expect(history.map(\.reason) == ["Nhập nhầm", nil])
    }
  }

  @Test func anEndedRequirementHoldsThroughItsLastDay() async throws {
    try await withWorld { world in
      let present = try await world.requirement("1.2")

      _ = try await world.perform(
        EndRequirement(
          requirementId: present.id, validUntil: day("2026-12-31"), reason: "Bỏ yêu cầu"),
        as: World.hrA)

      try await #expect(world.level("1.2", on: "2026-12-31") == 2)
      try await #expect(world.level("1.2", on: "2027-01-01") == nil)
    }
  }

  @Test func aRequirementTakenBackNeverHeld() async throws {
    try await withWorld { world in
      let present = try await world.requirement("1.2")

      _ = try await world.perform(
        VoidRequirement(requirementId: present.id, reason: "Nhầm vị trí"), as: World.hrA)

      try await #expect(world.level("1.2", on: "2024-01-01") == nil)
    }
  }

  @Test func anotherFirmCannotChangeARequirement() async throws {
    try await withWorld { world in
      let present = try await world.requirement("1.1")
      await #expect(throws: AppError.notFound("role_requirement")) {
        try await world.perform(
          EndRequirement(
            requirementId: present.id, validUntil: day("2026-12-31"), reason: "Phá"),
          as: World.hrB)
      }
    }
  }

  @Test func aChangeMadeOnAnOlderVersionIsRefused() async throws {
    try await withWorld { world in
      _ = try await world.require("1.3", level: 2, from: "2026-12-01", as: World.hrA)
      await #expect(throws: AppError.conflict("error.changed_meanwhile")) {
        try await world.app.perform(
          ChangeJobRole(jobRoleId: World.clerk, code: "C2", title: nil, isActive: nil),
          as: World.hrA, request: Request(id: "test", idempotencyKey: nil, ifMatch: 1))
      }
    }
  }
}

extension World {
  fileprivate func require(
    _ code: String, level: Int, from date: String, as principal: Principal
  ) async throws(AppError) -> JobRoleDetails {
    try await perform(
      RequireLevel(
        jobRoleId: World.clerk, competencyId: World.competency(code), requiredLevel: level,
        minimumHolders: 1, validFrom: day(date), reason: nil), as: principal)
  }

  /// The requirement of CLERK in a competency that holds today.
  fileprivate func requirement(_ code: String) async throws -> RoleRequirement {
    let role = try await perform(
      ShowJobRole(jobRoleId: World.clerk, asOf: nil, knownAt: nil), as: World.hrA)
    return try #require(role.requirements.first { $0.competencyCode == code })
  }

  /// What CLERK requires in a competency on a day; nil for nothing.
  fileprivate func level(_ code: String, on date: String) async throws -> Int? {
    let role = try await perform(
      ShowJobRole(jobRoleId: World.clerk, asOf: day(date), knownAt: nil), as: World.hrA)
    return role.requirements.first { $0.competencyCode == code }?.requiredLevel
  }
}
