import Foundation
import Postgres

/// When and how a firm reported one period.
struct DemoReport: Sendable {
  let kind: String
  let startsOn: CalendarDate
  let recording: Recording
  let confidence: String
  let source: String
}

extension DemoFirm {
  /// One of the given firms, so that every province has somebody whose accounts do not add up.
  private static let unclearFirm = 2

  /// The observations of its books: most in time, some late, some missing, some wrong at first.
  mutating func report(
    _ books: DemoBooks, _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    if business.reporting == .yearly {
      reportYears(books, setting, &random, rows: &rows)
    } else {
      let last = random.happens(6) ? random.number(in: 7...10) : DemoQuarters.count - 1
      let habit = DemoHabit(&random)
      for quarter in 0...last {
        report(books.quarters[quarter], quarter, habit, setting, &random, rows: &rows)
      }
    }
    reportBalances(books, setting, &random, rows: &rows)
  }

  private mutating func report(
    _ book: DemoBooks.Quarter, _ quarter: Int, _ habit: DemoHabit, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let isMissing = random.happens(habit.missingPercent)
    let filed = file(
      "quarter", setting.quarters.start(quarter), setting.quarters.end(quarter), habit, setting,
      &random)
    guard !isMissing, let filed else { return }
    let wrong = random.happens(habit.wrongPercent) ? random.below(DemoItem.all.count) : nil
    // Buyers of services are forgotten, or stocks: then the two ways to value added differ.
    let isUnclear = habit.isUnclear || number == Self.unclearFirm
    let slip = isUnclear && random.happens(60) ? random.number(in: -40...15) : 0
    for (place, item) in DemoItem.all.enumerated() {
      if random.happens(habit.holePercent), item.code != "average_employees" { continue }
      if business.reporting == .short, !item.isShort { continue }
      var value = item.value(book)
      if item.code == "intermediate_consumption", business.reporting == .full {
        value = DemoDecimal(max(0, value.units + value.units / 1000 * slip))
      }
      observe(
        item.code, value, currency: item.isMoney ? "VND" : nil, filed, isWrong: place == wrong,
        setting, &random, rows: &rows)
    }
  }

  private mutating func reportYears(
    _ books: DemoBooks, _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let habit = DemoHabit(&random)
    for year in setting.quarters.wholeYears {
      let firstDay = setting.calendar.firstDay(of: year)
      let quarters = books.quarters.indices.filter { setting.quarters.start($0).year == year }
      guard quarters.count == 4,
        let filed = file(
          "year", firstDay, firstDay.adding(months: 12).adding(days: -1), habit, setting, &random)
      else { continue }
      for item in DemoItem.all {
        observe(
          item.code, item.value(of: quarters.map { books.quarters[$0] }),
          currency: item.isMoney ? "VND" : nil, filed, isWrong: false, setting, &random, rows: &rows
        )
      }
    }
  }

  /// What only a balance sheet or the books of a year say.
  private mutating func reportBalances(
    _ books: DemoBooks, _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let habit = DemoHabit(&random)
    for year in (setting.quarters.firstDay.year)...setting.quarters.wholeYears.upperBound {
      let firstDay = setting.calendar.firstDay(of: year)
      guard random.happens(88), let capital = books.capital[year],
        let filed = file(
          "year", firstDay, firstDay.adding(months: 12).adding(days: -1), habit, setting, &random)
      else { continue }
      observe(
        "total_capital", DemoDecimal(capital), currency: "VND", filed, isWrong: false, setting,
        &random, rows: &rows)
      let paid = units.indices.reduce(0) {
        $0 + (spending[BudgetYear(unit: $1, year: year)] ?? 0)
      }
      guard paid > 0, random.happens(70) else { continue }
      observe(
        "training_cost", DemoDecimal(paid * random.number(in: 100...125) / 100), currency: "VND",
        filed, isWrong: false, setting, &random, rows: &rows)
    }
  }

  /// Nil where it is not reported yet.
  func file(
    _ kind: String, _ firstDay: CalendarDate, _ lastDay: CalendarDate, _ habit: DemoHabit,
    _ setting: DemoSetting, _ random: inout DemoRandom
  ) -> DemoReport? {
    let isLate = random.happens(habit.latePercent)
    let delay = isLate ? random.number(in: 70...260) : habit.delay + random.number(in: 0...14)
    let due = lastDay.adding(days: kind == "year" ? delay + 30 : delay)
    // What lies before the firm came was brought along when it did.
    let joined = joinedOn.adding(days: random.number(in: 2...40))
    let day = max(due, joined)
    let at = day.at(hour: random.number(in: 8...17), minute: random.below(60))
    guard day < setting.calendar.today else { return nil }
    let confidence = random.place(inWeights: habit.confidence)
    let source =
      due < joined
      ? "Nhập lại từ báo cáo tài chính"
      : confidence == 0
        ? "Sổ kế toán" : confidence == 1 ? "Ước tính của kế toán" : "Chủ doanh nghiệp khai"
    return DemoReport(
      kind: kind, startsOn: firstDay, recording: Recording(at: at, by: account),
      confidence: ["measured", "estimated", "declared"][confidence], source: source)
  }

  /// One observation; a wrong one is corrected later, with the reason.
  mutating func observe(
    _ code: String, _ value: DemoDecimal, currency: String?, _ report: DemoReport, isWrong: Bool,
    _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let row = DemoObservationRow(
      firmID: id, id: ids.next(.observation), revision: 1, indicatorCode: code,
      periodKind: report.kind, startsOn: report.startsOn, value: value, currency: currency,
      confidence: report.confidence, source: report.source, leapConfirmed: false,
      recording: report.recording)
    guard isWrong else {
      rows.observations.append(row)
      return
    }
    let correctedAt = report.recording.at.addingTimeInterval(
      Double(random.number(in: 3...75)) * 86_400 + 1800)
    let mistake = DemoMistake(value, isMoney: currency != nil, &random)
    guard correctedAt < setting.calendar.now else {
      rows.observations.append(row)
      return
    }
    var (former, present) = (row, row)
    former.value = mistake.value
    former.leapConfirmed = mistake.isLeap
    former.recording.supersededAt = correctedAt
    present.revision = 2
    present.recording = Recording(at: correctedAt, by: account, reason: mistake.reason)
    rows.observations += [former, present]
  }
}

/// How a firm keeps its reports.
struct DemoHabit: Sendable {
  /// Days from the end of a period to its report.
  let delay: Int
  let latePercent: Int
  let missingPercent: Int
  let holePercent: Int
  let wrongPercent: Int
  let isUnclear: Bool
  /// Weights of measured, estimated and declared.
  let confidence: [Int]

  init(_ random: inout DemoRandom) {
    let care = random.place(inWeights: [55, 33, 12])
    delay = [9, 18, 30][care] + random.below(10)
    latePercent = [3, 9, 25][care]
    missingPercent = [1, 4, 12][care]
    holePercent = [0, 1, 3][care]
    wrongPercent = [2, 5, 9][care]
    isUnclear = random.happens([8, 22, 40][care])
    confidence = [[92, 6, 2], [70, 20, 10], [40, 30, 30]][care]
  }
}

/// A number as it was typed at first.
private struct DemoMistake {
  let value: DemoDecimal
  let isLeap: Bool
  let reason: String

  init(_ right: DemoDecimal, isMoney: Bool, _ random: inout DemoRandom) {
    let kind = random.place(inWeights: isMoney ? [45, 25, 30] : [0, 40, 60])
    let units =
      switch kind {
      case 0: right.units / 1000
      case 1: right.units * 10
      default: right.units + right.units / 100 * random.element(of: [-9, 9, 18, 27])
      }
    value = DemoDecimal(units: units, decimals: right.decimals)
    isLeap = kind != 2
    reason = ["Ghi theo nghìn đồng", "Gõ thừa một chữ số 0", "Đảo hai chữ số"][kind]
  }
}
