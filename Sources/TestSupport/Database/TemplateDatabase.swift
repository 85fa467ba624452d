import EmbeddedPostgres
import Postgres

/// A prepared database that tests clone in about 0.1 s each instead of preparing their own.
package struct TemplateDatabase: Sendable {
  private let name: String
  private let prepare: @Sendable (String) async throws -> Void

  /// - Parameters:
  ///   - hash: of all that `prepare` does, in letters, digits and underscores: another content is
  ///     another template, the same is prepared once and kept.
  ///   - prepare: fills the database of a connection string, and closes its connections.
  package init(hash: String, prepare: @escaping @Sendable (String) async throws -> Void) {
    precondition(hash.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    // A name has at most 63 bytes; 40 digits of a digest are enough to tell contents apart.
    name = "template_\(hash.lowercased().prefix(40))"
    self.prepare = prepare
  }

  /// A database with nothing in it.
  package static let empty = TemplateDatabase(hash: "empty") { _ in }

  /// Gives the body a database of its own, and drops it afterwards.
  package func withDatabase<Outcome: Sendable>(
    _ body: (_ conninfo: String) async throws -> Outcome
  ) async throws -> Outcome {
    await Self.turnstile.enter()
    do {
      let outcome = try await withClone(body)
      await Self.turnstile.leave()
      return outcome
    } catch {
      await Self.turnstile.leave()
      throw error
    }
  }

  private static let turnstile = Turnstile(6)

  private func withClone<Outcome: Sendable>(
    _ body: (_ conninfo: String) async throws -> Outcome
  ) async throws -> Outcome {
    let cluster = try await TestCluster.shared.cluster()
    let database = await TestCluster.shared.newName()
    try await TestCluster.administer(cluster) { connection in
      try await ensure(connection, cluster)
      try await connection.script("create database \(database) template \(name)")
    }
    let outcome: Outcome
    do {
      outcome = try await body(cluster.conninfo(database: database))
    } catch {
      try await drop(database, of: cluster)
      throw error
    }
    try await drop(database, of: cluster)
    return outcome
  }

  private func drop(_ database: String, of cluster: EmbeddedCluster) async throws {
    try await TestCluster.administer(cluster) { connection in
      try await connection.script("drop database if exists \(database) with (force)")
    }
  }

  /// Prepared under another name and renamed, so that a half-prepared one is never cloned. The lock
  /// is the session's and covers other processes as well as other tests.
  private func ensure(_ connection: DedicatedConnection, _ cluster: EmbeddedCluster) async throws {
    if try await exists(connection) { return }
    let lock = Statement(name: "tests.lock", sql: "select pg_advisory_lock(hashtext($1))::text")
    let unlock = Statement(
      name: "tests.unlock", sql: "select pg_advisory_unlock(hashtext($1))::text")
    _ = try await connection.fetch(Call(lock, [name]))
    if try await !exists(connection) {
      let draft = "\(name)_draft"
      try await connection.script("drop database if exists \(draft) with (force)")
      try await connection.script("create database \(draft)")
      try await prepare(cluster.conninfo(database: draft))
      try await connection.script("alter database \(draft) rename to \(name)")
    }
    _ = try await connection.fetch(Call(unlock, [name]))
  }

  private func exists(_ connection: DedicatedConnection) async throws -> Bool {
    let find = Statement(
      name: "tests.exists", sql: "select 1 from pg_database where datname::text = $1")
    return try await connection.fetch(Call(find, [name])).count > 0
  }
}
