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
    let survivor = move.survivor
    let merged = move.merged
    let (kept, aside) = (move.kept, move.aside)
    let none: [UUID] = []
    _ = try await pipeline([
      write("merge.set_aside", move, [survivor, aside, move.paidOnce]),
      write("merge.move_statuses", move, [survivor, merged]),
      Call(Command.followStatuses.statement, [move.firmID, move.mergeID, none]),
      write("merge.drop_marks", move, [kept, aside]),
      write("merge.move_marks", move, [kept, aside]),
      write("merge.drop_completions", move, [survivor, kept, aside]),
      write("merge.move_completions", move, [survivor, merged, kept, aside]),
      write("merge.move_assessments", move, [survivor, merged, kept, aside]),
      write("merge.move_assignments", move, [survivor, merged]),
      Call(
        Command("merge.move_exemptions").statement,
        [move.firmID, move.mergeID, survivor, merged, now, principal.accountID.uuid]),
    ])
  }

  func joinRecords(_ move: MergeMove) async throws {
    let plan = move.plan
    _ = try await pipeline([
      write("merge.join_employments", move, [move.survivor, move.merged]),
      Call(
        Command("merge.move_memberships").statement,
        [move.firmID, move.mergeID, move.survivor, move.merged, now]),
      Call(Command("merge.point").statement, [move.firmID, move.survivor, move.merged]),
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

  /// A statement that records facts of a merge: what it needs, then when, by whom and why.
  private func write(
    _ name: String, _ move: MergeMove, _ binds: [any PostgresEncodable]
  ) -> Call {
    let head: [any PostgresEncodable] = [move.firmID, move.mergeID]
    let recording: [any PostgresEncodable] = [now, principal.accountID.uuid, move.reason]
    return Call(Command(name).statement, head + binds + recording)
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
