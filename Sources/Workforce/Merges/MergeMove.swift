import Foundation
import Postgres

/// One merge at work: whose facts go where.
struct MergeMove: Sendable {
  let firmID: UUID
  let mergeID: UUID
  let plan: MergePlan
  let paidOnce: [UUID]
  let reason: String

  var survivor: UUID { plan.survivor.id.uuid }
  var merged: UUID { plan.merged.id.uuid }
  var kept: [UUID] { plan.doubles.map(\.keptEnrolmentId.uuid) }
  var aside: [UUID] { plan.doubles.map(\.asideEnrolmentId.uuid) }
}

struct LockedRecord: Decodable, Sendable {
  let id: UUID
}

extension Query<LockedRecord> {
  static var lockedRecords: Self { Query("merge.lock") }
}

extension Session {
  /// Before anything of them is read: whoever records a fact of them waits until this is done, and whoever
  /// was first has committed.
  func lockRecords(_ ids: [ID<Employee>]) async throws {
    let locked = try await fetchAll(.lockedRecords, try firmID().uuid, ids.map(\.uuid))
    guard locked.count == ids.count else { throw AppError.notFound("employee") }
  }

  func begin(_ move: MergeMove) async throws {
    _ = try await pipeline([
      Call(
        Command("merge.insert").statement,
        [
          move.firmID, move.mergeID, move.survivor, move.merged,
          move.plan.taken.map(\.rawValue).sorted(), now, principal.accountID.uuid, move.reason,
        ]),
      Call(
        Command("merge.keep_former").statement,
        [move.firmID, move.mergeID, [move.survivor, move.merged]]),
    ])
  }

  func moveFacts(_ move: MergeMove) async throws {
    // Seats first and in the order of their runs, because the lock of a run comes before others.
    for double in move.plan.doubles {
      _ = try await fetchAll(
        .releasedSeats, double.courseRunId.uuid, [double.asideEnrolmentId.uuid], now, newIDs(17))
    }
    let account = principal.accountID.uuid
    let head: [any PostgresEncodable] = [move.firmID, move.mergeID]
    let recording: [any PostgresEncodable] = [now, account, move.reason]
    let records: [any PostgresEncodable] = [move.survivor, move.merged]
    let pairs: [any PostgresEncodable] = [move.kept, move.aside]
    _ = try await pipeline([
      Call(
        Command("merge.set_aside").statement,
        head + [move.survivor, move.aside, move.paidOnce] + recording),
      Call(Command("merge.move_statuses").statement, head + records + recording),
      Call(Command.followStatuses.statement, head + [[] as [UUID]]),
      Call(Command("merge.drop_marks").statement, head + pairs + recording),
      Call(Command("merge.move_marks").statement, head + pairs + recording),
      Call(
        Command("merge.drop_completions").statement, head + [move.survivor] + pairs + recording),
      Call(Command("merge.move_completions").statement, head + records + pairs + recording),
      Call(Command("merge.move_assessments").statement, head + records + pairs + recording),
      Call(Command("merge.move_assignments").statement, head + records + recording),
      Call(Command("merge.move_exemptions").statement, head + records + [now, account]),
    ])
  }

  func joinRecords(_ move: MergeMove) async throws {
    let plan = move.plan
    let head: [any PostgresEncodable] = [move.firmID, move.mergeID]
    let records: [any PostgresEncodable] = [move.survivor, move.merged]
    _ = try await pipeline([
      Call(
        Command("merge.join_employments").statement,
        head + records + [now, principal.accountID.uuid, move.reason]),
      Call(Command("merge.move_memberships").statement, head + records + [now]),
      Call(Command("merge.point").statement, [move.firmID] + records),
      Call(
        Command.changePeople.statement,
        [move.firmID] + PersonValues.binds([(move.survivor, plan.values)])),
      Call(
        Command.renameEnrolments.statement,
        [move.firmID, [move.survivor], [plan.values.fullName]]),
    ])
    var code: String?
    if plan.taken.contains(.code) {
      code = plan.merged.code
      try await setCode(move.merged, nil)
    }
    let bumped = try await execute(
      .bumpEmployees, move.firmID, [move.survivor], [plan.survivor.version], [code])
    guard bumped == 1 else { throw AppError.conflict("error.changed_meanwhile") }
    if code != nil { try await setCode(move.merged, plan.survivor.code) }
  }

  /// - Parameter code: nil for one that nobody could want, while codes change places.
  func setCode(_ employee: UUID, _ code: String?) async throws {
    try await execute(.setCode, try firmID().uuid, employee, code)
  }
}

extension Command {
  static var setCode: Command { Command("merge.set_code") }
  static var followStatuses: Command { Command("merge.move_headers") }
}
