import Foundation
import Localization
import Logging
import Postgres
import Workforce

/// Work that the owner of the schema does: what changes its shape, and bulk loads.
struct OwnerConnection: Sendable {
  let pool: Pool
  let logger: Logger

  static func with<Outcome: Sendable>(
    _ conninfo: String, logger: Logger, _ body: (OwnerConnection) async throws -> Outcome
  ) async throws -> Outcome {
    let pool = Pool(configuration: Settings.owner(conninfo), logger: logger)
    return try await pool.closing { pool in
      try await body(OwnerConnection(pool: pool, logger: logger))
    }
  }

  /// The names of the migrations applied now.
  @discardableResult
  func migrate() async throws -> [String] {
    try await Migrator(pool: pool, logger: logger).migrate()
  }

  /// How many rows that changed; none when this release's rows are there already.
  @discardableResult
  func loadReferenceData() async throws -> Int {
    let data = try ReferenceData.shipped()
    let changed = try await pool.transaction(Self.loading) { try await data.load(in: $0) }
    if changed > 0 { logger.info("reference data is loaded", metadata: ["rows": "\(changed)"]) }
    return changed
  }

  /// Who may sign in, with passwords that are kept nowhere; nobody when this demo is there already.
  func loadDemo(firms: Int, seed: UInt64, _ words: Words) async throws -> [SignInLine] {
    let province = DemoProvince(
      firms: firms, seed: seed, today: CalendarDate.inVietnam(at: Dependencies.live.now()))
    let progress = Progress(words["running.loading_demo", ["share": words.percent(0, decimals: 0)]])
    defer { progress.stop() }
    let signIns = try await DemoSeeder(pool: pool, logger: logger).seed(province) { share in
      progress.say(
        words["running.loading_demo", ["share": words.percent(share, decimals: 0)]])
    }
    return signIns.map {
      SignInLine(
        login: $0.login, password: $0.password, role: $0.role, name: $0.displayName,
        place: $0.placeName)
    }
  }

  private static let loading = TransactionSettings(
    access: .write, isolation: .readCommitted, role: "kynang_loader", settings: [],
    statementTimeout: .zero)
}

extension Pool {
  /// Closes the pool after the body, whatever came of it.
  func closing<Outcome: Sendable>(
    _ body: (Pool) async throws -> Outcome
  ) async throws -> Outcome {
    do {
      let outcome = try await body(self)
      await close()
      return outcome
    } catch {
      await close()
      throw error
    }
  }
}
