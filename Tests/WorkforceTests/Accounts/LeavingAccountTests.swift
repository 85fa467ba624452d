import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct LeavingAccountTests {
  @Test func aLeaverSeesTheFirmUntilTheLastDayIsOver() async throws {
    try await withWorld { world in
      try await world.givePassword("hoa")
      try world.clock.set("2026-11-23T12:00:00Z")
      let token = try await world.perform(
        SignIn(login: "hoa", password: World.password), as: .visitor
      ).token
      _ = try await world.perform(Self.leaving("2026-11-23"), as: World.hrA)

      try world.clock.set("2026-11-23T16:59:59Z")
      let lastMoment = try await world.app.authenticator.identity(cookie: token)
      try world.clock.set("2026-11-23T17:00:15Z")
      let after = try await world.app.authenticator.identity(cookie: token)

      #expect(lastMoment.principal?.role == .employee)
      #expect(after.principal == nil)
    }
  }

  @Test func everyRoleOfTheLeaverInTheFirmEnds() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        GrantMembership(
          accountId: World.hoaHerself.accountID, role: .manager, firmId: World.firmA,
          employeeId: nil, unitIds: [World.sales], providerId: nil, trainerId: nil, agencyId: nil),
        as: World.hrA)

      _ = try await world.perform(Self.leaving("2026-11-20"), as: World.hrA)
      let standing = try await world.standing()

      #expect(standing == 0)
    }
  }

  @Test func aLeavingThatWasAMistakeGivesTheRolesBack() async throws {
    try await withWorld { world in
      _ = try await world.perform(Self.leaving("2026-11-20"), as: World.hrA)
      _ = try await world.perform(
        RejoinFirm(employeeId: World.hoa, reason: "Nhầm người"), as: World.hrA)

      let standing = try await world.standing()

      #expect(standing == 1)
    }
  }

  private static func leaving(_ day: String) -> LeaveFirm {
    LeaveFirm(employeeId: World.hoa, lastDay: CalendarDate(day)!, reason: nil)
  }
}

extension World {
  /// Roles that the account of Hoa holds.
  fileprivate func standing() async throws -> Int {
    try await count(
      "select count(*) from kynang.membership where account_id = $1 and revoked_at is null",
      World.hoaHerself.accountID.uuid)
  }
}
