import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct RecordAttendanceTests {
  @Test func aClassOfTwoFirmsIsMarkedAtOnceAndEachMarkStaysWithItsFirm() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.mixedClass()

      let answer = try await world.mark(
        [.of(hoa, .morning, .present), .of(anh, .morning, .late, minutes: 150)],
        in: World.firstSession, as: World.teacher1)
      let firms = try await world.count("select count(distinct firm_id) from kynang.attendance")
      let minutes = try await world.count(
        "select sum(minutes) from kynang.attendance where superseded_at is null")
      let audits = try await world.count(
        "select count(distinct firm_id) from kynang.audit_entry where use_case = 'attendance.record'"
      )

      #expect(answer.recordedCount == 2)
      #expect(firms == 2)
      #expect(minutes == 360)
      #expect(audits == 2)
    }
  }

  @Test func theSameMarkAgainWritesNothing() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()
      try await world.mark(hoa, .present, in: World.firstSession)

      let again = try await world.mark(hoa, .present, in: World.firstSession)
      let rows = try await world.count("select count(*) from kynang.attendance")

      #expect(again.recordedCount == 0)
      #expect(again.unchangedCount == 2)
      #expect(rows == 2)
    }
  }

  @Test func aChangedMarkIsANewRevisionAndTheOldOneStays() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()
      try await world.mark(hoa, .absent, in: World.firstSession)

      try await world.mark(hoa, .present, in: World.firstSession)
      let history = try await world.perform(
        ShowAttendanceHistory(
          enrolmentId: hoa, sessionId: World.firstSession, asOf: nil, knownAt: nil),
        as: World.teacher1)

      #expect(history.map(\.revision) == [1, 2, 1, 2])
      #expect(history.map(\.mark) == [.absent, .present, .absent, .present])
      #expect(history[0].supersededAt != nil)
      #expect(history[1].supersededAt == nil)
    }
  }

  @Test func twoDevicesAtOnceLeaveOnePresentMark() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()

      try await withThrowingTaskGroup(of: Void.self) { group in
        for mark in [Mark.present, .absent, .excused, .present] {
          group.addTask { @concurrent in
            try await world.mark(hoa, mark, in: World.firstSession)
          }
        }
        try await group.waitForAll()
      }
      let present = try await world.count(
        "select count(*) from kynang.attendance where superseded_at is null")

      #expect(present == 2)
    }
  }

  @Test func aTrainerOfAnotherClassMarksNobody() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()

      await #expect(
        throws: AppError.invalid("marks[0].enrolmentId", "attendance.not_in_class")
      ) {
        try await world.mark(
          [.of(hoa, .morning, .present)], in: World.firstSession, as: World.teacher2)
      }
    }
  }

  @Test func aTrainerMarksNobodyInASessionOfAnotherClass() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()
      let other = try await world.addRun("RUN2", heldOn: "2026-12-07")
      let foreign: UUID = try await world.rows(
        "select id from kynang.session where course_run_id = $1", other.uuid
      ).value(0, 0)

      await #expect(throws: AppError.notFound("session")) {
        try await world.mark(
          [.of(hoa, .morning, .present)], in: ID(foreign), as: World.teacher1)
      }
    }
  }

  @Test func aFirmDoesNotMarkItsPeopleInAProvidersClass() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()

      await #expect(throws: AppError.conflict("attendance.recorded_by_its_trainer")) {
        try await world.mark(
          [.of(hoa, .morning, .present)], in: World.firstSession, as: World.hrA)
      }
    }
  }

  @Test func aFirmMarksItsOwnClassAndNobodyOfAnotherFirm() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.mixedClass()
      _ = try await world.rows("update kynang.course_run set owner_id = $1", World.firmA.uuid)

      let answer = try await world.mark(
        [.of(hoa, .morning, .present)], in: World.firstSession, as: World.hrA)

      #expect(answer.recordedCount == 1)
      await #expect(
        throws: AppError.invalid("marks[0].enrolmentId", "attendance.not_in_class")
      ) {
        try await world.mark(
          [.of(anh, .morning, .present)], in: World.firstSession, as: World.hrA)
      }
    }
  }

  @Test func aSessionThatHasNotTakenPlaceIsNotMarked() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()

      await #expect(throws: AppError.conflict("attendance.session_in_future")) {
        try await world.mark(hoa, .present, in: World.secondSession)
      }
    }
  }

  @Test func everyMarkThatCannotBeIsNamed() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.mixedClass()
      _ = try await world.rows(
        "update kynang.session set afternoon = null where id = $1", World.session1)

      await #expect(
        throws: AppError.invalid([
          FieldError(
            field: "marks[0].halfDay", rule: "attendance.no_such_half_day", parameters: [:]),
          FieldError(
            field: "marks[1].minutes", rule: "attendance.longer_than_half_day",
            parameters: ["minutes": "210"]),
        ])
      ) {
        try await world.mark(
          [.of(hoa, .afternoon, .present), .of(hoa, .morning, .late, minutes: 211)],
          in: World.firstSession, as: World.teacher1)
      }
      let rows = try await world.count("select count(*) from kynang.attendance")
      #expect(rows == 0)
      #expect(anh != hoa)
    }
  }

  @Test func whoLeftTheClassIsNotMarked() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: hoa, reason: "Nghỉ việc"), as: World.hrA)

      await #expect(
        throws: AppError.invalid([
          FieldError(
            field: "marks[0].enrolmentId", rule: "attendance.withdrawn", parameters: [:]),
          FieldError(
            field: "marks[1].enrolmentId", rule: "attendance.withdrawn", parameters: [:]),
        ])
      ) { try await world.mark(hoa, .present, in: World.firstSession) }
    }
  }

  @Test func whoeverComesLateIsAskedForMinutes() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()

      await #expect(
        throws: AppError.invalid("marks[0].minutes", "attendance.late_needs_minutes")
      ) {
        try await world.mark(
          [.of(hoa, .morning, .late)], in: World.firstSession, as: World.teacher1)
      }
    }
  }

  @Test func theHistoryOfAMarkIsNobodyElses() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.mixedClass()

      await #expect(throws: AppError.notFound("enrolment")) {
        try await world.perform(
          ShowAttendanceHistory(enrolmentId: hoa, sessionId: nil, asOf: nil, knownAt: nil),
          as: World.teacher2)
      }
      await #expect(throws: AppError.notFound("enrolment")) {
        try await world.perform(
          ShowAttendanceHistory(enrolmentId: hoa, sessionId: nil, asOf: nil, knownAt: nil),
          as: World.hrB)
      }
    }
  }
}

extension World {
  /// Hoa of firm A and Anh of firm B in one class, on the morning of its first day.
  func mixedClass() async throws -> (hoa: ID<Enrolment>, anh: ID<Enrolment>) {
    let hoa = try await enrolled(World.hoa, as: World.hrA)
    let anh = try await enrolled(World.anhOfB, as: World.hrB)
    try clock.set("2026-12-07T05:00:00Z")
    return (hoa, anh)
  }
}
