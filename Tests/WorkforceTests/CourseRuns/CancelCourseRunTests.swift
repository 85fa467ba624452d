import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct CancelCourseRunTests {
  private static let cancellation = CancelCourseRun(
    courseRunId: World.run, reason: "Giảng viên ốm")

  @Test func everyFirmFollowsACancelledRunOnce() async throws {
    try await withWorld { world in
      let seated = try await world.enrolled(World.hoa, as: World.hrA)
      let ofB = try await world.enrolled(World.anhOfB, as: World.hrB)
      let waiting = try await world.enrolled(World.an, as: World.hrA)

      let cancelled = try await world.perform(Self.cancellation, as: World.teacher1)
      let before = try await world.state(of: seated)
      try await world.app.drainOutbox()
      _ = try await world.rows("update kynang.outbox set done_at = null")
      try await world.app.drainOutbox()
      let after = [
        try await world.state(of: seated), try await world.state(of: ofB),
        try await world.state(of: waiting),
      ]
      let messages = try await world.count(
        "select count(*) from kynang.outbox where kind = 'run_cancelled'")
      let revisions = try await world.count("select max(revision) from kynang.enrolment_status")

      #expect(cancelled.run.taken == 0)
      #expect(cancelled.run.waiting == 0)
      #expect(before == "enrolled committed")
      #expect(after == Array(repeating: "cancelled released", count: 3))
      #expect(messages == 2)
      #expect(revisions == 2)
    }
  }

  @Test func theReasonOfTheRunIsShownWithTheEnrolment() async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.anhOfB, as: World.hrB)
      _ = try await world.perform(Self.cancellation, as: World.teacher1)
      try await world.app.drainOutbox()

      let shown = try await world.perform(ShowEnrolment(enrolmentId: id), as: World.hrB)
      let listed = try await world.perform(ListEnrolments.all, as: World.hrB)

      #expect(shown.state == .cancelled)
      #expect(shown.reason == "Giảng viên ốm")
      #expect(shown.version == 2)
      #expect(listed.items.map(\.reason) == ["Giảng viên ốm"])
    }
  }

  @Test func moneyReturnsToTheBudgetAndWhatIsSpentStays() async throws {
    try await withWorld { world in
      try await world.setCapacity(2)
      try await world.setBudget(10_000_000)
      let leaving = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.enrolled(World.duc, as: World.hrA)
      _ = try await world.enrolled(World.an, as: World.hrA)
      try world.clock.set("2026-12-05T02:00:00Z")
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Bận"), as: World.hrA)

      _ = try await world.perform(Self.cancellation, as: World.teacher1)
      try await world.app.drainOutbox()
      let budget = try await world.budget()
      let left = try await world.state(of: leaving)

      #expect(left == "withdrawn spent")
      #expect(budget.plannedVnd == 0)
      #expect(budget.committedVnd == 0)
      #expect(budget.spentVnd == 2_000_000)
    }
  }

  @Test func someoneWhoHasCompletedKeepsTheirPlace() async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.rows(
        """
        insert into kynang.completion (
          firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on,
          attended_minutes, planned_minutes, result, recorded_at, recorded_by)
        values ($1, gen_random_uuid(), 1, $2, $3, $4, $5, '2026-11-20', 60, 60, 'completed', now(), $1)
        """, World.firmA.uuid, id.uuid, World.hoa.uuid, World.run.uuid, World.course.uuid)

      _ = try await world.perform(Self.cancellation, as: World.teacher1)
      try await world.app.drainOutbox()
      let state = try await world.state(of: id)

      #expect(state == "enrolled committed")
    }
  }

  @Test func aCancelledEnrolmentCanNeitherBeWithdrawnNorSwapped() async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.perform(Self.cancellation, as: World.teacher1)
      try await world.app.drainOutbox()

      await #expect(throws: AppError.conflict("enrolment.run_was_cancelled")) {
        try await world.perform(WithdrawEnrolment(enrolmentId: id, reason: "Thử"), as: World.hrA)
      }
      await #expect(throws: AppError.conflict("enrolment.run_was_cancelled")) {
        try await world.perform(
          SwapEnrolment(
            enrolmentId: id, employeeId: World.an, employeeCode: nil, reason: "Thử",
            includeCompetentReason: nil, allowClashReason: nil), as: World.hrA)
      }
    }
  }

  @Test func aWaitingPersonPromotedJustBeforeIsCancelledToo() async throws {
    try await withWorld { world in
      let leaving = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.enrolled(World.duc, as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Nghỉ ốm"), as: World.hrA)
      _ = try await world.perform(Self.cancellation, as: World.teacher1)

      try await world.app.drainOutbox()
      let state = try await world.state(of: waiting)

      #expect(state == "cancelled released")
    }
  }

  @Test func trainersAndRoomsAreFreeForAnotherRun() async throws {
    try await withWorld { world in
      _ = try await world.perform(Self.cancellation, as: World.teacher1)

      let bookings = try await world.count(
        """
        select (select count(*) from kynang.trainer_booking as booking where booking.session_id = $1)
          + (select count(*) from kynang.room_booking as booking where booking.session_id = $1)
        """, World.session1)

      #expect(bookings == 0)
    }
  }
}
