import Foundation
import Postgres

/// One un-merging at work.
struct UnmergeMove: Sendable {
  let firmID: UUID
  let merge: MergeRow
  let sent: FactsSent
  /// Enrolments that stand again without a seat.
  let waiting: [UUID]
  let reason: String
}

struct SeatAgain: Decodable, Sendable {
  let enrolmentId: UUID
  let courseRunId: UUID
  let state: EnrolmentState
}

extension Query<SeatAgain> {
  static var seatsAgain: Self { Query("unmerge.seats") }
}

extension Session {
  /// Gives seats back to enrolments that were set aside. A run that has begun takes its people as it had
  /// them; before that, who finds it full waits.
  /// - Returns: those who wait although they had a seat.
  func takeSeatsAgain(_ mergeId: ID<EmployeeMerge>) async throws -> [UUID] {
    let firm = try firmID().uuid
    var waiting: [UUID] = []
    for seat in try await fetchAll(.seatsAgain, firm, mergeId.uuid) {
      let seats = try await find("course_run", .lockedSeats, seat.courseRunId, now)
      let run = try await find("course_run", .enrolmentRun, seat.courseRunId, today)
      let isFull = now < run.cutOffAt && seats.taken >= run.capacity
      if seat.state == .enrolled, isFull { waiting.append(seat.enrolmentId) }
      let takes = seat.state == .enrolled && !isFull
      try await execute(
        .addSeats, seat.courseRunId, [seat.enrolmentId], [takes ? "taken" : "waiting"],
        seats.lastNumber + 1, now)
    }
    return waiting
  }

  func restoreFacts(_ move: UnmergeMove) async throws {
    let survivor = move.merge.survivorId.uuid
    let merged = move.merge.mergedId.uuid
    let sent = move.sent
    _ = try await pipeline([
      // Before the facts, which may not be recorded of a merged record.
      Call(Command("unmerge.point").statement, [move.firmID, survivor, merged]),
      write("unmerge.restore_statuses", move, [merged, sent.enrolments, move.waiting]),
      Call(
        Command.followStatuses.statement, [move.firmID, move.merge.id.uuid, sent.enrolments]),
      write("unmerge.restore_marks", move, [merged]),
      write("unmerge.restore_completions", move, [survivor, merged]),
      write("unmerge.restore_assessments", move, [survivor, merged, sent.assessments]),
      write("unmerge.restore_assignments", move, [merged, sent.assignments]),
      Call(
        Command("unmerge.restore_exemptions").statement,
        [
          move.firmID, move.merge.id.uuid, merged, sent.exemptions, now,
          principal.accountID.uuid,
        ]),
      write("unmerge.restore_employments", move, [survivor]),
    ])
  }

  /// A statement that records facts of an un-merging: what it needs, then when, by whom and why.
  private func write(
    _ name: String, _ move: UnmergeMove, _ binds: [any PostgresEncodable]
  ) -> Call {
    let head: [any PostgresEncodable] = [move.firmID, move.merge.id.uuid]
    let recording: [any PostgresEncodable] = [now, principal.accountID.uuid, move.reason]
    return Call(Command(name).statement, head + binds + recording)
  }

  /// The personal values, codes and accounts of both; a value that somebody changed since stays.
  /// - Returns: the version of the record that had stayed.
  func restoreRecords(_ found: UndoableMerge, reason: String) async throws -> Int {
    let firm = try firmID().uuid
    let survivor = try await findEmployee(found.survivor.employeeId)
    let merged = found.merged.employeeId.uuid
    let taken = Set(found.merge.takenFields.compactMap { MergeField(rawValue: $0) })
    let values = found.restored(survivor.values, taken)
    var code: String?
    if taken.contains(.code) {
      try await setCode(merged, nil)
      if survivor.code == found.merged.code { code = found.survivor.code }
    }
    try await bumpEmployee(survivor, code: code)
    if taken.contains(.code) { try await setCode(merged, found.merged.code) }
    _ = try await pipeline([
      Call(
        Command.changePeople.statement,
        [firm] + PersonValues.binds([(survivor.id.uuid, values)])),
      Call(
        Command.renameEnrolments.statement,
        [
          firm, [survivor.id.uuid, merged], [values.fullName, found.merged.fullName],
        ]),
    ])
    _ = try await find(
      "merge", .membershipsBack, firm, found.merge.id.uuid, survivor.id.uuid, merged,
      found.merge.recordedAt)
    try await change(
      Command("unmerge.finish"), firm, found.merge.id.uuid, now, principal.accountID.uuid, reason)
    return survivor.version + 1
  }
}

extension UndoableMerge {
  fileprivate func restored(
    _ present: PersonValues, _ taken: Set<MergeField>
  ) -> PersonValues {
    var values = present
    let before = survivor.values
    let other = merged.values
    if taken.contains(.fullName), present.fullName == other.fullName {
      values.fullName = before.fullName
      values.familyName = before.familyName
      values.middleName = before.middleName
      values.givenName = before.givenName
    }
    if taken.contains(.birthOn), present.birthOn == other.birthOn {
      values.birthOn = before.birthOn
    }
    if taken.contains(.phone), present.phone == other.phone { values.phone = before.phone }
    if taken.contains(.email), present.email == other.email { values.email = before.email }
    return values
  }
}

extension Query<ChangedMemberships> {
  static var membershipsBack: Self { Query("unmerge.move_memberships") }
}
