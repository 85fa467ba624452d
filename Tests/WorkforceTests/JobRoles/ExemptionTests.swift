import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ExemptionTests {
  @Test func aManagerExemptsPeopleOfTheirUnit() async throws {
    try await withWorld { world in
      let granted = try await world.exempt(World.hoa, as: World.managerOfSales)

      let listed = try await world.exemptions(as: World.hrA)

      #expect(listed.map(\.id) == [granted.id])
      #expect(listed.map(\.validUntil) == [day("2026-12-31")])
      #expect(listed.map(\.reason) == ["Chuyển việc cuối năm"])
    }
  }

  @Test func aManagerCannotExemptPeopleOfAnotherUnit() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("employee")) {
        try await world.exempt(World.hoa, as: World.managerOfPlant)
      }
    }
  }

  @Test func anotherFirmCannotExemptAPerson() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("employee")) {
        try await world.exempt(World.hoa, as: World.hrB)
      }
    }
  }

  @Test func theListStopsAtTheUnitsOfTheManager() async throws {
    try await withWorld { world in
      _ = try await world.exempt(World.hoa, as: World.hrA)
      _ = try await world.exempt(World.duc, as: World.hrA)

      let seen = try await world.exemptions(as: World.managerOfPlant)

      #expect(seen.map(\.employeeId) == [World.duc])
    }
  }

  @Test func aPersonIsExemptOnceAtATime() async throws {
    try await withWorld { world in
      _ = try await world.exempt(World.hoa, as: World.hrA)
      await #expect(
        throws: AppError.conflict("constraint.a_person_is_exempt_once_at_a_time")
      ) {
        try await world.exempt(World.hoa, as: World.hrA)
      }
    }
  }

  @Test func anExemptionEndsAfterItsNewLastDay() async throws {
    try await withWorld { world in
      let granted = try await world.exempt(World.hoa, as: World.hrA)

      _ = try await world.perform(
        EndExemption(
          exemptionId: granted.id, validUntil: day("2026-11-30"), reason: "Quay lại việc cũ"),
        as: World.managerOfSales)

      try await #expect(world.exemptions(as: World.hrA, on: "2026-11-30").count == 1)
      try await #expect(world.exemptions(as: World.hrA, on: "2026-12-01").isEmpty)
    }
  }

  @Test func anExemptionThatEndsBeforeItBeganIsTakenBack() async throws {
    try await withWorld { world in
      let granted = try await world.exempt(World.hoa, as: World.hrA)

      _ = try await world.perform(
        EndExemption(exemptionId: granted.id, validUntil: day("2026-10-31"), reason: "Nhầm người"),
        as: World.hrA)

      try await #expect(world.exemptions(as: World.hrA).isEmpty)
    }
  }

  @Test func aManagerCannotEndAnExemptionOfAnotherUnit() async throws {
    try await withWorld { world in
      let granted = try await world.exempt(World.hoa, as: World.hrA)
      await #expect(throws: AppError.notFound("exemption")) {
        try await world.perform(
          EndExemption(
            exemptionId: granted.id, validUntil: day("2026-11-30"), reason: "Không phải việc tôi"),
          as: World.managerOfPlant)
      }
    }
  }
}

extension World {
  fileprivate func exempt(
    _ person: ID<Employee>, as principal: Principal
  ) async throws(AppError) -> ExemptionRecord {
    try await perform(
      GrantExemption(
        employeeId: person, competencyId: World.competency("1.1"), validFrom: day("2026-11-01"),
        validUntil: day("2026-12-31"), reason: "Chuyển việc cuối năm"), as: principal)
  }

  fileprivate func exemptions(
    as principal: Principal, on date: String? = nil
  ) async throws -> [Exemption] {
    try await perform(
      ListExemptions(
        employeeId: nil, competencyId: nil, asOf: date.map { day($0) }, after: nil, limit: nil),
      as: principal
    ).items
  }
}
