import Crypto
import Foundation
import Postgres

/// What `perform` itself writes around a use case: the audit row and the answer to be repeated.
extension Session {
  /// The output of an earlier request with the same key, or nil.
  /// Throws `conflict` when the key was used for another request.
  func rememberedOutput<Task: UseCase>(of useCase: Task) async throws -> Task.Output? {
    guard let key = request.idempotencyKey else { return nil }
    guard
      let record = try await fetchOne(.idempotencyRecord, principal.accountID.uuid, key)
    else { return nil }
    let output = try record.answer(to: Task.name, try Self.hash(of: useCase))
    return try JSONCoding.decoder().decode(Task.Output.self, from: output)
  }

  /// Sent with the commit, which saves a round trip of every write.
  func writeAudit<Task: UseCase>(
    useCase name: String, output: Task.Output, of useCase: Task
  ) throws {
    let contents = audit.take()
    let auditID = dependencies.uuid(now)
    let firm = (actingFirmID ?? .none).uuid
    var calls: [Call] = []
    if !contents.isLeftOut {
      calls.append(
        Call(
          Command("audit.insert").statement,
          [
            firm, auditID, now, principal.accountID.uuid, principal.role.rawValue, name,
            contents.subjects, contents.changes.json, contents.reason, request.id,
          ]))
    }
    if !contents.details.isEmpty {
      calls.append(
        Call(
          Command("audit.insert_details").statement,
          [
            firm, auditID, contents.details.map(\.subjectID), contents.details.map(\.change),
            contents.details.map(\.fields.json.text),
          ]))
    }
    calls += contents.detailCalls.map { $0(auditID) }
    if let key = request.idempotencyKey {
      let answer = String(decoding: try JSONCoding.encoder().encode(output), as: UTF8.self)
      calls.append(
        Call(
          Command("idempotency.insert").statement,
          [
            principal.accountID.uuid, key, name, try Self.hash(of: useCase), JSONText(answer), now,
          ]))
    }
    try transaction.atCommit(calls)
  }

  static func hash(of input: some Encodable) throws -> [UInt8] {
    Array(SHA256.hash(data: try JSONCoding.encoder().encode(input)))
  }
}

struct IdempotencyRecord: Decodable, Sendable {
  let useCase: String
  let inputHash: [UInt8]
  let output: String

  /// Throws `conflict` when the key was used for another request.
  func answer(to name: String, _ hash: [UInt8]) throws(AppError) -> Data {
    guard useCase == name, inputHash == hash else {
      throw .conflict("error.idempotency_key_reused")
    }
    return Data(output.utf8)
  }
}

extension Query<IdempotencyRecord> {
  static var idempotencyRecord: Self { Query("idempotency.find") }
}
