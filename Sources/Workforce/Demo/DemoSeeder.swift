import Foundation
import Logging
import Postgres

/// Why no demo was loaded.
package enum DemoSeedingError: Error, Equatable, CustomStringConvertible {
  case databaseHasFirms
  case installationIsReal
  case referenceIsMissing
  case loaderMayNotCopy

  package var description: String {
    switch self {
    case .databaseHasFirms:
      "The database already has firms. Load a demo into an empty database."
    case .installationIsReal:
      "The database is kept for real use. Load a demo into another one."
    case .referenceIsMissing:
      "The frameworks and places are not loaded yet. Load the reference files first."
    case .loaderMayNotCopy:
      "The role kynang_loader is held by row security. Let a superuser run the migrations once."
    }
  }
}

/// Loads an invented province: all of it or nothing.
package struct DemoSeeder: Sendable {
  private let pool: Pool
  private let logger: Logger

  /// - Parameter pool: of a login that may become `kynang_loader`.
  package init(pool: Pool, logger: Logger) {
    self.pool = pool
    self.logger = logger
  }

  /// Loads the province, then makes the periods of its firms and publishes their sums. Where it was stopped in
  /// between, the next call makes the periods.
  ///
  /// Returns the sign-ins with their passwords, which are kept nowhere; nobody when the same demo is
  /// there already, since those passwords cannot be read any more.
  ///
  /// - Parameter progress: is told the share of the province that is loaded, from 0 to 1.
  /// Throws `DemoSeedingError` when the database is not one for this demo.
  package func seed(
    _ province: DemoProvince, progress: (Double) -> Void
  ) async throws -> [DemoSignIn] {
    let setting = try DemoSetting(province)
    let settings = TransactionSettings(
      access: .write, isolation: .readCommitted, role: "kynang_loader", settings: [],
      statementTimeout: .zero)
    let (state, signIns) = try await pool.transaction(settings) { transaction in
      let state = try await prepare(setting, in: transaction)
      guard state == .empty else { return (state, [DemoSignIn]()) }
      return (state, try await copy(setting, in: transaction, progress: progress))
    }
    if state != .empty {
      logger.notice("the demo is already loaded")
      if state == .lacksPeriods { await makePeriods(setting) }
      return []
    }
    try await pool.transaction(Self.afterwards) { transaction in
      _ = try await transaction.fetch(Call(Command("demo.forget_skill_sheets").statement, []))
      _ = try await transaction.execute(Call(Command("demo.analyse").statement, []))
    }
    await makePeriods(setting)
    return signIns
  }

  /// Makes the next rows while the server takes the last ones; memory holds two batches at any size.
  private func copy(
    _ setting: DemoSetting, in transaction: Transaction, progress: (Double) -> Void
  ) async throws -> [DemoSignIn] {
    progress(0)
    var count = 0
    var signIns: [DemoSignIn] = []
    let batches = DemoBatch.count(in: setting.province)
    var batch = try DemoBatch(number: 0, setting)
    for number in 0..<batches {
      async let following = number + 1 < batches ? DemoBatch(number: number + 1, setting) : nil
      count += try await batch.rows.copy(in: transaction)
      if let staff = batch.staff { signIns = try await staff.copy(setting, in: transaction) }
      progress(Double(number + 1) / Double(batches))
      if let next = try await following { batch = next }
    }
    logger.notice(
      "a demo is loaded",
      metadata: ["firms": "\(setting.province.firms)", "rows": "\(count)"])
    return signIns
  }

  /// The province is loaded by now, and its passwords are kept nowhere: whoever waits for them gets them,
  /// whatever comes of the periods.
  private func makePeriods(_ setting: DemoSetting) async {
    let (today, now) = (setting.province.today, setting.calendar.now)
    do {
      _ = try await RollupBuilder(pool: pool, logger: logger).rebuild(
        RefreshRollups.usualKinds, from: nil, until: today, today: today, now: { now })
      try await PublicationBuilder(pool: pool, logger: logger).catchUp(today: today) { now }
    } catch {
      logger.error(
        "the demo's firms have no periods yet: run rollup rebuild",
        metadata: ["error_type": "\(type(of: error))"])
    }
  }

  /// As the owner of the schema.
  private static let afterwards = TransactionSettings(
    access: .write, isolation: .readCommitted, role: nil, settings: [], statementTimeout: .zero)

  private enum Standing {
    case empty, isLoaded, lacksPeriods
  }

  /// Marks an empty database as a demo.
  private func prepare(
    _ setting: DemoSetting, in transaction: Transaction
  ) async throws -> Standing {
    let province = setting.province
    func firmID(_ number: Int) -> UUID {
      DemoID(seed: province.seed, number: number).at(1, .firm)
    }
    let ends = [firmID(0), firmID(province.firms - 1)]
    guard
      let state = try await transaction.fetch(
        Call(Query<DemoState>.state.statement, [ends, firmID(province.firms)])
      ).decode(DemoState.self).first
    else { throw PostgresError.misuse("the state of the database has no row") }
    if state.knownCount == Set(ends).count, !state.isLarger {
      return state.lacksPeriods ? .lacksPeriods : .isLoaded
    }
    if state.firmCount > 0 { throw DemoSeedingError.databaseHasFirms }
    if state.installationKind == "real" { throw DemoSeedingError.installationIsReal }
    if !state.hasReference { throw DemoSeedingError.referenceIsMissing }
    if !state.mayCopy { throw DemoSeedingError.loaderMayNotCopy }
    var ids = DemoID(seed: province.seed, number: nil)
    _ = try await transaction.execute(
      Call(
        Command("demo.install").statement,
        [
          ids.next(.province),
          setting.calendar.moment(setting.calendar.today, hour: 0, minute: 0),
        ]))
    return .empty
  }
}

private struct DemoState: Decodable, Sendable {
  let firmCount: Int
  let knownCount: Int
  let isLarger: Bool
  let lacksPeriods: Bool
  let hasReference: Bool
  let installationKind: String?
  let mayCopy: Bool
}

extension Query<DemoState> {
  fileprivate static var state: Self { Query("demo.state") }
}
