import Foundation
import Localization
import Logging
import Postgres
import WorkforceServer

extension Settings {
  /// - Parameter conninfo: may hold a password; it goes into the pool and nowhere else.
  func pool(_ conninfo: String) throws -> PostgresConfiguration {
    PostgresConfiguration(
      conninfo: conninfo,
      readConnections: try number(.readConnections, 1...64),
      writeConnections: try number(.writeConnections, 1...256),
      connectTimeout: .seconds(10),
      statementTimeout: .seconds(try number(.statementTimeoutSeconds, 1...3600)),
      acquireTimeout: .seconds(10), maxQueued: 1000, applicationName: "kynang")
  }

  /// For the owner of the schema: few connections, and no limit of time, as a migration may be long.
  static func owner(_ conninfo: String) -> PostgresConfiguration {
    PostgresConfiguration(
      conninfo: conninfo, readConnections: 1, writeConnections: 1, connectTimeout: .seconds(10),
      statementTimeout: .zero, acquireTimeout: .seconds(120), maxQueued: 10,
      applicationName: "kynang-owner")
  }

  func server() throws -> ServerConfiguration {
    let publicURL = try text(.publicUrl)
    var configuration = ServerConfiguration(
      host: try text(.host) ?? "127.0.0.1",
      port: try number(.port, 0...65_535),
      isBehindTLS: publicURL?.hasPrefix("https://") ?? false,
      bodyLimit: try number(.bodyLimitMib, 1...1024) << 20,
      logsRequests: try isOn(.logRequests))
    configuration.publicURL = publicURL
    return configuration
  }

  /// Sets how this process logs, and gives its logger.
  func startLogging() throws -> Logger {
    let level = try choice(.logLevel, Logger.Level.self)
    try choice(.logFormat, LogFormat.self).bootstrap(level: level)
    return Logger(label: "kynang")
  }
}
