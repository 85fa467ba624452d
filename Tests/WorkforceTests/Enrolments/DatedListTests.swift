import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// Moments lie in the past of any machine, because what is known ends with its clock.
@Suite struct DatedListTests {
  @Test func enrolmentsAreListedAsTheyStoodOnADay() async throws {
    try await withWorld { world in
      try await world.enrolAndWithdraw()

      let before = try await world.states(asOf: "2025-01-09", knownAt: nil)
      let meanwhile = try await world.states(asOf: "2025-01-15", knownAt: nil)
      let after = try await world.states(asOf: "2025-01-20", knownAt: nil)

      #expect(before == [])
      #expect(meanwhile == [.enrolled])
      #expect(after == [.withdrawn])
    }
  }

  @Test func enrolmentsAreListedAsTheyWereKnownAtAMoment() async throws {
    try await withWorld { world in
      try await world.enrolAndWithdraw()

      let before = try await world.states(asOf: nil, knownAt: "2025-01-09T00:00:00Z")
      let meanwhile = try await world.states(asOf: nil, knownAt: "2025-01-15T00:00:00Z")
      let after = try await world.states(asOf: nil, knownAt: "2025-01-21T00:00:00Z")

      #expect(before == [])
      #expect(meanwhile == [.enrolled])
      #expect(after == [.withdrawn])
    }
  }

  @Test(
    arguments: [
      ("2025-01-09", nil, 0), ("2025-01-10", nil, 1), (nil, "2025-01-15T00:00:00Z", 0),
      (nil, "2025-01-21T00:00:00Z", 1), ("2025-01-09", "2025-01-21T00:00:00Z", 0),
    ] as [(String?, String?, Int)])
  func completionsAreListedAsOfADayAndAsKnown(
    _ day: String?, _ moment: String?, _ count: Int
  ) async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.rows(
        """
        insert into kynang.completion (
          firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on,
          attended_minutes, planned_minutes, result, recorded_at, recorded_by)
        values (
          $1, gen_random_uuid(), 1, $2, $3, $4, $5, '2025-01-10', 60, 60, 'completed',
          '2025-01-20 00:00:00+00', $1)
        """, World.firmA.uuid, id.uuid, World.hoa.uuid, World.run.uuid, World.course.uuid)

      let listed = try await world.perform(
        ListCompletions(
          employeeId: nil, courseRunId: nil, courseId: nil, result: nil,
          asOf: day.flatMap { CalendarDate($0) },
          knownAt: try moment.map { try Date($0, strategy: .iso8601) }, after: nil, limit: nil),
        as: World.hrA)

      #expect(listed.items.count == count)
    }
  }

  @Test func aRosterShowsTheMarksThatWereKnown() async throws {
    try await withWorld { world in
      let hoa = try await world.enrolled(World.hoa, as: World.hrA)
      try world.clock.set("2026-12-07T10:00:00Z")
      try await world.mark(hoa, .absent, in: World.firstSession)
      _ = try await world.perform(
        RecordAttendance(
          sessionId: World.firstSession, marks: [.of(hoa, .morning, .present)], source: nil,
          reason: "Nhầm"), as: World.teacher1)
      _ = try await world.rows(
        """
        with first as (update kynang.enrolment_status set recorded_at = '2025-01-01 00:00:00+00')
        update kynang.attendance
        set
          recorded_at = case revision when 1 then '2025-01-10' else '2025-01-20' end::timestamptz,
          superseded_at = case when superseded_at is not null then '2025-01-20'::timestamptz end
        """)

      let then = try await world.morningMark(knownAt: "2025-01-15T00:00:00Z")
      let before = try await world.morningMark(knownAt: "2025-01-05T00:00:00Z")
      let now = try await world.morningMark(knownAt: nil)
      let history = try await world.perform(
        ShowAttendanceHistory(
          enrolmentId: hoa, sessionId: nil, asOf: nil,
          knownAt: try Date("2025-01-15T00:00:00Z", strategy: .iso8601)), as: World.teacher1)

      #expect(then == .absent)
      #expect(before == nil)
      #expect(now == .present)
      #expect(history.map(\.revision) == [1, 1])
      #expect(history.allSatisfy { $0.supersededAt == nil })
    }
  }
}

extension World {
  fileprivate func enrolAndWithdraw() async throws {
    try clock.set("2025-01-10T02:00:00Z")
    let id = try await enrolled(World.hoa, as: World.hrA)
    try clock.set("2025-01-20T02:00:00Z")
    _ = try await perform(WithdrawEnrolment(enrolmentId: id, reason: "Bận"), as: World.hrA)
  }

  fileprivate func states(asOf: String?, knownAt: String?) async throws -> [EnrolmentState] {
    try await perform(
      ListEnrolments(
        courseRunId: nil, employeeId: nil, batchId: nil, state: nil,
        asOf: asOf.flatMap { CalendarDate($0) },
        knownAt: try knownAt.map { try Date($0, strategy: .iso8601) }, after: nil, limit: nil),
      as: World.hrA
    ).items.map(\.state)
  }

  fileprivate func morningMark(knownAt: String?) async throws -> Mark? {
    let roster = try await perform(
      ShowRoster(
        courseRunId: World.run, sessionId: nil, asOf: nil,
        knownAt: try knownAt.map { try Date($0, strategy: .iso8601) }), as: World.teacher1)
    return roster.people.first?.marks.first { $0.halfDay == .morning }?.mark
  }
}
