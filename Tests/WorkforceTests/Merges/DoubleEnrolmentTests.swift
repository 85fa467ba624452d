import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// One human enrolled in one run by both records.
@Suite struct DoubleEnrolmentTests {
  @Test func theSecondSeatIsFreedAndItsMoneyReturnsToTheBudget() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let own = try await world.enrolled(World.hoa, as: World.hrA)
      let second = try await world.enrolled(twin, as: World.hrA)
      let preview = try await world.perform(PreviewMerge.of(twin), as: World.hrA)
      _ = try await world.merge(twin)
      let states = try await world.enrolments(of: World.hoa)
      let seats = try await world.count(
        "select count(*) from kynang.seat where state = 'taken' and course_run_id = $1",
        World.run.uuid)
      #expect(preview.doubles.map(\.keptEnrolmentId) == [own])
      #expect(preview.doubles.map(\.releasedVnd) == [2_000_000])
      #expect(
        states.map { "\($0.id == own) \($0.state.rawValue) \($0.moneyState.rawValue)" }.sorted()
          == ["false withdrawn released", "true enrolled committed"])
      #expect(states.contains { $0.id == second })
      #expect(seats == 1)
    }
  }

  @Test func halfDaysOfBothAreAttendedOnceAndOneResultStands() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let (own, second) = try await world.bothFinished(twin)
      let preview = try await world.perform(PreviewMerge.of(twin), as: World.hrA)
      _ = try await world.merge(twin)
      let results = try await world.completions(of: World.hoa)
      let minutes = try await world.count(
        """
        select coalesce(sum(minutes), 0)::bigint from kynang.attendance
        where enrolment_id = $1 and superseded_at is null and not is_void
        """, own.uuid)
      let left = try await world.count(
        """
        select count(*) from kynang.attendance
        where enrolment_id = $1 and superseded_at is null and not is_void
        """, second.uuid)
      let period = try await world.rows(
        """
        select completions, attended_minutes
        from kynang.roll_up_courses(array[$1::uuid], '2026-10-01', '2026-12-31')
        """, World.firmA.uuid)
      // Hoa came to all four half-days; the second record to the first two of them.
      #expect(preview.doubles.map(\.keptEnrolmentId) == [own])
      #expect(results.map(\.enrolmentId) == [own])
      #expect(results.map(\.result) == [.completed])
      #expect(minutes == 840)
      #expect(left == 0)
      #expect(try period.value(0, 0, as: Int.self) == 1)
      #expect(try period.value(0, 1, as: Int.self) == 840)
    }
  }

  @Test func moneySpentTwiceStaysSpentUnlessItWasPaidOnce() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      _ = try await world.bothFinished(twin)
      let first = try await world.merge(twin)
      let twice = try await world.spent()
      _ = try await world.unmerge(first)
      _ = try await world.merge(twin, paidOnce: [World.run])
      let once = try await world.spent()
      #expect(twice == 4_000_000)
      #expect(once == 2_000_000)
    }
  }

  @Test func theEnrolmentThatIsKeptMayBeChosen() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let (own, second) = try await world.bothFinished(twin)
      let before = try await world.standingRecords()
      let merged = try await world.merge(twin, kept: [second])
      let results = try await world.completions(of: World.hoa)
      let enrolments = try await world.enrolments(of: World.hoa)
      _ = try await world.unmerge(merged)
      let after = try await world.standingRecords()
      // The better result stands, on the enrolment that was chosen.
      #expect(results.map(\.enrolmentId) == [second])
      #expect(results.map(\.result) == [.completed])
      #expect(enrolments.first { $0.id == own }?.state == .withdrawn)
      #expect(after == before)
    }
  }

  @Test func anEnrolmentThatIsNotOfBothCannotBeChosen() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let own = try await world.enrolled(World.hoa, as: World.hrA)
      await #expect(throws: AppError.invalid("keptEnrolmentIds", "merge.not_in_both")) {
        try await world.merge(twin, kept: [own])
      }
      await #expect(throws: AppError.invalid("paidOnceRunIds", "merge.not_in_both")) {
        try await world.merge(twin, paidOnce: [World.run])
      }
    }
  }

  @Test func whoStandsAgainInAFullClassWaits() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let own = try await world.enrolled(World.hoa, as: World.hrA)
      let second = try await world.enrolled(twin, as: World.hrA)
      let merged = try await world.merge(twin)
      world.clock.advance(days: 1)
      _ = try await world.enrolled(World.an, as: World.hrA)
      let back = try await world.unmerge(merged)
      let ofHoa = try await world.enrolments(of: World.hoa)
      let ofTwin = try await world.enrolments(of: twin)
      #expect(back.waitingEnrolmentIds == [second])
      #expect(ofHoa.map(\.id) == [own])
      #expect(ofHoa.map(\.state) == [.enrolled])
      #expect(
        ofTwin.map { "\($0.state.rawValue) \($0.moneyState.rawValue)" } == ["waitlisted planned"])
    }
  }
}

extension PreviewMerge {
  static func of(_ merged: ID<Employee>, into survivor: ID<Employee> = World.hoa) -> PreviewMerge {
    PreviewMerge(
      employeeId: survivor, mergedId: merged, take: nil, keptEnrolmentIds: nil,
      paidOnceRunIds: nil)
  }
}

extension World {
  /// Both records in one class that is over: Hoa attended and completed all of it, the second record came to
  /// the first day and did not complete.
  func bothFinished(_ twin: ID<Employee>) async throws -> (
    own: ID<Enrolment>, second: ID<Enrolment>
  ) {
    let own = try await enrolled(Self.hoa, as: World.hrA)
    let second = try await enrolled(twin, as: World.hrA)
    try clock.set("2026-12-08T11:00:00Z")
    try await mark(own, .present, in: World.firstSession)
    try await mark(second, .present, in: World.firstSession)
    try await mark(own, .present, in: World.secondSession)
    try await mark(second, .absent, in: World.secondSession)
    _ = try await close(World.firstSession)
    _ = try await close(World.secondSession)
    _ = try await perform(RecordCompletions.of([own], .completed), as: World.teacher1)
    _ = try await perform(RecordCompletions.of([second], .notCompleted), as: World.teacher1)
    clock.advance(days: 1)
    return (own, second)
  }

  /// What firm A has spent on its people, in đồng.
  func spent() async throws -> Int {
    try await count(
      """
      select coalesce(sum(firm_part_vnd), 0)::bigint from kynang.enrolment_status
      where firm_id = $1 and superseded_at is null and not is_void and money_state = 'spent'
      """, Self.firmA.uuid)
  }
}
