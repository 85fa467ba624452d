import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct CopyRequirementsTests {
  @Test func whatTheRoleAsksForItselfStays() async throws {
    try await withWorld { world in
      let copied = try await world.perform(
        CopyRequirements(
          jobRoleId: World.cook, templateId: nil, fromJobRoleId: World.clerk,
          validFrom: day("2026-11-23"), reason: nil), as: World.hrA)

      let levels = copied.requirements.map { "\($0.competencyCode):\($0.requiredLevel)" }
      #expect(levels == ["1.1:2", "1.2:2"])
    }
  }

  @Test func oneSourceIsNamed() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("templateId", "role_requirement.one_source")) {
        try await world.perform(
          CopyRequirements(
            jobRoleId: World.cook, templateId: nil, fromJobRoleId: nil,
            validFrom: day("2026-11-23"), reason: nil), as: World.hrA)
      }
    }
  }

  @Test func anotherFirmsRoleIsNoSource() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("fromJobRoleId", "job_role.unknown")) {
        try await world.perform(
          CopyRequirements(
            jobRoleId: World.cook, templateId: nil, fromJobRoleId: World.clerkB,
            validFrom: day("2026-11-23"), reason: nil), as: World.hrA)
      }
    }
  }

  @Test func aRoleListCountsItsHolders() async throws {
    try await withWorld { world in
      let all = try await world.perform(
        ListJobRoles(search: nil, includesInactive: nil, after: nil, limit: nil), as: World.hrA)
      let inSight = try await world.perform(
        ListJobRoles(search: nil, includesInactive: nil, after: nil, limit: nil),
        as: World.managerOfPlant)

      #expect(all.items.map { "\($0.code):\($0.people)" } == ["CLERK:2", "COOK:1"])
      #expect(inSight.items.map { "\($0.code):\($0.people)" } == ["CLERK:0", "COOK:1"])
    }
  }

  @Test func aManagerSeesWhoLeadsTheUnitsInSight() async throws {
    try await withWorld { world in
      let all = try await world.perform(ListUnitLeads(), as: World.directorA)
      let inSight = try await world.perform(ListUnitLeads(), as: World.managerOfPlant)
      let other = try await world.perform(ListUnitLeads(), as: World.hrB)

      #expect(Set(all.map(\.unitId)) == [World.sales, World.plant])
      #expect(inSight.map(\.displayName) == ["Hồ Quản Lý"])
      #expect(other.map(\.unitId).contains(World.sales) == false)
    }
  }
}
