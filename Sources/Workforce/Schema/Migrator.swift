import Crypto
import Foundation
import Logging
import Postgres
import SQL

/// Brings a database to the schema of this release: forward only, one transaction each, by checksum.
package struct Migrator: Sendable {
  package enum Failure: Error, CustomStringConvertible {
    /// A migration that was applied has another text now.
    case edited(String)
    /// The database has migrations that this release does not know.
    case newerThanThisRelease([String])
    /// The database lacks migrations; `kynang migrate` brings them.
    case behind([String])

    package var description: String {
      switch self {
      case .edited(let name): "the released migration \(name) was edited; write a new one instead"
      case .newerThanThisRelease(let names):
        "the database was migrated by a newer release (\(names.joined(separator: ", ")))"
      case .behind(let names):
        "the database lacks \(names.joined(separator: ", ")); run `kynang migrate`"
      }
    }
  }

  private struct Applied: Decodable, Sendable {
    let number: Int
    let name: String
    let checksum: String
  }

  private let pool: Pool
  private let logger: Logger

  /// - Parameter pool: connections of the owner of the schema, not of the application.
  package init(pool: Pool, logger: Logger) {
    self.pool = pool
    self.logger = logger
  }

  /// Applies what is missing. Returns the names of the migrations applied now.
  @discardableResult
  package func migrate() async throws -> [String] {
    try await pool.withConnection { connection in
      // Two migrators at once wait for one another; the lock goes with the connection.
      try await connection.script("select pg_advisory_lock(7310579282)")
      do {
        let applied = try await apply(on: connection)
        try await connection.script("select pg_advisory_unlock(7310579282)")
        return applied
      } catch {
        try await connection.script("rollback; select pg_advisory_unlock(7310579282)")
        throw error
      }
    }
  }

  /// Throws unless the schema is exactly the one that this release was written for.
  package func verify() async throws {
    let missing = try await pool.withConnection { connection in
      try pending(of: SQL.migrations(), applied: try await applied(on: connection))
    }
    guard missing.isEmpty else { throw Failure.behind(missing.map(\.name)) }
  }

  private func apply(on connection: DedicatedConnection) async throws -> [String] {
    try await connection.script(
      """
      create table if not exists public.kynang_migration (
        number integer not null,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null,
        constraint kynang_migration_key primary key (number)
      );
      comment on table public.kynang_migration is 'catalogue: migrations applied, with their checksums.';
      grant select on public.kynang_migration to public;
      """)
    try await connection.script(SQL.roles())
    let pending = try pending(
      of: SQL.migrations(), applied: try await applied(on: connection))
    for migration in pending {
      try await connection.script(
        """
        begin;
        \(migration.text)
        insert into public.kynang_migration (number, name, checksum, applied_at)
        values (\(migration.number), '\(migration.name)', '\(Self.checksum(migration.text))', now());
        commit;
        """)
      logger.info("migrated", metadata: ["migration": "\(migration.name)"])
    }
    for routine in try SQL.routines() {
      try await connection.script("begin;\n\(routine)\ncommit;")
    }
    return pending.map(\.name)
  }

  private func applied(on connection: DedicatedConnection) async throws -> [Applied] {
    let exists = try await connection.fetch(
      Call(
        Statement(
          name: "migrations.exist", sql: "select to_regclass('public.kynang_migration')::text"),
        []))
    guard !exists.isNull(0, 0) else { return [] }
    return try await connection.fetch(
      Call(
        Statement(
          name: "migrations.list",
          sql: """
            select migration.number, migration.name, migration.checksum
            from public.kynang_migration as migration
            order by migration.number
            """),
        [])
    ).decode(Applied.self)
  }

  private func pending(
    of migrations: [SQL.Migration], applied: [Applied]
  ) throws -> [SQL.Migration] {
    let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.number, $0) })
    let unknown = applied.filter { known[$0.number] == nil }
    guard unknown.isEmpty else { throw Failure.newerThanThisRelease(unknown.map(\.name)) }
    for row in applied {
      guard let migration = known[row.number], Self.checksum(migration.text) == row.checksum
      else { throw Failure.edited(row.name) }
    }
    let done = Set(applied.map(\.number))
    return migrations.filter { !done.contains($0.number) }
  }

  /// The content of the whole schema, for the name of a test's template.
  package static func fingerprint() throws -> String {
    let parts = [try SQL.roles()] + (try SQL.migrations()).map(\.text) + (try SQL.routines())
    return checksum(parts.joined())
  }

  private static func checksum(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
  }
}
