import Foundation
import Logging
import Postgres

extension App {
  /// Chains audit rows in batches per firm, so that no commit waits for another, and forgets answers to
  /// repeated requests after a day.
  func sealAuditRegularly() async {
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: .seconds(5))
        try await sealAudit()
        _ = try await systemRows(
          Command("idempotency.expire").statement,
          [dependencies.now().addingTimeInterval(-86400)], access: .write)
      } catch is CancellationError {
        return
      } catch {
        logger.warning("audit is not sealed yet", metadata: ["error_type": "\(type(of: error))"])
      }
    }
  }

  /// Seals what is queued now. One transaction per firm.
  package func sealAudit() async throws {
    let waiting = try await systemRows(Command("audit.firms_to_seal").statement, [])
    for row in 0..<waiting.count {
      let firm: UUID = try waiting.value(row, 0)
      _ = try await systemRows(
        Command("audit.seal").statement, [firm, dependencies.now()], access: .write)
    }
  }

  /// Follows what one firm's transaction left to do for another's.
  func followOutbox() async {
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: .milliseconds(500))
        try await drainOutbox()
      } catch is CancellationError {
        return
      } catch {
        logger.warning("outbox is waiting", metadata: ["error_type": "\(type(of: error))"])
      }
    }
  }

  /// One system statement in a transaction of its own.
  func systemRows(
    _ statement: Statement, _ binds: [any PostgresEncodable],
    access: TransactionSettings.Access = .read
  ) async throws -> Rows {
    let settings = TransactionSettings(
      access: access, isolation: .readCommitted, role: "kynang_system", settings: [])
    guard let rows = try await pool.once(settings, [Call(statement, binds)]).first else {
      throw PostgresError.misuse("a statement gave no result")
    }
    return rows
  }
}

extension App {
  /// Keeps the skill sheets that were wished for so far.
  package func keepSkillSheets() async {
    await skillSheets.flush()
  }
}
