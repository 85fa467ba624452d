import Foundation
import Postgres

/// A workflow whose answer is kept as a whole under the key of its request, for none of its transactions
/// knows all of it. Done again after an interruption, before anything was kept, it carries on.
package protocol KeepsAnswer: Workflow {}

extension App {
  /// Runs a workflow, once under a key. Throws `conflict` when the key was used for another request.
  func runOnce<Task: Workflow>(
    _ workflow: Task, as principal: Principal, request: Request
  ) async throws -> Task.Output {
    guard workflow is any KeepsAnswer, let key = request.idempotencyKey else {
      return try await workflow.run(in: self, as: principal, request: request)
    }
    let hash = try Session.hash(of: workflow)
    if let record = try await keptAnswer(under: key, of: principal) {
      let output = try record.answer(to: Task.name, hash)
      return try JSONCoding.decoder().decode(Task.Output.self, from: output)
    }
    let output = try await workflow.run(in: self, as: principal, request: request.once)
    let answer = String(decoding: try JSONCoding.encoder().encode(output), as: UTF8.self)
    _ = try await pool.once(
      settings(of: principal, .write),
      [
        Call(
          Command("idempotency.keep").statement,
          [
            principal.accountID.uuid, key, Task.name, hash, JSONText(answer), dependencies.now(),
          ])
      ])
    return output
  }

  private func keptAnswer(
    under key: String, of principal: Principal
  ) async throws -> IdempotencyRecord? {
    try await pool.once(
      settings(of: principal, .read),
      [Call(Query<IdempotencyRecord>.idempotencyRecord.statement, [principal.accountID.uuid, key])]
    ).first?.decode(IdempotencyRecord.self).first
  }

  private func settings(of principal: Principal, _ access: Access) -> TransactionSettings {
    transactionSettings(
      for: principal, context: .caller, access: access, firmID: principal.firmID)
  }
}
