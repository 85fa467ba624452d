import Foundation
import Logging
import Postgres
import Synchronization

/// One reading of person-level data.
struct PersonRead: Sendable {
  let firmID: ID<Firm>
  let id: UUID
  let readAt: Date
  let accountID: ID<Account>
  let role: Role
  let useCase: String
  let employeeID: ID<Employee>?
  let requestID: String
}

/// Who read whose data, written in batches beside the requests: at most the last second is lost when
/// the service is killed, and no reader waits for it.
final class PersonReadLog: Sendable {
  private let pool: Pool
  private let logger: Logger
  private let buffer = Mutex<[PersonRead]>([])
  /// Beyond this many unwritten reads (a database that is away), the oldest are counted and dropped.
  private let limit = 100_000

  init(pool: Pool, logger: Logger) {
    self.pool = pool
    self.logger = logger
  }

  func note(_ read: PersonRead) {
    buffer.withLock { if $0.count < limit { $0.append(read) } }
  }

  func run() async {
    while !Task.isCancelled {
      do { try await Task.sleep(for: .milliseconds(900)) } catch { break }
      await flush()
    }
  }

  func flush() async {
    let reads = buffer.withLock { buffer in
      defer { buffer.removeAll(keepingCapacity: true) }
      return buffer
    }
    guard !reads.isEmpty else { return }
    let settings = TransactionSettings(
      access: .write, isolation: .readCommitted, role: "kynang_system", settings: [])
    let call = Call(
      Command("person_read.insert").statement,
      [
        reads.map(\.firmID.uuid), reads.map(\.id), reads.map(\.readAt), reads.map(\.accountID.uuid),
        reads.map(\.role.rawValue), reads.map(\.useCase), reads.map { $0.employeeID?.uuid },
        reads.map(\.requestID),
      ])
    do {
      _ = try await pool.once(settings, [call])
    } catch {
      logger.warning("reads are not logged yet", metadata: ["count": "\(reads.count)"])
      buffer.withLock { $0.insert(contentsOf: reads, at: 0) }
    }
  }
}
