import EmbeddedPostgres
import Foundation
import Logging
import Postgres

/// A folder of the test's own, which is gone afterwards together with the server in it.
func withFolder<Outcome>(
  named name: String, _ body: (String) async throws -> Outcome
) async throws -> Outcome {
  let folder = "/tmp/kynang-embedded-\(getpid())-\(name)"
  let outcome: Outcome
  do {
    outcome = try await body(folder)
  } catch {
    try await clear(folder)
    throw error
  }
  try await clear(folder)
  return outcome
}

private func clear(_ folder: String) async throws {
  if let process = try serverProcess(of: folder) {
    kill(process, SIGQUIT)
    let deadline = ContinuousClock.now + .seconds(10)
    while try serverProcess(of: folder) != nil, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
  }
  try FileManager.default.removeItem(atPath: folder)
}

/// Nil if no server was started in the folder, or it has stopped.
func serverProcess(of folder: String) throws -> pid_t? {
  let path = "\(folder)/server/postmaster.pid"
  guard FileManager.default.fileExists(atPath: path) else { return nil }
  let text = try String(contentsOfFile: path, encoding: .utf8)
  return text.split(separator: "\n").first.flatMap { pid_t($0) }
}

func start(_ folder: String) async throws -> EmbeddedCluster {
  try await EmbeddedCluster.start(at: folder, for: .throwaway, logger: quiet)
}

func pool(_ cluster: EmbeddedCluster) -> Pool {
  Pool(
    configuration: PostgresConfiguration(
      conninfo: cluster.conninfo(database: "postgres"), readConnections: 2, writeConnections: 2,
      connectTimeout: .seconds(5), statementTimeout: .seconds(20), acquireTimeout: .seconds(20),
      maxQueued: 100, applicationName: "embedded-tests"),
    logger: quiet)
}

func sql(_ text: String) -> Call {
  Call(Statement(name: String(text.prefix(30)), sql: text), [])
}

func permissions(_ path: String) throws -> Int? {
  try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}

/// Returns when a statement that begins so is under way, at the latest after ten seconds.
func waitForStatement(_ beginning: String, _ pool: Pool) async throws {
  let question = """
    select count(*) from pg_stat_activity where query like '\(beginning)%' and state = 'active'
    """
  let deadline = ContinuousClock.now + .seconds(10)
  while ContinuousClock.now < deadline {
    let rows = try await pool.once(TransactionSettings(.write), [sql(question)])[0]
    if try rows.value(0, 0, as: Int.self) > 0 { return }
    try await Task.sleep(for: .milliseconds(20))
  }
}

let quiet = Logger(label: "embedded.tests") { _ in SwiftLogNoOpLogHandler() }
