import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct DemoSeederTests {
  private static let small = DemoProvince(firms: 3, seed: 11, today: DemoWorld.today)

  /// A digest of every row of every table but the hashes of passwords, whose salts are new each time.
  private static let digest = """
    select table_name || ' ' || md5(
      replace(
        query_to_xml('select * from kynang.' || table_name || ' order by 1, 2', true, false, '')::text,
        'nothing', ''))
    from information_schema.tables
    where table_schema = 'kynang' and table_type = 'BASE TABLE' and table_name <> 'account'
    order by table_name
    """

  @Test func theSameSeedGivesTheSameRows() async throws {
    let first = try await DemoWorld.withoutFirms { world in
      _ = try await world.seed(Self.small)
      return try await world.owner.texts(Self.digest)
    }
    let second = try await DemoWorld.withoutFirms { world in
      _ = try await world.seed(Self.small)
      return try await world.owner.texts(Self.digest)
    }

    #expect(first == second)
    #expect(first.count > 50)
  }

  @Test func anotherSeedGivesOtherPeople() async throws {
    let names = "select string_agg(full_name, ',' order by full_name) from kynang.person"
    let first = try await DemoWorld.withoutFirms { world in
      _ = try await world.seed(Self.small)
      return try await world.owner.texts(names)
    }
    let second = try await DemoWorld.withoutFirms { world in
      _ = try await world.seed(DemoProvince(firms: 3, seed: 12, today: DemoWorld.today))
      return try await world.owner.texts(names)
    }

    #expect(first != second)
  }

  @Test func theSameDemoIsNotLoadedTwice() async throws {
    try await DemoWorld.with { world in
      let before = try await world.count("select count(*) from kynang.employee")

      let signIns = try await world.seed(DemoWorld.province)
      let after = try await world.count("select count(*) from kynang.employee")

      #expect(signIns.isEmpty)
      #expect(after == before)
    }
  }

  /// Whoever stops the first start while periods are made starts again.
  @Test func periodsThatWereNotMadeAreMadeByTheNextStart() async throws {
    try await DemoWorld.with { world in
      let whole = try await world.count("select count(*) from kynang.firm_period")
      _ = try await world.owner.once(
        TransactionSettings(.write),
        [
          Call(
            Statement(
              name: "test.forget",
              sql: """
                delete from kynang.firm_period
                where firm_id > (select id from kynang.firm order by id offset 6 limit 1)
                """), [])
        ])
      let left = try await world.count("select count(*) from kynang.firm_period")

      let signIns = try await world.seed(DemoWorld.province)

      #expect(left < whole)
      #expect(try await world.count("select count(*) from kynang.firm_period") == whole)
      #expect(signIns.isEmpty)
    }
  }

  @Test func anotherDemoIsNotLoadedBesideIt() async throws {
    try await DemoWorld.with { world in
      await #expect(throws: DemoSeedingError.databaseHasFirms) {
        _ = try await world.seed(DemoProvince(firms: 15, seed: 7, today: DemoWorld.today))
      }
    }
  }

  @Test func aDatabaseOfRealFirmsIsLeftAlone() async throws {
    try await withWorld { world in
      await #expect(throws: DemoSeedingError.databaseHasFirms) {
        _ = try await DemoSeeder(pool: world.owner, logger: world.app.logger)
          .seed(Self.small) { _ in }
      }
    }
  }

  @Test func everyRoleHasASignInWhosePasswordIsKeptOnlyAsAHash() async throws {
    try await DemoWorld.withoutFirms { world in
      let signIns = try await world.seed(Self.small)
      let hr = try #require(signIns.first { $0.role == .hr })
      let stored = try await world.owner.texts(
        """
        select account.password_hash
        from kynang.account as account
        join kynang.login as login on login.account_id = account.id
        where login.login = 'hr@demo.kynang'
        """)
      let kept = try #require(stored.first.flatMap { PasswordHash(stored: $0) })
      let isRight = try kept.matches(hr.password)

      #expect(Set(signIns.map(\.role)) == Set(Role.allCases))
      #expect(Set(signIns.map(\.password)).count == signIns.count)
      #expect(isRight)
    }
  }

  @Test func theDatabaseIsMarkedAsADemo() async throws {
    try await DemoWorld.with { world in
      let kinds = try await world.owner.texts("select kind from kynang.installation")

      #expect(kinds == ["demo"])
    }
  }
}
