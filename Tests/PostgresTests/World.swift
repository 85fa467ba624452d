import Logging
import Postgres
import TestSupport

/// Few connections and patience enough for a busy machine, but for what the test is about.
func adjusted(
  _ change: (inout PostgresConfiguration) -> Void
) -> PostgresConfiguration {
  var configuration = PostgresConfiguration(
    conninfo: "", readConnections: 2, writeConnections: 4, connectTimeout: .seconds(10),
    statementTimeout: .seconds(20), acquireTimeout: .seconds(10), maxQueued: 1000,
    applicationName: "postgres-tests")
  change(&configuration)
  return configuration
}

/// A database of the test's own, and a pool on it.
func withPool<Outcome: Sendable>(
  _ adjusted: PostgresConfiguration = adjusted { _ in }, _ body: (Pool) async throws -> Outcome
) async throws -> Outcome {
  try await TemplateDatabase.empty.withDatabase { conninfo in
    var configuration = adjusted
    configuration.conninfo = conninfo
    let pool = Pool(configuration: configuration, logger: quiet)
    let outcome: Outcome
    do {
      outcome = try await body(pool)
    } catch {
      await pool.close()
      throw error
    }
    await pool.close()
    return outcome
  }
}

/// A call of ad-hoc SQL, named by its text.
func sql(_ text: String, _ binds: any PostgresEncodable...) -> Call {
  Call(Statement(name: String(text.prefix(30)), sql: text), binds)
}

extension TransactionSettings {
  static var read: TransactionSettings { TransactionSettings(.read) }
  static var write: TransactionSettings { TransactionSettings(.write) }
}

/// Losses are what many tests are about; their warnings would only hide a real one.
let quiet = Logger(label: "postgres.tests") { _ in SwiftLogNoOpLogHandler() }
