import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct SignInTests {
  private let refused = AppError(.unauthenticated, "account.sign_in_refused")

  @Test func aRightPasswordOpensASessionThatIsKnownByItsCookie() async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      let signedIn = try await world.perform(
        SignIn(login: " HR.A ", password: World.password), as: .visitor)
      let identity = try await world.app.authenticator.identity(cookie: signedIn.token)
      #expect(identity.principal == World.hrA)
      #expect(identity.displayName == "Nguyễn Thị Nhân Sự")
      #expect(identity.firmName == "Công ty TNHH Khách sạn Biển Xanh Mẫu")
      let stored = try await world.count(
        """
        select count(*) from kynang.web_session
        where encode(token_hash, 'escape') like '%' || $1 || '%'
        """, signedIn.token)
      #expect(stored == 0)
    }
  }

  @Test(
    arguments: [("hr.a", "a wrong password"), ("nobody", World.password), ("duc", World.password)])
  func everyWrongSignInGetsTheSameAnswer(login: String, password: String) async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      await #expect(throws: refused) {
        try await world.perform(SignIn(login: login, password: password), as: .visitor)
      }
    }
  }

  @Test func afterFiveFailuresTheRightPasswordIsRefusedForAWhileToo() async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      let right = SignIn(login: "hr.a", password: World.password)
      _ = try await world.rows(
        "update kynang.account set failed_sign_ins = 4 where id = $1",
        World.hrA.accountID.uuid)
      await #expect(throws: refused) {
        try await world.perform(SignIn(login: "hr.a", password: "wrong"), as: .visitor)
      }
      await #expect(throws: refused) { try await world.perform(right, as: .visitor) }
      try world.clock.set("2026-11-23T02:00:31Z")
      _ = try await world.perform(right, as: .visitor)
      let failures = try await world.count(
        "select failed_sign_ins from kynang.account where id = $1", World.hrA.accountID.uuid)
      #expect(failures == 0)
    }
  }

  @Test func aDisabledAccountIsOutAtOnce() async throws {
    try await withWorld { world in
      try await world.givePassword("manager.sales")
      let manager = SignIn(login: "manager.sales", password: World.password)
      let signedIn = try await world.perform(manager, as: .visitor)
      _ = try await world.app.authenticator.identity(cookie: signedIn.token)
      _ = try await world.perform(
        DisableAccount(accountId: World.managerOfSales.accountID, reason: "nghỉ việc"),
        as: World.hrA)
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(cookie: signedIn.token)
      }
      await #expect(throws: refused) { try await world.perform(manager, as: .visitor) }
      _ = try await world.perform(
        EnableAccount(accountId: World.managerOfSales.accountID, reason: "trở lại"),
        as: World.hrA)
      _ = try await world.perform(manager, as: .visitor)
    }
  }

  @Test func signingOutEndsTheSessionAtOnce() async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      let signedIn = try await world.perform(
        SignIn(login: "hr.a", password: World.password), as: .visitor)
      _ = try await world.app.authenticator.identity(cookie: signedIn.token)
      _ = try await world.perform(SignOut(token: signedIn.token), as: .visitor)
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(cookie: signedIn.token)
      }
    }
  }

  @Test func aSessionInUseLastsButNotLongerThanAWeek() async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      let token = try await world.perform(
        SignIn(login: "hr.a", password: World.password), as: .visitor
      ).token
      try world.clock.set("2026-11-23T13:00:00Z")
      let extended = try await world.app.authenticator.identity(cookie: token)
      #expect(extended.expiresAt == (try Date("2026-11-24T01:00:00Z", strategy: .iso8601)))
      _ = try await world.rows(
        "update kynang.web_session set expires_at = created_at + interval '6 days 22 hours'")
      try world.clock.set("2026-11-29T23:00:00Z")
      let last = try await world.app.authenticator.identity(cookie: token)
      #expect(last.expiresAt == (try Date("2026-11-30T02:00:00Z", strategy: .iso8601)))
      try world.clock.set("2026-11-30T02:00:01Z")
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(cookie: token)
      }
    }
  }

  @Test func whoWorksInTwoPlacesChoosesOne() async throws {
    try await withWorld { world in
      try await world.givePassword("hoa")
      let granted = try await world.perform(
        GrantMembership(
          accountId: World.hoaHerself.accountID, role: .manager, firmId: World.firmA,
          employeeId: nil, unitIds: [World.sales], providerId: nil, trainerId: nil, agencyId: nil),
        as: World.hrA)
      let signedIn = try await world.perform(
        SignIn(login: "hoa", password: World.password), as: .visitor)
      let before = try await world.app.authenticator.identity(cookie: signedIn.token)
      _ = try await world.perform(
        ChoosePlace(token: signedIn.token, membershipId: granted.membershipId), as: .visitor)
      let after = try await world.app.authenticator.identity(cookie: signedIn.token)
      #expect(signedIn.places.map(\.role) == [.employee, .manager])
      #expect(before.principal == nil)
      #expect(after.principal?.role == .manager)
      #expect(after.principal?.unitIDs == [World.sales])
      await #expect(throws: AppError.notFound("membership")) {
        try await world.perform(
          ChoosePlace(token: signedIn.token, membershipId: World.hrB.membershipID), as: .visitor)
      }
    }
  }

  @Test func aChangedPasswordEndsTheOtherSessions() async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      let signIn = SignIn(login: "hr.a", password: World.password)
      let kept = try await world.perform(signIn, as: .visitor).token
      let other = try await world.perform(signIn, as: .visitor).token
      let change = { (current: String) in
        ChangePassword(currentPassword: current, newPassword: "mot cau ngan khac", token: kept)
      }
      await #expect(throws: AppError.invalid("currentPassword", "account.current_password")) {
        try await world.perform(change("wrong"), as: World.hrA)
      }
      _ = try await world.perform(change(World.password), as: World.hrA)
      _ = try await world.app.authenticator.identity(cookie: kept)
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(cookie: other)
      }
      await #expect(throws: refused) { try await world.perform(signIn, as: .visitor) }
    }
  }

  /// A login that is locked for a while is as one that nobody has: strangers fill no audit.
  @Test(arguments: ["nobody", "hr.a"])
  func anAttemptThatCountsAgainstNoAccountIsNotAudited(login: String) async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      _ = try await world.rows(
        "update kynang.account set locked_until = $2 where id = $1 returning 1",
        World.hrA.accountID.uuid, world.clock.now.addingTimeInterval(60))

      await #expect(throws: refused) {
        try await world.perform(SignIn(login: login, password: "wrong"), as: .visitor)
      }

      #expect(try await world.count("select count(*) from kynang.audit_entry") == 0)
      #expect(try await world.count("select refused_count from kynang.sign_in_guess") == 1)
    }
  }

  @Test func aVisitorDoesNothingButSignIn() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.unauthenticated) {
        try await world.perform(ShowOwnAccount(), as: .visitor)
      }
    }
  }

  @Test func noAuditRowHoldsAPasswordOrALogin() async throws {
    try await withWorld { world in
      try await world.givePassword("hr.a")
      _ = try await world.perform(
        SignIn(login: "hr.a", password: World.password), as: .visitor)
      let leaks = try await world.count(
        """
        select count(*) from kynang.audit_entry as entry
        where entry::text like '%' || $1 || '%' or entry::text like '%hr.a%'
        """, World.password)
      let audited = try await world.count("select count(*) from kynang.audit_entry")
      #expect(leaks == 0)
      #expect(audited == 2)
    }
  }
}

extension World {
  static let password = "biển xanh cát trắng"

  /// As if the human had accepted an invitation.
  func givePassword(_ login: String) async throws {
    _ = try await rows(
      """
      update kynang.account as account set password_hash = $2
      from kynang.login where login.account_id = account.id and login.login = $1
      """, login, Self.hash)
  }

  /// Of `password` in NFC, salt of sixteen times 1.
  /// Source: hashlib.scrypt of Python, n=32768, r=8, p=1, dklen=32.
  private static let hash =
    "scrypt:32768:8:1:AQEBAQEBAQEBAQEBAQEBAQ==:sjqIg+jN8W516kltaDWERngRVtJ154JRbjZXb52EV8s="
}
