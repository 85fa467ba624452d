import Foundation
import Logging
import Postgres
import ServiceLifecycle
import UnixSignals
import Workforce
import WorkforceServer

/// The service at work: HTTP and what runs beside the requests, until a signal tells it to stop.
struct RunningService: Sendable {
  let settings: Settings
  let logger: Logger

  /// Says where people find the service.
  typealias Announcement = @Sendable (_ address: String) async -> Void

  /// Returns when everything under way has finished, what was buffered is written and the
  /// connections are closed. Throws when the schema is not that of this release.
  ///
  /// - Parameter prepare: runs before the service listens, and says what to announce once it does.
  func run(
    _ conninfo: String, prepare: (App) async throws -> Announcement
  ) async throws {
    let pool = Pool(configuration: try settings.pool(conninfo), logger: logger)
    let app = App(pool: pool, dependencies: .live, logger: logger)
    do {
      try await Migrator(pool: pool, logger: logger).verify()
      try await serve(app, pool, announce: try await prepare(app))
    } catch {
      await app.shutDown()
      throw error
    }
    await app.shutDown()
  }

  private func serve(
    _ app: App, _ pool: Pool, announce: @escaping Announcement
  ) async throws {
    let configuration = try settings.server()
    let parts = ServerParts(
      app: app, registry: try Registry.all(), authentication: .accounts(of: app),
      configuration: configuration, logger: logger, isReady: { await Self.answers(pool) })
    let publicURL = try settings.text(.publicUrl)
    let server = try Server.application(parts) { port in
      await announce(
        publicURL ?? configuration.address(port: port ?? configuration.port))
      giveBackMemory()
    }
    // Stopped in reverse order: requests end first, then what writes their log.
    try await ServiceGroup(
      services: [BackgroundWork(app: app), server],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet
    ).run()
  }

  /// What starting needed, and answering does not.
  private func giveBackMemory() {
    Heap.giveBack()
    do {
      try ProgramText.giveBack()
    } catch {
      logger.debug("memory is not given back", metadata: ["error_type": "\(type(of: error))"])
    }
  }

  /// The group tells of each service at the level of information, which is ours to tell.
  private var quiet: Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }

  private static func answers(_ pool: Pool) async -> Bool {
    do {
      let ping = Statement(name: "readiness.ping", sql: "select 1")
      return try await pool.once(TransactionSettings(.read), [Postgres.Call(ping, [])]).count == 1
    } catch {
      return false
    }
  }
}

/// The log of reads, the sealing of the audit and the outbox.
struct BackgroundWork: Service {
  let app: App

  func run() async {
    await cancelWhenGracefulShutdown { await app.runBackgroundWork() }
  }
}

extension ServerConfiguration {
  /// Where a person at this machine finds the service.
  fileprivate func address(port: Int) -> String {
    let shown = ["0.0.0.0", "::"].contains(host) ? "localhost" : host
    return shown.contains(":") ? "http://[\(shown)]:\(port)" : "http://\(shown):\(port)"
  }
}
