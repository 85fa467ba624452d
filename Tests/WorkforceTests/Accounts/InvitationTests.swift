import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct InvitationTests {
  private let invalid = AppError.invalid("code", "account.invitation_invalid")
  private let newPassword = "một câu ngắn dễ nhớ"

  private func invite(
    _ login: String = "lan.moi", _ role: Role = .hr, firm: ID<Firm>? = World.firmA,
    employee: ID<Employee>? = nil, units: [ID<Workforce.Unit>]? = nil,
    provider: ID<Provider>? = nil, trainer: ID<Trainer>? = nil
  ) -> InvitePerson {
    InvitePerson(
      login: login, displayName: "Lan", language: .vi, role: role, firmId: firm,
      employeeId: employee, unitIds: units, providerId: provider, trainerId: trainer,
      agencyId: nil)
  }

  private func trainer(_ login: String) -> InvitePerson {
    invite(login, .trainer, firm: nil, provider: World.provider, trainer: World.trainer1)
  }

  @Test func anInvitedPersonSetsAPasswordAndIsLetIn() async throws {
    try await withWorld { world in
      let issued = try await world.perform(invite(), as: World.hrA)
      let shown = try await world.perform(ShowInvitation(code: issued.code), as: .visitor)
      let typed = issued.code.lowercased().replacing("-", with: " ").replacing("0", with: "o")
      let signedIn = try await world.perform(
        AcceptInvitation(code: typed, password: newPassword), as: .visitor)
      let identity = try await world.app.authenticator.identity(cookie: signedIn.token)
      #expect(issued.code.count == 24)
      #expect(shown.setsPassword)
      #expect(shown.placeName == "Công ty TNHH Khách sạn Biển Xanh Mẫu")
      #expect(identity.principal?.role == .hr)
      #expect(identity.principal?.firmID == World.firmA)
      _ = try await world.perform(SignIn(login: "lan.moi", password: newPassword), as: .visitor)
    }
  }

  @Test func hrNeedNotNameTheFirmThatTheyWorkFor() async throws {
    try await withWorld { world in
      let issued = try await world.perform(invite(firm: nil), as: World.hrA)
      let shown = try await world.perform(ShowInvitation(code: issued.code), as: .visitor)

      #expect(shown.placeName == "Công ty TNHH Khách sạn Biển Xanh Mẫu")
      await #expect(throws: AppError.invalid("firmId", "field.required")) {
        try await world.perform(invite("lan.khac", firm: nil), as: World.administrator)
      }
    }
  }

  @Test func aCodeIsUsedOnce() async throws {
    try await withWorld { world in
      let issued = try await world.perform(invite(), as: World.hrA)
      let accept = AcceptInvitation(code: issued.code, password: newPassword)
      _ = try await world.perform(accept, as: .visitor)
      await #expect(throws: invalid) { try await world.perform(accept, as: .visitor) }
    }
  }

  @Test func aCodeLastsTwoWeeksAndANewOneEndsIt() async throws {
    try await withWorld { world in
      let first = try await world.perform(invite(), as: World.hrA)
      let membership = try #require(first.membershipId)
      let second = try await world.perform(
        ReissueInvitation(accountId: first.accountId, membershipId: membership), as: World.hrA)
      await #expect(throws: invalid) {
        try await world.perform(
          AcceptInvitation(code: first.code, password: newPassword), as: .visitor)
      }
      world.clock.advance(days: 14)
      await #expect(throws: invalid) {
        try await world.perform(
          AcceptInvitation(code: second.code, password: newPassword), as: .visitor)
      }
    }
  }

  @Test func nobodyComesByAnotherFirmsRightsThroughASharedLogin() async throws {
    try await withWorld { world in
      let byA = try await world.perform(invite("minh.chung"), as: World.hrA)
      let byB = try await world.perform(invite("minh.chung", firm: World.firmB), as: World.hrB)
      let signedIn = try await world.perform(
        AcceptInvitation(code: byB.code, password: newPassword), as: .visitor)
      let identity = try await world.app.authenticator.identity(cookie: signedIn.token)
      #expect(identity.principal?.firmID == World.firmB)
      #expect(signedIn.places.count == 1)
      await #expect(throws: AppError(.unauthenticated, "account.sign_in_refused")) {
        try await world.perform(
          AcceptInvitation(code: byA.code, password: "mật khẩu của người khác"), as: .visitor)
      }
      let both = try await world.perform(
        AcceptInvitation(code: byA.code, password: newPassword), as: .visitor)
      #expect(both.places.count == 2)
    }
  }

  @Test func hrResetsAPasswordOnlyOfThoseWhoWorkNowhereElse() async throws {
    try await withWorld { world in
      try await world.givePassword("manager.sales")
      let reissue = ReissueInvitation(
        accountId: World.managerOfSales.accountID,
        membershipId: World.managerOfSales.membershipID)
      let reset = try await world.perform(reissue, as: World.hrA)
      let elsewhere = try await world.perform(
        invite("manager.sales", firm: World.firmB), as: World.hrB)
      _ = try await world.perform(
        AcceptInvitation(code: elsewhere.code, password: World.password), as: .visitor)
      await #expect(throws: invalid) {
        try await world.perform(
          AcceptInvitation(code: reset.code, password: newPassword), as: .visitor)
      }
      await #expect(throws: AppError.conflict("account.works_elsewhere")) {
        try await world.perform(reissue, as: World.hrA)
      }
      await #expect(throws: AppError.conflict("account.works_elsewhere")) {
        try await world.perform(
          DisableAccount(accountId: World.managerOfSales.accountID, reason: "thử"),
          as: World.hrA)
      }
      await #expect(throws: AppError.notFound("membership")) {
        try await world.perform(
          ReissueInvitation(
            accountId: World.hrA.accountID, membershipId: World.hrA.membershipID), as: World.hrB)
      }
    }
  }

  @Test func aResetSetsTheNewPasswordAndEndsTheSessions() async throws {
    try await withWorld { world in
      try await world.givePassword("director.a")
      let old = try await world.perform(
        SignIn(login: "director.a", password: World.password), as: .visitor)
      let reset = try await world.perform(
        ReissueInvitation(
          accountId: World.directorA.accountID, membershipId: World.directorA.membershipID),
        as: World.hrA)
      _ = try await world.perform(
        AcceptInvitation(code: reset.code, password: newPassword), as: .visitor)
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(cookie: old.token)
      }
      _ = try await world.perform(
        SignIn(login: "director.a", password: newPassword), as: .visitor)
    }
  }

  @Test func hrInvitesWithinTheirFirmAlone() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(invite(firm: World.firmB), as: World.hrA)
      }
      await #expect(throws: AppError.forbidden) {
        try await world.perform(invite("x.y.z", .administrator, firm: nil), as: World.hrA)
      }
      await #expect(throws: AppError.invalid("employeeId", "employee.unknown")) {
        try await world.perform(
          invite("x.y.z", .employee, employee: World.anhOfB), as: World.hrA)
      }
      await #expect(throws: AppError.invalid("unitIds", "unit.unknown")) {
        try await world.perform(invite("x.y.z", .manager, units: [World.officeB]), as: World.hrA)
      }
      await #expect(throws: AppError.forbidden) {
        try await world.perform(trainer("x.y.z"), as: World.hrA)
      }
    }
  }

  @Test func anOfficerStartsAFirmOffAndInvitesTrainers() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.conflict("account.firm_has_hr")) {
        try await world.perform(invite(), as: World.officer)
      }
      await #expect(throws: AppError.forbidden) {
        try await world.perform(invite("x.y.z", .director), as: World.officer)
      }
      _ = try await world.perform(trainer("giang.vien"), as: World.officer)
      let saved = try await world.perform(
        CreateFirm(
          code: "F-NEW", name: "Công ty Mới", taxCode: nil, vsicVersion: "VSIC2018",
          vsicSection: "G", vsicClass: nil, provinceCode: "56", communeCode: nil),
        as: World.officer)
      let issued = try await world.perform(
        invite("hr.moi", firm: ID(saved.id)), as: World.officer)
      #expect(!issued.hasPassword)
    }
  }

  @Test(arguments: [World.managerOfSales, World.directorA, World.teacher1, World.hoaHerself])
  func othersInviteNobody(principal: Principal) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(invite(), as: principal)
      }
    }
  }

  @Test(arguments: ["short", "aaaaaaaaaaaaaa", "lan.moi lan.moi"])
  func aWeakPasswordIsRefused(password: String) async throws {
    try await withWorld { world in
      let issued = try await world.perform(invite(), as: World.hrA)
      let error = await #expect(throws: AppError.self) {
        try await world.perform(
          AcceptInvitation(code: issued.code, password: password), as: .visitor)
      }
      #expect(error?.fieldErrors.map(\.field) == ["password"])
    }
  }

  @Test func membershipsAreListedAndRevokedWithinReach() async throws {
    try await withWorld { world in
      let listed = try await world.perform(
        ListMemberships(
          accountId: nil, search: nil,
          firmId: nil, providerId: nil, agencyId: nil, role: nil, after: nil, limit: nil),
        as: World.hrA)
      #expect(Set(listed.items.compactMap(\.firmId)) == [World.firmA])
      #expect(listed.items.count == 6)
      let revoke = { (principal: Principal) in
        RevokeMembership(
          accountId: principal.accountID, membershipId: principal.membershipID, reason: nil)
      }
      await #expect(throws: AppError.notFound("membership")) {
        try await world.perform(revoke(World.hrB), as: World.hrA)
      }
      await #expect(throws: AppError.conflict("account.own_membership")) {
        try await world.perform(revoke(World.hrA), as: World.hrA)
      }
      await #expect(throws: AppError.notFound("account")) {
        try await world.perform(
          GrantMembership(
            accountId: World.hrB.accountID, role: .director, firmId: World.firmA,
            employeeId: nil, unitIds: nil, providerId: nil, trainerId: nil, agencyId: nil),
          as: World.hrA)
      }
    }
  }

  @Test func theFirstAdministratorIsMadeByTheOperatorAndOnlyOnce() async throws {
    try await withWorld { world in
      let create = CreateAdministrator(
        login: "quan.tri", displayName: "Quản trị", language: .vi, password: newPassword)
      await #expect(throws: AppError.conflict("account.administrator_exists")) {
        try await world.perform(create, as: .systemOperator)
      }
      _ = try await world.rows(
        "update kynang.membership set revoked_at = now() where role = 'administrator'")
      await #expect(throws: AppError.forbidden) {
        try await world.perform(create, as: World.administrator)
      }
      let made = try await world.perform(create, as: .systemOperator)
      #expect(made.code == nil)
      let signedIn = try await world.perform(
        SignIn(login: "quan.tri", password: newPassword), as: .visitor)
      #expect(signedIn.places.map(\.role) == [.administrator])
    }
  }
}
