import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct MergeAtOnceTests {
  @Test func ofTwoWhoMergeEachIntoTheOtherOneIsRefused() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.history(of: World.hoa, months: 2, from: "2025-02-10")
      try await world.history(of: twin, months: 3, from: "2025-01-15")
      async let one = world.attempt { try await world.merge(twin) }
      async let other = world.attempt { try await world.merge(World.hoa, into: twin) }
      let outcomes = await [one, other]
      let standing = try await world.count(
        "select count(*) from kynang.employee_merge where undone_at is null")
      let all = try await world.count(
        """
        select count(*) from kynang.completion as fact
        join kynang.employee as owner on owner.id = fact.employee_id and owner.merged_into is null
        where fact.superseded_at is null and not fact.is_void
        """)
      #expect(outcomes.count { $0 == nil } == 1)
      #expect(standing == 1)
      #expect(all == 5)
    }
  }

  @Test func ofTwoWhoUndoOneMergeOneIsRefused() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.history(of: twin, months: 3, from: "2025-01-15")
      let before = try await world.standingRecords()
      let merged = try await world.merge(twin)
      async let one = world.attempt { try await world.unmerge(merged) }
      async let other = world.attempt { try await world.unmerge(merged) }
      let outcomes = await [one, other]
      let after = try await world.standingRecords()
      #expect(outcomes.count { $0 == nil } == 1)
      #expect(after == before)
    }
  }

  /// Many times, since the two may meet in any order.
  @Test(arguments: 1...6)
  func anEnrolmentMadeMeanwhileIsTheSurvivorsOrRefused(round: Int) async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      async let merged = world.attempt { try await world.merge(twin) }
      async let enrolled = world.attempt { try await world.enrolled(twin, as: World.hrA) }
      _ = await [merged, enrolled]
      let lost = try await world.count(
        """
        select count(*) from kynang.enrolment_status as status
        join kynang.employee as owner on owner.id = status.employee_id
        where status.superseded_at is null and not status.is_void and owner.merged_into is not null
        """)
      let headers = try await world.count(
        """
        select count(*) from kynang.enrolment as header
        join kynang.employee as owner on owner.id = header.employee_id
        where owner.merged_into is not null
        """)
      #expect(lost == 0)
      #expect(headers == 0)
    }
  }

  /// What a trainer records of a class is never lost to a merge.
  @Test func aResultRecordedMeanwhileIsTheSurvivors() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let seat = try await world.enrolled(twin, as: World.hrA)
      try world.clock.set("2026-12-08T11:00:00Z")
      try await world.mark(seat, .present, in: World.firstSession)
      try await world.mark(seat, .present, in: World.secondSession)
      _ = try await world.close(World.firstSession)
      _ = try await world.close(World.secondSession)
      async let merged = world.attempt { try await world.merge(twin) }
      async let recorded = world.attempt {
        try await world.perform(RecordCompletions.of([seat], .completed), as: World.teacher1)
      }
      let outcomes = await [merged, recorded]
      let results = try await world.completions(of: World.hoa)
      #expect(outcomes.allSatisfy { $0 == nil })
      #expect(results.count == 1)
    }
  }
}

extension World {
  /// What was refused; nil when it was done.
  func attempt<Output: Sendable>(
    _ work: @Sendable () async throws -> Output
  ) async -> String? {
    do {
      _ = try await work()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
