import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// A directory sync un-merges records in other systems; here a file finds the survivor.
@Suite struct MergeImportTests {
  @Test func aRowThatNamesTheCodeThatIsGoneMeansTheSurvivor() async throws {
    try await withWorld { world in
      _ = try await world.merge(try await world.twin())
      let same = try await world.preview("A01,LE THI HOA,,0912345678,SALES,CLERK,06/01/2025")
      let changed = try await world.preview("A01,LE THI HOA,,0987654321,SALES,CLERK,06/01/2025")
      let rows = try await world.importRows(changed)
      #expect(same.createCount + same.changeCount == 0)
      #expect(same.sameCount == 1)
      #expect(changed.createCount == 0)
      #expect(changed.changeCount == 1)
      #expect(rows.map(\.employeeId) == [World.hoa])
      #expect(rows[0].changes.map(\.field) == ["phone"])
    }
  }

  @Test func theOldFileSaysNoChangeAndMakesNobodyAgain() async throws {
    try await withWorld { world in
      let lines = (
        "A1,Lê Thị Hoa,12/04/1995,,SALES,CLERK,01/03/2024",
        "A01,LE THI HOA,,0912345678,SALES,CLERK,06/01/2022"
      )
      let first = try await world.apply(try await world.preview(lines.0, lines.1))
      let twin = try #require(try await world.importRows(first).last?.employeeId)
      _ = try await world.merge(twin)
      let before = try await world.standingRecords()
      let again = try await world.preview(lines.0, lines.1)
      let after = try await world.standingRecords()
      #expect(first.createCount == 1)
      #expect(again.createCount + again.changeCount + again.errorCount == 0)
      #expect(again.sameCount == 2)
      #expect(after == before)
    }
  }

  @Test func aNameWithTheBirthDateOfTheRecordThatIsGoneFindsTheSurvivor() async throws {
    try await withWorld { world in
      let twin = try await world.twin(fullName: "Lê Hoà", birthOn: "1995-12-04", phone: nil)
      _ = try await world.merge(twin)
      let found = try await world.preview(",le hoa,04/12/1995,,,,")
      let rows = try await world.importRows(found)
      #expect(found.createCount == 0)
      #expect(found.errorCount == 0)
      #expect(rows.map(\.employeeId) == [World.hoa])
    }
  }

  @Test func aChoiceThatWasRememberedIsTheSurvivors() async throws {
    try await withWorld { world in
      let twin = try await world.twin(phone: nil)
      let unclear = try await world.preview(",Lê Thị Hoa,,,,,")
      _ = try await world.perform(
        ChooseImportPerson(importId: unclear.importId, row: 2, employeeId: twin), as: World.hrA)
      _ = try await world.merge(twin)
      let clear = try await world.preview(",Lê Thị Hoa,,,,,")
      let rows = try await world.importRows(clear)
      #expect(unclear.ambiguousCount == 1)
      #expect(clear.ambiguousCount == 0)
      #expect(rows.map(\.employeeId) == [World.hoa])
    }
  }

  @Test func undoingTheFileThatMadeARecordDoesNotUnmergeIt() async throws {
    try await withWorld { world in
      let made = try await world.apply(
        try await world.preview(
          "A1,Lê Thị Hoa,12/04/1995,,SALES,CLERK,01/03/2024",
          "A01,LE THI HOA,,0912345678,SALES,CLERK,06/01/2025"))
      let twin = try #require(try await world.importRows(made).last?.employeeId)
      let merged = try await world.merge(twin)
      let before = try await world.standingRecords()
      let obstacles = try await world.perform(
        CheckUndo(importId: made.importId, isRedo: nil), as: World.hrA)
      await #expect(throws: AppError.conflict("import.nothing_to_undo")) {
        try await world.undo(made, changedRows: [3])
      }
      let after = try await world.standingRecords()
      _ = try await world.unmerge(merged)
      let undone = try await world.undo(made, changedRows: [3])
      #expect(obstacles.map(\.isUsed) == [true])
      #expect(after == before)
      #expect(undone.state == .undone)
    }
  }

  @Test func undoingAFileThatChangedBothKeepsTheMergeAndItsUnmergingGivesBothAsTheyWere()
    async throws
  {
    try await withWorld { world in
      let twin = try await world.twin()
      let applied = try await world.apply(
        try await world.preview(
          "A1,,,0987654321,PLANT,COOK,01/02/2023", "A01,,12/04/1996,,PLANT,COOK,01/07/2025"))
      _ = try await world.undo(applied, rows: [2])
      let expected = try await world.standingRecords()
      _ = try await world.perform(
        RedoImport(importId: applied.importId, rows: nil, changedRows: nil, reason: "Đúng"),
        as: World.hrA)

      let merged = try await world.merge(twin)
      let undone = try await world.undo(applied, changedRows: [2, 3])
      let pointing = try await world.count(
        "select count(*) from kynang.employee where merged_into = $1", World.hoa.uuid)
      _ = try await world.unmerge(merged)
      let after = try await world.standingRecords()

      #expect(applied.changeCount == 2)
      #expect(undone.rowCount == 1)
      #expect(undone.left.map(\.isUsed) == [true])
      #expect(pointing == 1)
      #expect(after == expected)
    }
  }

  @Test func levelsThatAFileGaveBothAreUndoneInTheMergeAndComeBackToEachAfterIt() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let before = try await world.standingRecords()
      let csv = """
        Mã nhân viên,Năng lực,Hình thức đánh giá,Mức,Ngày,Bằng chứng
        A1,TT02_2025 1.1,Bài kiểm tra,1,01/06/2026,Bài thi
        A01,TT02_2025 1.2,Bài kiểm tra,2,01/06/2026,Bài thi
        """
      let applied = try await world.apply(
        try await world.perform(
          PreviewImport(
            kind: .assessment, fileName: "muc.csv", sheet: nil, file: Array(csv.utf8)),
          as: World.hrA))
      let written = try await world.standingRecords()
      let merged = try await world.merge(twin)
      let undone = try await world.undo(applied, changedRows: [2, 3])
      _ = try await world.unmerge(merged)
      let apart = try await world.standingRecords()
      _ = try await world.perform(
        RedoImport(importId: applied.importId, rows: nil, changedRows: [2, 3], reason: "Đúng"),
        as: World.hrA)
      let again = try await world.standingRecords()

      #expect(undone.state == .undone)
      #expect(apart == before)
      #expect(again == written)
    }
  }

  @Test func undoingAFileOfLevelsLeavesThemWithTheSurvivor() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let csv = """
        Mã nhân viên,Năng lực,Hình thức đánh giá,Mức,Ngày,Bằng chứng
        A01,TT02_2025 1.2,Bài kiểm tra,2,01/06/2026,Bài thi
        """
      let read = try await world.perform(
        PreviewImport(
          kind: .assessment, fileName: "muc.csv", sheet: nil, file: Array(csv.utf8)),
        as: World.hrA)
      let applied = try await world.apply(read)
      _ = try await world.merge(twin)
      _ = try await world.undo(applied, changedRows: [2])
      let gone = try await world.assessments(of: World.hoa)
      _ = try await world.perform(
        RedoImport(importId: applied.importId, rows: nil, changedRows: [2], reason: "Đúng"),
        as: World.hrA)
      let back = try await world.assessments(of: World.hoa)
      let lost = try await world.assessments(of: twin)
      #expect(applied.createCount == 1)
      #expect(gone.isEmpty)
      #expect(back.count == 1)
      #expect(lost.isEmpty)
    }
  }

  @Test func anOldCodePastedForEnrolmentMeansTheSurvivor() async throws {
    try await withWorld { world in
      _ = try await world.merge(try await world.twin())
      let outcome = try await world.perform(
        EnrolPeople(
          request: EnrolmentRequest(
            courseRunId: World.run, employeeIds: nil, employeeCodes: ["A01", "A1"], unitId: nil,
            supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)),
        as: World.hrA)
      let enrolled = try await world.enrolments(of: World.hoa)
      #expect(enrolled.count == 1)
      #expect(outcome.people.count { $0.result == .refused } == 1)
    }
  }
}
