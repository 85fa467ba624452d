import Foundation
import Logging
import Postgres
import TestSupport

@testable import Workforce

/// A database with a demo in it, on 23 November 2026.
struct DemoWorld: Sendable {
  static let today = CalendarDate("2026-11-23")!
  static let province = DemoProvince(firms: 14, seed: 7, today: today)

  let app: App
  let owner: Pool

  @discardableResult
  static func with<Outcome: Sendable>(
    _ body: (DemoWorld) async throws -> Outcome
  ) async throws -> Outcome {
    try await template().withDatabase { conninfo in
      try await open(conninfo, body)
    }
  }

  /// The schema and the reference rows, and no firm.
  @discardableResult
  static func withoutFirms<Outcome: Sendable>(
    _ body: (DemoWorld) async throws -> Outcome
  ) async throws -> Outcome {
    let template = TemplateDatabase(
      hash: "reference" + String(try Migrator.fingerprint().suffix(30))
    ) {
      try await open($0) { try await $0.migrate() }
    }
    return try await template.withDatabase { try await open($0, body) }
  }

  /// The program that makes the demo is part of what the template holds.
  private static func template() throws -> TemplateDatabase {
    let program = Bundle.main.executablePath ?? ""
    let attributes = try FileManager.default.attributesOfItem(atPath: program)
    let built = attributes[.modificationDate] as? Date ?? .distantPast
    return TemplateDatabase(hash: "demo\(Int(built.timeIntervalSince1970 * 1000))") {
      try await open($0) { world in
        try await world.migrate()
        _ = try await world.seed(province)
      }
    }
  }

  private static func open<Outcome: Sendable>(
    _ conninfo: String, _ body: (DemoWorld) async throws -> Outcome
  ) async throws -> Outcome {
    let now = try Date("2026-11-23T02:00:00Z", strategy: .iso8601)
    let world = DemoWorld(
      app: App(
        pool: TestCluster.pool(conninfo),
        dependencies: Dependencies(
          now: { now }, uuid: { UUID.version7(at: $0) },
          randomBytes: Dependencies.live.randomBytes),
        logger: Logger(label: "kynang.tests")),
      owner: TestCluster.pool(conninfo))
    do {
      let outcome = try await body(world)
      await world.app.shutDown()
      await world.owner.close()
      return outcome
    } catch {
      await world.app.shutDown()
      await world.owner.close()
      throw error
    }
  }

  private func migrate() async throws {
    try await Migrator(pool: owner, logger: Logger(label: "kynang.tests")).migrate()
    try await owner.load(try ReferenceData.shipped())
  }

  func seed(_ province: DemoProvince) async throws -> [DemoSignIn] {
    try await DemoSeeder(pool: owner, logger: Logger(label: "kynang.tests")).seed(province) { _ in }
  }

  func count(_ sql: String) async throws -> Int {
    try await owner.texts("select (\(sql))::text").first.flatMap { Int($0) } ?? -1
  }

  /// Whoever signs in with a role.
  func principal(_ role: Role) async throws -> Principal {
    let statement = Statement(
      name: "tests.membership",
      sql: """
        select account_id, id, firm_id, employee_id, unit_ids, provider_id, trainer_id, agency_id
        from kynang.membership where role = $1
        """)
    let rows = try await owner.once(
      TransactionSettings(.write), [Call(statement, [role.rawValue])])
    guard let row = try rows.first?.decode(MembershipRow.self).first else {
      throw PostgresError.misuse("nobody signs in as \(role.rawValue)")
    }
    return Principal(
      accountID: ID(row.accountId), membershipID: ID(row.id), role: role,
      firmID: row.firmId.map { ID($0) }, employeeID: row.employeeId.map { ID($0) },
      unitIDs: row.unitIds.map { ID($0) }, providerID: row.providerId.map { ID($0) },
      trainerID: row.trainerId.map { ID($0) }, agencyID: row.agencyId.map { ID($0) },
      provinceCode: row.agencyId == nil ? nil : "56")
  }
}

private struct MembershipRow: Decodable {
  let accountId: UUID
  let id: UUID
  let firmId: UUID?
  let employeeId: UUID?
  let unitIds: [UUID]
  let providerId: UUID?
  let trainerId: UUID?
  let agencyId: UUID?
}
