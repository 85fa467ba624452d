import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct RecordCompletionsTests {
  @Test func aProposalSaysWhatWasAttendedAndWhetherItIsEnough() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.finishedClass()

      let proposals = try await world.perform(
        ProposeCompletions(courseRunId: World.run), as: World.teacher1)
      let ofHoa = try #require(proposals.people.first { $0.enrolmentId == hoa })
      let ofAnh = try #require(proposals.people.first { $0.enrolmentId == anh })

      #expect(proposals.openSessionCount == 0)
      #expect(ofHoa.attendedMinutes == 840)
      #expect(ofHoa.isMet)
      #expect(ofHoa.lastAttendedOn == CalendarDate("2026-12-08"))
      #expect(ofAnh.attendedPct == 50)
      #expect(!ofAnh.isMet)
      #expect(ofAnh.lastAttendedOn == CalendarDate("2026-12-07"))
    }
  }

  @Test func aProposalSaysWhichLevelsTheClassGave() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.finishedClass()
      try world.clock.set("2026-12-20T02:00:00Z")
      _ = try await world.perform(
        AssessTrainee(
          enrolmentId: hoa, competencyId: World.competency("1.1"), kind: .test, level: 2,
          isPassed: nil, occurredOn: day("2026-12-08"), evidence: "Bài cuối khóa"),
        as: World.teacher1)

      let proposals = try await world.perform(
        ProposeCompletions(courseRunId: World.run), as: World.teacher1)
      let ofHoa = try #require(proposals.people.first { $0.enrolmentId == hoa })
      let ofAnh = try #require(proposals.people.first { $0.enrolmentId == anh })

      #expect(ofHoa.levels.map(\.level) == [2])
      #expect(ofHoa.levels.map(\.grade) == [.tested])
      #expect(ofAnh.levels.isEmpty)
    }
  }

  @Test func whatSomebodySaysToUseAtWorkIsNoLevelOfTheClass() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      _ = try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)
      let completions = try await world.perform(ListCompletions.all, as: World.hrA)
      try world.clock.set("2027-01-20T02:00:00Z")
      _ = try await world.perform(
        StateApplication(
          employeeId: World.hoa, competencyId: World.competency("1.1"),
          completionId: try #require(completions.items.first).id, isApplied: true,
          appliedWhere: "Sổ theo dõi phòng", appliedHow: nil), as: World.hrA)

      let proposals = try await world.perform(
        ProposeCompletions(courseRunId: World.run), as: World.hrA)

      #expect(proposals.people.first { $0.enrolmentId == hoa }?.levels.isEmpty == true)
    }
  }

  @Test func aCompletionIsDatedByTheLastSessionAttendedAndSpendsTheMoney() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      try world.clock.set("2026-12-20T02:00:00Z")

      let answer = try await world.perform(
        RecordCompletions.of([hoa], .completed, score: 87.456), as: World.teacher1)
      let listed = try await world.perform(ListCompletions.all, as: World.hrA)
      let money = try await world.state(of: hoa)
      let levels = try await world.count("select count(*) from kynang.assessment")

      #expect(answer.people.map(\.outcome) == [.recorded])
      #expect(listed.items.map(\.completedOn) == [CalendarDate("2026-12-08")])
      #expect(listed.items[0].score == 87.46)
      #expect(listed.items[0].attendedMinutes == 840)
      #expect(money == "enrolled spent")
      #expect(levels == 0)
    }
  }

  @Test func whoAttendedTooLittleIsRefusedWithTheFigures() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.finishedClass()

      let answer = try await world.perform(
        RecordCompletions.of([hoa, anh], .completed), as: World.teacher1)

      #expect(answer.people.map(\.outcome) == [.recorded, .refused])
      #expect(answer.people[1].rule == "completion.attendance_too_low")
      #expect(
        answer.people[1].parameters
          == ["attended": "420", "planned": "840", "required": "80"])
      #expect(answer.refusedCount == 1)
    }
  }

  @Test func whoAttendedTooLittleIsRecordedAsNotCompleted() async throws {
    try await withWorld { world in
      let (_, anh) = try await world.finishedClass()

      let answer = try await world.perform(
        RecordCompletions.of([anh], .notCompleted), as: World.teacher1)
      let listed = try await world.perform(ListCompletions.all, as: World.hrB)
      let other = try await world.perform(ListCompletions.all, as: World.hrA)

      #expect(answer.people[0].completedOn == CalendarDate("2026-12-07"))
      #expect(listed.items.map(\.result) == [.notCompleted])
      #expect(other.items.isEmpty)
    }
  }

  @Test func theSameAtTheSameMomentIsRecordedOnceAndRefusedToNobody() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()

      let outcomes = try await withThrowingTaskGroup(of: CompletionOutcome.Outcome.self) { group in
        for _ in 0..<6 {
          group.addTask { @concurrent in
            try await world.perform(
              RecordCompletions.of([hoa], .completed), as: World.teacher1
            ).people[0].outcome
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let revisions = try await world.count("select count(*) from kynang.completion")

      #expect(outcomes.count { $0 == .recorded } == 1)
      #expect(outcomes.count { $0 == .unchanged } == 5)
      #expect(revisions == 1)
    }
  }

  @Test func theSameAgainWritesNothingAndAnotherResultNeedsAReason() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      _ = try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)

      let again = try await world.perform(
        RecordCompletions.of([hoa], .completed), as: World.teacher1)
      let other = try await world.perform(
        RecordCompletions.of([hoa], .notCompleted), as: World.teacher1)
      let corrected = try await world.perform(
        RecordCompletions.of([hoa], .notCompleted, reason: "Không nộp bài"), as: World.teacher1)
      let revisions = try await world.count("select count(*) from kynang.completion")

      #expect(again.people.map(\.outcome) == [.unchanged])
      #expect(other.people.map(\.rule) == ["completion.correction_needs_a_reason"])
      #expect(corrected.people.map(\.outcome) == [.corrected])
      #expect(revisions == 2)
    }
  }

  @Test func nothingIsRecordedWhileASessionIsOpen() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.mixedClass()
      try await world.mark(hoa, .present, in: World.firstSession)
      try await world.mark(anh, .present, in: World.firstSession)
      _ = try await world.close(World.firstSession)

      await #expect(throws: AppError.conflict("completion.sessions_open", ["count": "1"])) {
        try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)
      }
    }
  }

  @Test func aVoidCompletionIsGoneAndAnotherMayBeRecorded() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      _ = try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)

      let voided = try await world.perform(
        VoidCompletion(enrolmentId: hoa, reason: "Nhầm người"), as: World.teacher1)
      let listed = try await world.perform(ListCompletions.all, as: World.hrA)
      let again = try await world.perform(
        RecordCompletions.of([hoa], .completed), as: World.teacher1)

      #expect(voided.revision == 2)
      #expect(listed.items.isEmpty)
      #expect(again.people.map(\.outcome) == [.recorded])
    }
  }

  @Test func nobodyOutsideTheClassRecordsOrVoids() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      _ = try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)

      await #expect(
        throws: AppError.invalid("entries[0].enrolmentId", "attendance.not_in_class")
      ) { try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher2) }
      await #expect(throws: AppError.conflict("attendance.recorded_by_its_trainer")) {
        try await world.perform(RecordCompletions.of([hoa], .completed), as: World.hrA)
      }
      await #expect(throws: AppError.notFound("course_run")) {
        try await world.perform(
          ProposeCompletions(courseRunId: World.run), as: World.teacher2)
      }
      await #expect(throws: AppError.notFound("enrolment")) {
        try await world.perform(
          VoidCompletion(enrolmentId: hoa, reason: "Thử"), as: World.teacher2)
      }
      await #expect(throws: AppError.notFound("enrolment")) {
        try await world.perform(VoidCompletion(enrolmentId: hoa, reason: "Thử"), as: World.hrB)
      }
      let present = try await world.count(
        "select count(*) from kynang.completion where superseded_at is null and not is_void")
      #expect(present == 1)
    }
  }

  @Test func aFirmDoesNotVoidAResultOfAProvidersClass() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      _ = try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)

      await #expect(throws: AppError.conflict("attendance.recorded_by_its_trainer")) {
        try await world.perform(VoidCompletion(enrolmentId: hoa, reason: "Thử"), as: World.hrA)
      }
      let present = try await world.count(
        "select count(*) from kynang.completion where superseded_at is null and not is_void")
      #expect(present == 1)
    }
  }

  @Test func aManagerSeesTheCompletionsOfTheirUnitsAlone() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.finishedClass()
      _ = try await world.perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)

      let ofSales = try await world.perform(ListCompletions.all, as: World.managerOfSales)
      let ofPlant = try await world.perform(ListCompletions.all, as: World.managerOfPlant)

      #expect(ofSales.items.map(\.enrolmentId) == [hoa])
      #expect(ofPlant.items.isEmpty)
    }
  }
}

extension World {
  /// Both sessions closed; Hoa attended all of it, Anh of firm B the first day alone.
  func finishedClass() async throws -> (hoa: ID<Enrolment>, anh: ID<Enrolment>) {
    let (hoa, anh) = try await mixedClass()
    try clock.set("2026-12-08T11:00:00Z")
    try await mark(hoa, .present, in: World.firstSession)
    try await mark(anh, .present, in: World.firstSession)
    try await mark(hoa, .present, in: World.secondSession)
    try await mark(anh, .absent, in: World.secondSession)
    _ = try await close(World.firstSession)
    _ = try await close(World.secondSession)
    return (hoa, anh)
  }
}

extension RecordCompletions {
  static func of(
    _ enrolments: [ID<Enrolment>], _ result: CompletionResult, score: Double? = nil,
    reason: String? = nil
  ) -> RecordCompletions {
    RecordCompletions(
      courseRunId: World.run,
      entries: enrolments.map { CompletionEntry(enrolmentId: $0, result: result, score: score) },
      reason: reason)
  }
}

extension ListCompletions {
  static let all = ListCompletions(
    employeeId: nil, courseRunId: nil, courseId: nil, result: nil, asOf: nil, knownAt: nil,
    after: nil, limit: nil)
}
