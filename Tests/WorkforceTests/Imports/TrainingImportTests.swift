import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// Marks and results of a class that the firm itself gives, brought in, undone and brought back.
@Suite struct TrainingImportTests {
  private let marks = [
    "Mã nhân viên,Mã lớp,Ngày học,Buổi,Điểm danh,Số phút",
    "A1,RUN1,07/12/2026,sáng,x,", "A1,RUN1,07/12/2026,chiều,muộn,150",
    "A1,RUN1,08/12/2026,sáng,có mặt,", "A1,RUN1,08/12/2026,chiều,có mặt,",
    "A3,RUN1,07/12/2026,sáng,vắng có phép,",
  ]
  private let results = ["Mã nhân viên,Mã lớp,Kết quả,Điểm"]

  @Test func marksAreWrittenUndoneAndBroughtBack() async throws {
    try await withWorld { world in
      try await world.ownClass()
      let before = try await world.marks()
      let seen = try await world.preview(.attendance, marks)
      let applied = try await world.apply(seen)
      let written = try await world.marks()
      let again = try await world.preview(.attendance, marks)
      let undone = try await world.undo(applied)
      let after = try await world.marks()
      let redone = try await world.redo(applied)
      let last = try await world.marks()
      #expect(seen.createCount == 5)
      #expect(written.split(separator: "\n").count == 5)
      #expect(again.sameCount == 5)
      #expect(undone.state == .undone)
      #expect(after == before)
      #expect(redone.state == .applied)
      #expect(last == written)
    }
  }

  @Test func aMarkThatTheFileCorrectsComesBackAsItWas() async throws {
    try await withWorld { world in
      try await world.ownClass()
      _ = try await world.apply(try await world.preview(.attendance, marks))
      let before = try await world.marks()
      let corrected = try await world.apply(
        try await world.preview(.attendance, [marks[0], "A1,RUN1,07/12/2026,chiều,vắng,"]))
      let between = try await world.marks()
      _ = try await world.undo(corrected)
      #expect(corrected.changeCount == 1)
      #expect(between != before)
      #expect(try await world.marks() == before)
    }
  }

  @Test func marksOfASessionThatIsClosedSinceStay() async throws {
    try await withWorld { world in
      try await world.ownClass()
      let applied = try await world.apply(try await world.preview(.attendance, marks))
      try await world.closeOwnClass()
      let again = try await world.preview(.attendance, marks)
      await #expect(throws: AppError.conflict("import.nothing_to_undo")) {
        try await world.undo(applied)
      }
      let obstacles = try await world.perform(
        CheckUndo(importId: applied.importId, isRedo: nil), as: World.hrA)
      #expect(again.sameCount == 5)
      #expect(obstacles.map(\.isUsed) == [true, true, true, true, true])
    }
  }

  @Test func aResultSpendsTheMoneyAndUndoingItGivesItBack() async throws {
    try await withWorld { world in
      let hoa = try await world.ownClass()
      _ = try await world.apply(try await world.preview(.attendance, marks))
      try await world.closeOwnClass()
      let lines = [results[0], "A1,RUN1,hoàn thành,87.5"]
      let seen = try await world.preview(.completion, lines)
      let applied = try await world.apply(seen)
      let spent = try await world.state(of: hoa)
      let recorded = try await world.completions()
      let again = try await world.preview(.completion, lines)
      let undone = try await world.undo(applied)
      let given = try await world.state(of: hoa)
      let none = try await world.completions()
      let redone = try await world.redo(applied)
      #expect(seen.createCount == 1)
      #expect(spent == "enrolled spent")
      #expect(recorded == "completed 87.50")
      #expect(again.sameCount == 1)
      #expect(undone.rowCount == 1)
      #expect(undone.left.isEmpty)
      #expect(given == "enrolled committed")
      #expect(none.isEmpty)
      #expect(redone.state == .applied)
      #expect(try await world.state(of: hoa) == "enrolled spent")
      #expect(try await world.completions() == recorded)
    }
  }

  @Test func aScoreIsShownWithWhatItWasAndAnEmptyCellKeepsIt() async throws {
    try await withWorld { world in
      try await world.ownClass()
      _ = try await world.apply(try await world.preview(.attendance, marks))
      try await world.closeOwnClass()
      _ = try await world.apply(
        try await world.preview(.completion, [results[0], "A1,RUN1,hoàn thành,87.5"]))
      let empty = try await world.preview(.completion, [results[0], "A1,RUN1,hoàn thành,"])
      let better = try await world.preview(.completion, [results[0], "A1,RUN1,hoàn thành,90"])
      let change = try await world.importRows(better).first?.changes.first { $0.before != nil }
      #expect(empty.sameCount == 1)
      #expect(better.changeCount == 1)
      #expect([change?.field, change?.before, change?.after] == ["score", "87.5", "90"])
    }
  }

  @Test func somebodyMarkedSinceKeepsTheirSeatEvenAfterAnUndoingWasUndone() async throws {
    try await withWorld { world in
      let enrolled = try await world.apply(
        try await world.preview(.enrolment, ["Mã nhân viên,Mã lớp", "A1,RUN1", "A3,RUN1"]))
      _ = try await world.undo(enrolled)
      _ = try await world.redo(enrolled)
      _ = try await world.rows("update kynang.course_run set owner_id = $1", World.firmA.uuid)
      try world.clock.set("2026-12-08T11:00:00Z")
      _ = try await world.apply(try await world.preview(.attendance, [marks[0], marks[1]]))
      let undone = try await world.undo(enrolled)
      #expect(undone.rowCount == 1)
      #expect(undone.left.map(\.number) == [2])
      #expect(undone.left.map(\.isUsed) == [true])
    }
  }
}

extension World {
  /// The class of the province as the firm's own, with two of its people, on its last evening.
  /// - Returns: the enrolment of Hoa.
  @discardableResult
  fileprivate func ownClass() async throws -> ID<Enrolment> {
    let answer = try await perform(
      EnrolPeople(
        request: EnrolmentRequest(
          courseRunId: Self.run, employeeIds: [Self.hoa, Self.an], employeeCodes: nil, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: Self.hrA)
    _ = try await rows("update kynang.course_run set owner_id = $1", Self.firmA.uuid)
    try clock.set("2026-12-08T11:00:00Z")
    return try #require(answer.people.first { $0.employeeId == Self.hoa }?.enrolmentId)
  }

  fileprivate func closeOwnClass() async throws {
    _ = try await rows("update kynang.session set state = 'closed'")
  }

  fileprivate func preview(_ kind: ImportKind, _ lines: [String]) async throws -> ImportSummary {
    try await perform(
      PreviewImport(
        kind: kind, fileName: nil, sheet: nil, file: Array(lines.joined(separator: "\n").utf8)),
      as: Self.hrA)
  }

  fileprivate func redo(_ summary: ImportSummary) async throws -> UndoneImport {
    try await perform(
      RedoImport(importId: summary.importId, rows: nil, changedRows: nil, reason: "Tệp đúng"),
      as: Self.hrA)
  }

  fileprivate func marks() async throws -> String {
    try await rows(
      """
      select coalesce(string_agg(
        concat_ws(' ', enrolment_id, occurred_on, half_day, mark, minutes), E'\\n'
        order by enrolment_id, occurred_on, half_day), '')
      from kynang.attendance where superseded_at is null and not is_void
      """
    ).value(0, 0)
  }

  fileprivate func completions() async throws -> String {
    try await rows(
      """
      select coalesce(string_agg(result || ' ' || score, ', '), '')
      from kynang.completion where superseded_at is null and not is_void
      """
    ).value(0, 0)
  }
}
