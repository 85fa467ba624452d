import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct UndoImportTests {
  private let lines = [
    "A1,Lê Thị Hồng,,0912345678,PLANT,COOK,01/02/2023",
    "A9,Phạm Thị Bích,28/02/1990,,SALES,CLERK,02/11/2026",
  ]

  @Test func undoingABatchBringsBackExactlyWhatWas() async throws {
    try await withWorld { world in
      let before = try await world.presentPeople()
      let applied = try await world.apply(try await world.preview(lines[0], lines[1]))
      let between = try await world.presentPeople()
      let undone = try await world.undo(applied)
      let after = try await world.presentPeople()
      #expect(between != before)
      #expect(undone.rowCount == 2)
      #expect(undone.state == .undone)
      #expect(undone.left.isEmpty)
      #expect(after == before)
    }
  }

  @Test func undoingTheUndoingBringsBackWhatTheFileWrote() async throws {
    try await withWorld { world in
      let before = try await world.presentPeople()
      let applied = try await world.apply(try await world.preview(lines[0], lines[1]))
      let written = try await world.presentPeople()
      _ = try await world.undo(applied)
      let redone = try await world.perform(
        RedoImport(
          importId: applied.importId, rows: nil, changedRows: nil, reason: "Tệp đúng"),
        as: World.hrA)
      let again = try await world.presentPeople()
      _ = try await world.undo(applied)
      let last = try await world.presentPeople()
      #expect(redone.state == .applied)
      #expect(again == written)
      #expect(last == before)
    }
  }

  @Test func aChosenRowIsUndoneAloneAndItsFileCanBeBroughtInAgain() async throws {
    try await withWorld { world in
      let applied = try await world.apply(try await world.preview(lines[0], lines[1]))
      let undone = try await world.undo(applied, rows: [3])
      let again = try await world.preview(lines[0], lines[1])
      let reapplied = try await world.apply(again)
      #expect(undone.rowCount == 1)
      #expect(undone.state == .partlyUndone)
      #expect(again.sameCount == 1)
      #expect(again.createCount == 1)
      #expect(reapplied.state == .applied)
    }
  }

  @Test func aRowThatSomebodyChangedSinceIsLeftUntilItIsNamed() async throws {
    try await withWorld { world in
      let before = try await world.presentPeople()
      let applied = try await world.apply(try await world.preview(lines[0], lines[1]))
      _ = try await world.perform(
        LeaveFirm(
          employeeId: World.hoa, lastDay: CalendarDate("2026-11-30")!, reason: nil),
        as: World.hrA)
      let undone = try await world.undo(applied)
      let forced = try await world.undo(applied, changedRows: [2])
      let after = try await world.presentPeople()
      #expect(undone.rowCount == 1)
      #expect(undone.left.map(\.number) == [2])
      #expect(undone.left.map(\.isChanged) == [true])
      #expect(forced.state == .undone)
      #expect(after == before)
    }
  }

  @Test func whatWasErasedSinceCannotBeUndone() async throws {
    try await withWorld { world in
      let applied = try await world.apply(try await world.preview(lines[0]))
      _ = try await world.rows(
        "update kynang.person set full_name = '-', phone = null, erased_at = now() where employee_id = $1",
        World.hoa.uuid)
      let kept = try await world.count(
        """
        select (select count(*) from kynang.import_entry) + (select count(*) from kynang.import_former)
        """)
      await #expect(throws: AppError.conflict("import.nothing_to_undo")) {
        try await world.undo(applied)
      }
      let obstacles = try await world.perform(
        CheckUndo(importId: applied.importId, isRedo: nil), as: World.hrA)
      #expect(kept == 0)
      #expect(obstacles.map(\.isErased) == [true])
    }
  }

  @Test func aPersonOnWhomOthersHaveBuiltStays() async throws {
    try await withWorld { world in
      let applied = try await world.apply(try await world.preview(lines[1]))
      let bich = try #require(try await world.importRows(applied).first?.employeeId)
      _ = try await world.perform(
        EnrolPeople(
          request: EnrolmentRequest(
            courseRunId: World.run, employeeIds: [bich], employeeCodes: nil, unitId: nil,
            supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)),
        as: World.hrA)
      await #expect(throws: AppError.conflict("import.nothing_to_undo")) {
        try await world.undo(applied)
      }
      let obstacles = try await world.perform(
        CheckUndo(importId: applied.importId, isRedo: nil), as: World.hrA)
      #expect(obstacles.map(\.isUsed) == [true])
    }
  }

  @Test func anotherFirmSeesAndUndoesNothing() async throws {
    try await withWorld { world in
      let applied = try await world.apply(try await world.preview(lines[0]))
      await #expect(throws: AppError.notFound("import")) {
        try await world.perform(ShowImport(importId: applied.importId), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("import")) {
        try await world.perform(
          UndoImport(importId: applied.importId, rows: nil, changedRows: nil, reason: "x"),
          as: World.hrB)
      }
      let theirs = try await world.perform(
        ListImports(kind: nil, after: nil, limit: nil), as: World.hrB)
      #expect(theirs.items.isEmpty)
    }
  }

  @Test func aManagerWhoMayNotKeepStaffCannotBringInAList() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          PreviewImport(
            kind: .staff, fileName: nil, sheet: nil, file: Array("Họ và tên\nLê An".utf8)),
          as: World.managerOfSales)
      }
    }
  }
}
