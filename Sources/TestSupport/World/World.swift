import Foundation
import Logging
import Postgres
import Workforce

/// A small province, ready to work in: two firms, a provider with two trainers, an agency, and one
/// principal for each role. Every test gets a database of its own, cloned from a template.
///
/// Firm A (`firmA`) has the units HQ ▸ SALES and PLANT, the job roles CLERK and COOK, and the people
/// A1 Lê Thị Hoa (CLERK in SALES), A2 Nguyễn Văn Đức (COOK in PLANT), A3 Trần Thị Ân (CLERK in SALES);
/// firm B has the unit OFFICE, the role CLERK and B1 Lê Anh. CLERK requires TT02_2025 1.1 at 3 and 1.2
/// at 2; COOK requires 1.1 at 2. Course EXCEL brings 1.1 from 1 to 3 in two days, and its run RUN1 is
/// open for 2026-12-07 and -08, taught by T1. It is 2026-11-23, 09:00 in Vietnam.
package struct World: Sendable {
  package let app: App
  /// The owner of the schema: for facts that a test needs and for what it expects to find.
  package let owner: Pool
  package let clock: TestClock

  /// Performs a use case as a principal, with a request of its own.
  package func perform<Task: UseCase>(
    _ useCase: Task, as principal: Principal
  ) async throws(AppError) -> Task.Output {
    try await app.perform(useCase, as: principal, request: .plain(id: "test"))
  }

  package func perform<Task: Lookup>(
    _ lookup: Task, as principal: Principal
  ) async throws(AppError) -> Task.Output {
    try await app.perform(lookup, as: principal, request: .plain(id: "test"))
  }

  package func perform<Task: Workflow>(
    _ workflow: Task, as principal: Principal
  ) async throws(AppError) -> Task.Output {
    try await app.perform(workflow, as: principal, request: .plain(id: "test"))
  }

  /// Rows of a query that the test writes itself, as the owner who sees everything.
  package func rows(_ sql: String, _ binds: any PostgresEncodable...) async throws -> Rows {
    let statement = Statement(name: "test." + String(sql.hashValue), sql: sql)
    guard
      let rows = try await owner.once(TransactionSettings(.write), [Call(statement, binds)]).first
    else { throw PostgresError.misuse("no result") }
    return rows
  }

  /// The first column of the first row as a whole number.
  package func count(_ sql: String, _ binds: any PostgresEncodable...) async throws -> Int {
    let statement = Statement(name: "test." + String(sql.hashValue), sql: sql)
    let rows = try await owner.once(TransactionSettings(.write), [Call(statement, binds)])
    guard let first = rows.first else { throw PostgresError.misuse("no result") }
    return try first.value(0, 0)
  }
}

/// A clock that stands still until a test moves it.
package final class TestClock: Sendable {
  private let moment: TestBox<Date>

  package init(_ moment: Date) {
    self.moment = TestBox(moment)
  }

  package var now: Date { moment.value }

  package func set(_ text: String) throws {
    moment.value = try Date(text, strategy: .iso8601)
  }

  package func advance(days: Int) {
    moment.value = moment.value.addingTimeInterval(Double(days) * 86400)
  }
}

/// Runs the body in a world of its own.
@discardableResult
package func withWorld<Outcome: Sendable>(
  _ body: (World) async throws -> Outcome
) async throws -> Outcome {
  try await World.template().withDatabase { conninfo in
    let clock = TestClock(try Date("2026-11-23T02:00:00Z", strategy: .iso8601))
    let logger = Logger(label: "kynang.tests")
    let owner = TestCluster.pool(conninfo)
    let app = App(
      pool: TestCluster.pool(conninfo),
      dependencies: Dependencies(
        now: { clock.now }, uuid: { UUID.version7(at: $0) },
        randomBytes: Dependencies.live.randomBytes),
      logger: logger)
    do {
      let outcome = try await body(World(app: app, owner: owner, clock: clock))
      await app.shutDown()
      await owner.close()
      return outcome
    } catch {
      await app.shutDown()
      await owner.close()
      throw error
    }
  }
}

extension World {
  static func template() throws -> TemplateDatabase {
    let script = try worldScript()
    let hash =
      try Migrator.fingerprint()
      + String(script.utf8.reduce(5381) { $0 &* 33 &+ UInt64($1) }, radix: 16)
    return TemplateDatabase(hash: String(hash.suffix(40))) { conninfo in
      let pool = TestCluster.pool(conninfo)
      let logger = Logger(label: "kynang.tests")
      try await Migrator(pool: pool, logger: logger).migrate()
      try await pool.transaction(
        TransactionSettings(
          access: .write, isolation: .readCommitted, role: "kynang_loader", settings: [])
      ) { transaction in
        _ = try await ReferenceData.shipped().load(in: transaction)
      }
      try await pool.withConnection { try await $0.script(script) }
      await pool.close()
    }
  }

  private static func worldScript() throws -> String {
    guard let url = Bundle.module.url(forResource: "world", withExtension: "sql") else {
      throw PostgresError.misuse("world.sql is missing")
    }
    return try String(contentsOf: url, encoding: .utf8)
  }
}
