import Foundation
import Logging
import Postgres
import Synchronization

/// A sheet of skill gaps that was computed for a reader and is worth keeping for the next one.
struct SkillSheetWish: Sendable {
  let firmID: ID<Firm>
  let employeeID: ID<Employee>
  let day: CalendarDate
}

/// A lookup whose answer is kept in the database once it was asked for.
protocol ReadsSkillSheet {
  /// Nil when the answer was a kept one, or is not one of today.
  func wish(from rows: Rows, in context: LookupContext) throws -> SkillSheetWish?
}

/// Keeps the sheets that readers had to wait for, beside the requests: a reader's transaction is read
/// only, and nothing is lost when the service dies first.
final class SkillSheetKeeper: Sendable {
  private struct Batch: Hashable {
    let firmID: ID<Firm>
    let day: CalendarDate
  }

  private let pool: Pool
  private let logger: Logger
  private let wishes = Mutex<[Batch: Set<ID<Employee>>]>([:])
  /// Employees computed in one transaction, so that no writer waits long for a sheet's row.
  private let most = 100

  init(pool: Pool, logger: Logger) {
    self.pool = pool
    self.logger = logger
  }

  func note(_ wish: SkillSheetWish) {
    wishes.withLock { wishes in
      _ = wishes[Batch(firmID: wish.firmID, day: wish.day), default: []].insert(wish.employeeID)
    }
  }

  func run() async {
    while !Task.isCancelled {
      do { try await Task.sleep(for: .milliseconds(250)) } catch { break }
      await flush()
    }
  }

  /// Keeps what was wished for. What cannot be kept is computed again for its next reader.
  func flush() async {
    let batches = wishes.withLock { wishes in
      defer { wishes.removeAll() }
      return wishes
    }
    for (batch, employees) in batches {
      let ids = employees.map(\.uuid)
      for start in stride(from: 0, to: ids.count, by: most) {
        do {
          try await keep(Array(ids[start..<min(start + most, ids.count)]), batch)
        } catch {
          logger.warning(
            "skill sheets are not kept", metadata: ["error_type": "\(type(of: error))"])
        }
      }
    }
  }

  private func keep(_ employees: [UUID], _ batch: Batch) async throws {
    let settings = TransactionSettings(
      access: .write, isolation: .readCommitted, role: "kynang_firm",
      settings: [("app.firm_id", batch.firmID.description)])
    _ = try await pool.once(
      settings,
      [
        Call(Command("skill_sheet.begin").statement, [batch.firmID.uuid, employees]),
        Call(
          Command("skill_sheet.keep").statement,
          [batch.firmID.uuid, employees, batch.day, Date.distantFuture]),
      ])
  }
}
