import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ObservationImportTests {
  private static let wide = [
    "Chỉ số;Q1/2025;Quý II năm 2025", "Doanh thu thuần;1.000.000.000;1.100.000.000",
    "average_employees;20;20,5",
  ]

  @Test func aSheetWithAColumnForEachPeriodIsSeenThenWritten() async throws {
    try await withWorld { world in
      let seen = try await world.previewFigures(Self.wide)
      let nothing = try await world.observations()
      let applied = try await world.apply(seen)
      let employees = try await world.observations().first {
        $0.indicator == "average_employees" && $0.period.description == "2025-Q2"
      }
      #expect(seen.columns.map(\.field) == ["indicator", "2025-Q1", "2025-Q2"])
      #expect(seen.createCount == 2)
      #expect(nothing.isEmpty)
      #expect(applied.state == .applied)
      #expect(employees?.value == Decimal(string: "20.5"))
    }
  }

  @Test func theSameSheetAgainChangesNothing() async throws {
    try await withWorld { world in
      _ = try await world.apply(try await world.previewFigures(Self.wide))
      let again = try await world.previewFigures(Self.wide)
      #expect(again.sameCount == 2)
      #expect(try await world.count("select count(*) from kynang.observation") == 4)
    }
  }

  @Test func everyMistakeIsNamedInItsRow() async throws {
    try await withWorld { world in
      let rules = try await world.figureRules([
        "indicator,period,value,currency,confidence", "revenue,2025-Q1,1.000.000,,measured",
        "revenue,quý nào,1.000.000,,", "average_employees,2025-Q2,20,usd,sure", "LP,2025,5,,",
        "revenue,2025-Q1,2.000.000,,", "không có,2025,1,,", "revenue,2025-Q3,,,",
      ])
      #expect(
        rules == [
          [], ["period observation.no_period"], ["confidence field.not_a_choice"],
          ["indicator observation.not_entered"], ["period observation.period_twice"],
          ["indicator observation.unknown_indicator"], ["value field.required"],
        ])
    }
  }

  @Test func aNumberOfTwoReadingsIsAskedAboutOnce() async throws {
    try await withWorld { world in
      let lines = ["indicator,period,value", "average_employees,2025-Q1,1.250"]
      let seen = try await world.previewFigures(lines)
      let asked = try await world.importRows(seen)
      let answered = try await world.perform(
        AnswerImport(importId: seen.importId, row: 2, answer: .decimals), as: World.hrA)
      _ = try await world.apply(answered)
      let later = try await world.previewFigures(lines)
      #expect(asked.map(\.verdict) == [.ambiguous])
      #expect(asked[0].answers == [.thousands, .decimals])
      #expect(answered.createCount == 1)
      #expect(try await world.observations().map(\.value) == [Decimal(string: "1.25")])
      #expect(later.sameCount == 1)
    }
  }

  @Test func aLeapIsAskedAboutAndAllAreAnsweredAtOnce() async throws {
    try await withWorld { world in
      let lines = [
        "indicator,2025-Q1,2025-Q2", "revenue,1.000.000.000,900.000", "average_employees,10,400",
      ]
      let seen = try await world.previewFigures(lines)
      let answered = try await world.perform(
        AnswerImport(importId: seen.importId, row: nil, answer: .meant), as: World.hrA)
      let rules = try await world.importRows(seen)
      await #expect(throws: AppError.conflict("import.nothing_asked")) {
        try await world.perform(
          AnswerImport(importId: seen.importId, row: nil, answer: .meant), as: World.hrA)
      }
      #expect(seen.ambiguousCount == 2)
      #expect(answered.createCount == 2)
      #expect(rules.map(\.verdict) == [.create, .create])
    }
  }

  @Test(arguments: [
    (["Đơn vị tính: triệu đồng", "Chỉ số;Kỳ;Giá trị", "revenue;2025-Q1;1.250,5"], 1_250_500_000),
    (["Chỉ số;Kỳ;Giá trị (triệu đồng)", "revenue;2025-Q1;850"], 850_000_000),
    (["Chỉ số;ĐVT;Kỳ;Giá trị", "revenue;tỷ đồng;2025-Q1;1,5"], 1_500_000_000),
    (["Chỉ số;Kỳ;Giá trị", "revenue;2025-Q1;1,5 tỷ"], 1_500_000_000),
  ])
  func theUnitOfASheetIsHeeded(_ lines: [String], value: Int) async throws {
    try await withWorld { world in
      let seen = try await world.previewFigures(lines)
      let rows = try await world.importRows(seen)
      #expect(rows.flatMap(\.changes).map(\.after) == ["\(value)"])
    }
  }

  @Test func anotherUnitThanTheIndicatorsIsRefused() async throws {
    try await withWorld { world in
      let rules = try await world.figureRules([
        "Chỉ số;ĐVT;Kỳ;Giá trị", "average_employees;triệu đồng;2025-Q1;20",
      ])
      #expect(rules == [["unitOfMeasure observation.other_unit"]])
    }
  }

  @Test func whatIsRecordedIsChangedOnlyForAReason() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025-Q1", "1.000.000.000")
      let seen = try await world.previewFigures([
        "indicator,period,value", "revenue,2025-Q1,1.100.000.000",
      ])
      await #expect(throws: AppError.invalid("reason", "observation.reason_to_change")) {
        try await world.apply(seen)
      }
      let applied = try await world.perform(
        ApplyImport(importId: seen.importId, allOrNothing: true, reason: "Quyết toán quý"),
        as: World.hrA)
      let standing = try await world.observations()
      #expect(applied.changeCount == 1)
      #expect(standing.map(\.revision) == [2])
      #expect(standing.map(\.reason) == ["Quyết toán quý"])
    }
  }

  @Test func undoingBringsBackWhatWasAndUndoingThatTheSheet() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025-Q1", "1.050.000.000")
      let before = try await world.figures()
      let seen = try await world.previewFigures(Self.wide)
      let applied = try await world.perform(
        ApplyImport(importId: seen.importId, allOrNothing: true, reason: "Quyết toán"),
        as: World.hrA)
      let written = try await world.figures()
      let undone = try await world.undo(applied)
      let after = try await world.figures()
      _ = try await world.perform(
        RedoImport(importId: applied.importId, rows: nil, changedRows: nil, reason: "Đúng"),
        as: World.hrA)
      #expect(undone.rowCount == 2)
      #expect(after == before)
      #expect(try await world.figures() == written)
    }
  }

  @Test func aDirectorBringsInFiguresAndNothingElse() async throws {
    try await withWorld { world in
      let file = Array(Self.wide.joined(separator: "\n").utf8)
      let seen = try await world.perform(
        PreviewImport(kind: .observation, fileName: nil, sheet: nil, file: file),
        as: World.directorA)
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          PreviewImport(kind: .staff, fileName: nil, sheet: nil, file: file), as: World.directorA)
      }
      #expect(seen.createCount == 2)
    }
  }

  @Test(arguments: [
    "2026-Q1": "2026-Q1", "Q1/2026": "2026-Q1", "Quý I năm 2026": "2026-Q1",
    "T3/2026": "2026-03", "Tháng 03/2026": "2026-03", "03/2026": "2026-03", "Năm 2025": "2025",
    "Mar 2026": "2026-03", "01/03/2026": "2026-03", "III/2025": "2025-Q3",
  ])
  func aPeriodIsReadAsPeopleWriteIt(_ text: String, period: String) {
    #expect(Period(written: text)?.description == period)
  }

  @Test(arguments: ["Doanh thu 2025", "2025 2026", "Q5/2026", "13/2026", "15/03/2026", "KH 2026"])
  func whatIsNoPeriodIsNone(_ text: String) {
    #expect(Period(written: text) == nil)
  }
}

extension World {
  fileprivate func previewFigures(_ lines: [String]) async throws -> ImportSummary {
    try await perform(
      PreviewImport(
        kind: .observation, fileName: "so-lieu.csv", sheet: nil,
        file: Array(lines.joined(separator: "\n").utf8)), as: Self.hrA)
  }

  fileprivate func figureRules(_ lines: [String]) async throws -> [[String]] {
    try await importRows(try await previewFigures(lines)).map { row in
      row.problems.map { "\($0.field) \($0.rule)" }
    }
  }

  fileprivate func figures() async throws -> [String] {
    try await observations().map { "\($0.indicator) \($0.period) \($0.value)" }.sorted()
  }
}
