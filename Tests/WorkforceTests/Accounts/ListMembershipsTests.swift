import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ListMembershipsTests {
  @Test func anOfficerSeesOpenInvitationsOfTheirProvinceAlone() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        Self.trainerInvitation(login: "thay.hai"), as: World.officer)
      let seen = try await world.perform(Self.list(search: nil), as: World.officer)
      #expect(seen.items.map(\.login) == ["thay.hai"])
      #expect(seen.items.map(\.isPending) == [true])
      #expect(seen.items.map(\.role) == [.trainer])
    }
  }

  @Test func anAccountIsFoundWithoutMarksAndByItsLogin() async throws {
    try await withWorld { world in
      let byName = try await world.perform(Self.list(search: "ho quan"), as: World.hrA)
      let byLogin = try await world.perform(Self.list(search: "director.a"), as: World.hrA)
      #expect(byName.items.map(\.displayName) == ["Hồ Quản Lý"])
      #expect(byLogin.items.map(\.role) == [.director])
    }
  }

  @Test func aTrainerListsNobody() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(Self.list(search: nil), as: World.teacher1)
      }
    }
  }

  /// Whoever types a login must not learn by it whose it is, nor in what state.
  @Test func somebodyOfAnotherFirmIsALoginUntilTheyAccept() async throws {
    try await withWorld { world in
      try await world.givePassword("hr.b")
      let invitation = try await world.perform(
        Self.directorInvitation(login: "hr.b"), as: World.hrA)
      let before = try await world.perform(Self.list(search: "hr.b"), as: World.hrA)
      let name = try await world.perform(Self.list(search: nil), as: World.hrB)
        .items.first { $0.login == "hr.b" }?.displayName
      let byName = try await world.perform(Self.list(search: name), as: World.hrA)

      _ = try await world.perform(
        AcceptInvitation(code: invitation.code, password: World.password), as: .visitor)
      let after = try await world.perform(Self.list(search: "hr.b"), as: World.hrA)

      #expect(before.items.map(\.displayName) == ["hr.b"])
      #expect(before.items.map(\.accountState) == ["invited"])
      #expect(byName.items.isEmpty)
      #expect(after.items.map(\.displayName) == [name])
    }
  }

  @Test func aManagerOfAnotherFirmIsALoginUntilTheyAccept() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        InvitePerson(
          login: "hr.b", displayName: "Ai Đó", language: nil, role: .manager,
          firmId: World.firmA, employeeId: nil, unitIds: [World.plant], providerId: nil,
          trainerId: nil, agencyId: nil), as: World.hrA)

      let leads = try await world.perform(ListUnitLeads(), as: World.hrA)

      #expect(leads.filter(\.isPending).map(\.displayName) == ["hr.b"])
    }
  }

  @Test func whomOneInvitedOneselfHasTheNameThatWasGiven() async throws {
    try await withWorld { world in
      _ = try await world.perform(Self.directorInvitation(login: "moi.vao"), as: World.hrA)

      let seen = try await world.perform(Self.list(search: "moi.vao"), as: World.hrA)

      #expect(seen.items.map(\.displayName) == ["Ai Đó"])
    }
  }

  @Test func aListIsNotContinuedAfterAMembershipOfAnotherFirm() async throws {
    try await withWorld { world in
      let page = try await world.perform(
        Self.list(search: nil, after: World.hrB.membershipID.description), as: World.hrA)

      #expect(page.items.isEmpty)
    }
  }

  private static func list(search: String?, after: String? = nil) -> ListMemberships {
    ListMemberships(
      accountId: nil, search: search, firmId: nil, providerId: nil, agencyId: nil, role: nil,
      after: after, limit: nil)
  }

  private static func directorInvitation(login: String) -> InvitePerson {
    InvitePerson(
      login: login, displayName: "Ai Đó", language: nil, role: .director, firmId: World.firmA,
      employeeId: nil, unitIds: nil, providerId: nil, trainerId: nil, agencyId: nil)
  }

  private static func trainerInvitation(login: String) -> InvitePerson {
    InvitePerson(
      login: login, displayName: "Thầy Hai", language: nil, role: .trainer, firmId: nil,
      employeeId: nil, unitIds: nil, providerId: World.provider, trainerId: World.trainer2,
      agencyId: nil)
  }
}
