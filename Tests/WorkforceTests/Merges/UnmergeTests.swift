import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct UnmergeTests {
  @Test func unmergingBringsBackExactlyWhatWas() async throws {
    try await withWorld { world in
      let twin = try await world.twin(startsOn: "2022-01-10")
      try await world.history(of: World.hoa, months: 3, from: "2025-02-10")
      try await world.history(of: twin, months: 4, from: "2025-01-15")
      _ = try await world.assess(World.hoa, level: 1, on: "2026-05-01")
      _ = try await world.assess(twin, level: 2, on: "2026-05-01")
      _ = try await world.perform(
        GrantExemption.of(World.hoa, "1.2", "2026-11-23", "2027-01-31"), as: World.hrA)
      _ = try await world.perform(
        GrantExemption.of(twin, "1.2", "2026-11-23", "2027-06-30"), as: World.hrA)
      _ = try await world.bothFinished(twin)
      let before = try await world.standingRecords()
      let merged = try await world.merge(twin, take: [.code, .fullName, .phone])
      let between = try await world.standingRecords()
      world.clock.advance(days: 1)
      _ = try await world.unmerge(merged)
      let after = try await world.standingRecords()
      #expect(between != before)
      #expect(after == before)
    }
  }

  @Test func aMergeAndItsUndoingCanBeRepeated() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      try await world.history(of: twin, months: 4, from: "2025-01-15")
      let before = try await world.standingRecords()
      _ = try await world.unmerge(try await world.merge(twin))
      let merged = try await world.merge(twin)
      let again = try await world.completions(of: World.hoa)
      _ = try await world.unmerge(merged)
      let after = try await world.standingRecords()
      #expect(again.count == 4)
      #expect(after == before)
      await #expect(throws: AppError.conflict("merge.already_undone")) {
        try await world.unmerge(merged)
      }
    }
  }

  @Test func whatWasRecordedSinceIsListedAndGoesWhereItIsSent() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let merged = try await world.merge(twin)
      world.clock.advance(days: 1)
      let staying = try await world.assess(World.hoa, "1.1", level: 2, on: "2026-11-24")
      let going = try await world.assess(World.hoa, "1.2", level: 1, on: "2026-11-24")
      let seat = try await world.enrolled(World.hoa, as: World.hrA)
      let preview = try await world.perform(
        CheckUnmerge(mergeId: merged.mergeId), as: World.hrA)
      _ = try await world.unmerge(merged, sending: [going, seat.uuid])
      let own = try await world.assessments(of: World.hoa)
      let other = try await world.assessments(of: twin)
      let seats = try await world.enrolments(of: twin)
      #expect(Set(preview.newFacts.map(\.id)) == [staying, going, seat.uuid])
      #expect(preview.newFacts.allSatisfy { $0.follows == nil })
      #expect(own == [staying])
      #expect(other == [going])
      #expect(seats.map(\.id) == [seat])
    }
  }

  @Test func aResultGoesBackWithItsEnrolment() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let seat = try await world.enrolled(twin, as: World.hrA)
      let merged = try await world.merge(twin)
      try world.clock.set("2026-12-08T11:00:00Z")
      try await world.mark(seat, .present, in: World.firstSession)
      try await world.mark(seat, .present, in: World.secondSession)
      _ = try await world.close(World.firstSession)
      _ = try await world.close(World.secondSession)
      _ = try await world.perform(RecordCompletions.of([seat], .completed), as: World.teacher1)
      let during = try await world.completions(of: World.hoa)
      world.clock.advance(days: 1)
      let preview = try await world.perform(
        CheckUnmerge(mergeId: merged.mergeId), as: World.hrA)
      await #expect(throws: AppError.invalid("toMergedIds", "merge.not_to_decide")) {
        try await world.unmerge(merged, sending: [during[0].id.uuid])
      }
      _ = try await world.unmerge(merged)
      let own = try await world.completions(of: World.hoa)
      let other = try await world.completions(of: twin)
      let money = try await world.state(of: seat)
      #expect(during.count == 1)
      #expect(preview.newFacts.map(\.follows) == [.merged])
      #expect(own.isEmpty)
      #expect(other.map(\.enrolmentId) == [seat])
      #expect(money == "enrolled spent")
    }
  }

  @Test func whatSomebodyChangedSinceStaysChanged() async throws {
    try await withWorld { world in
      let twin = try await world.twin(startsOn: "2022-01-10")
      let judged = try await world.assess(twin, "1.2", level: 1, on: "2026-05-01")
      let merged = try await world.merge(twin)
      world.clock.advance(days: 1)
      _ = try await world.perform(
        CorrectAssessment.raising(judged, to: 2), as: World.hrA)
      _ = try await world.perform(
        ChangeEmployee.phone(World.hoa, "0987654321"), as: World.hrA)
      _ = try await world.perform(
        LeaveFirm(employeeId: World.hoa, lastDay: CalendarDate("2026-11-30")!, reason: nil),
        as: World.hrA)
      let preview = try await world.perform(
        CheckUnmerge(mergeId: merged.mergeId), as: World.hrA)
      _ = try await world.unmerge(merged)
      let own = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      let other = try await world.perform(ShowEmployee(employeeId: twin), as: World.hrA)
      let level = try await world.level(of: twin, "1.2")
      #expect(preview.changes.map(\.relation).contains(.assessment))
      #expect(own.startsOn == CalendarDate("2024-03-01"))
      #expect(own.endsOn == CalendarDate("2026-11-30"))
      #expect(own.phone == "+84987654321")
      #expect(other.startsOn == CalendarDate("2022-01-10"))
      #expect(other.endsOn == nil)
      #expect(level == 2)
    }
  }

  @Test func aLaterMergeIsUndoneFirst() async throws {
    try await withWorld { world in
      let second = try await world.twin(code: "A01")
      let third = try await world.twin(code: "A001", phone: nil)
      try await world.history(of: third, months: 2, from: "2025-01-15")
      let before = try await world.standingRecords()
      let first = try await world.merge(third, into: second)
      world.clock.advance(days: 1)
      let outer = try await world.merge(second)
      let all = try await world.completions(of: World.hoa)
      await #expect(
        throws: AppError.conflict("merge.undo_later_first", ["code": "A01"])
      ) { try await world.unmerge(first) }
      _ = try await world.unmerge(outer)
      let between = try await world.completions(of: second)
      let stillGone = try await world.rows(
        "select merged_into from kynang.employee where id = $1", third.uuid)
      _ = try await world.unmerge(first)
      let after = try await world.standingRecords()
      #expect(all.count == 2)
      #expect(between.count == 2)
      #expect(try stillGone.value(0, 0, as: UUID.self) == second.uuid)
      #expect(after == before)
    }
  }

  @Test func twoPeopleWhoWereTakenForOneAreKeptApart() async throws {
    try await withWorld { world in
      let twin = try await world.twin(birthOn: "1995-04-12")
      let merged = try await world.merge(twin)
      _ = try await world.unmerge(merged, keepApart: true)
      let offered = try await world.perform(
        ListDuplicates(employeeId: nil, after: nil, limit: nil), as: World.hrA)
      #expect(offered.items.isEmpty)
      await #expect(throws: AppError.conflict("merge.kept_apart")) {
        try await world.merge(twin)
      }
    }
  }

  @Test func aNameMustBeGivenBackBeforeAFactIsRecordedOfTheOther() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let merged = try await world.merge(twin)
      await #expect(throws: AppError.self) {
        try await world.assess(twin, level: 2, on: "2026-11-20")
      }
      _ = try await world.unmerge(merged)
      let recorded = try await world.assess(twin, level: 2, on: "2026-11-20")
      let levels = try await world.assessments(of: twin)
      #expect(levels == [recorded])
    }
  }
}

extension World {
  func assessments(of employee: ID<Employee>) async throws -> [UUID] {
    try await perform(
      ListAssessments(
        employeeId: employee, competencyId: nil, asOf: nil, knownAt: nil,
        includesCorrections: nil), as: Self.hrA
    ).map(\.assessment.id.uuid)
  }
}

extension GrantExemption {
  static func of(
    _ employee: ID<Employee>, _ competency: String, _ from: String, _ until: String
  ) -> GrantExemption {
    GrantExemption(
      employeeId: employee, competencyId: World.competency(competency),
      validFrom: CalendarDate(from)!, validUntil: CalendarDate(until)!, reason: "Nghỉ thai sản")
  }
}

extension ChangeEmployee {
  static func phone(_ employee: ID<Employee>, _ phone: String) -> ChangeEmployee {
    ChangeEmployee(
      employeeId: employee, code: nil, fullName: nil, familyName: nil, givenName: nil,
      birthOn: nil, phone: phone, email: nil, startsOn: nil, reason: nil)
  }
}

extension CorrectAssessment {
  static func raising(_ assessment: UUID, to level: Int) -> CorrectAssessment {
    CorrectAssessment(
      assessmentId: ID(assessment), level: level, isPassed: nil, occurredOn: nil, expiresOn: nil,
      evidence: nil, reason: "Chấm lại")
  }
}
