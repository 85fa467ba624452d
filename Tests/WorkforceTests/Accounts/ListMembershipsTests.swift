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

  private static func list(search: String?) -> ListMemberships {
    ListMemberships(
      accountId: nil, search: search, firmId: nil, providerId: nil, agencyId: nil, role: nil,
      after: nil, limit: nil)
  }

  private static func trainerInvitation(login: String) -> InvitePerson {
    InvitePerson(
      login: login, displayName: "Thầy Hai", language: nil, role: .trainer, firmId: nil,
      employeeId: nil, unitIds: nil, providerId: World.provider, trainerId: World.trainer2,
      agencyId: nil)
  }
}
