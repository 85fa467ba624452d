import Foundation
import Postgres
import SQL
import TestSupport

@testable import Workforce

/// A database with the schema and nothing in it.
enum CatalogueDatabase {
  static func with<Outcome: Sendable>(
    _ body: (Pool) async throws -> Outcome
  ) async throws -> Outcome {
    let roles = try SQL.roles()
    let migrations = try SQL.migrations().map(\.text)
    let content = ReferenceID.uuid(([roles] + migrations).joined()).uuidString
    let template = TemplateDatabase(hash: content.filter { $0 != "-" }) { conninfo in
      try await use(conninfo) { pool in
        try await pool.withConnection { connection in
          for script in [roles] + migrations { try await connection.script(script) }
        }
      }
    }
    return try await template.withDatabase { try await use($0, body) }
  }

  private static func use<Outcome: Sendable>(
    _ conninfo: String, _ body: (Pool) async throws -> Outcome
  ) async throws -> Outcome {
    let pool = TestCluster.pool(conninfo)
    do {
      let outcome = try await body(pool)
      await pool.close()
      return outcome
    } catch {
      await pool.close()
      throw error
    }
  }
}

extension Pool {
  /// Loads rows in a transaction of their own, as the role that may.
  @discardableResult
  func load(_ data: ReferenceData) async throws -> Int {
    let settings = TransactionSettings(
      access: .write, isolation: .readCommitted, role: "kynang_loader", settings: [])
    return try await transaction(settings) { try await data.load(in: $0) }
  }

  /// Runs a text that changes something.
  func change(_ sql: String) async throws {
    try await transaction(TransactionSettings(.write)) { try await $0.script(sql) }
  }

  /// The first column of what a text finds, as text.
  func texts(_ sql: String) async throws -> [String] {
    try await transaction(TransactionSettings(.read)) { transaction in
      try await transaction.fetch(Call(Statement(name: "tests.\(sql.hashValue)", sql: sql), []))
        .decode(String.self)
    }
  }
}
