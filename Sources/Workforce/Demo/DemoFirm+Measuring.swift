import Foundation
import Postgres

extension DemoFirm {
  /// The measures of its processes: better once a process is digitised, and not by training.
  mutating func measure(
    _ adoptions: [DemoAdoption], _ setting: DemoSetting, _ random: inout DemoRandom,
    rows: inout DemoRows
  ) {
    let kept = size < 10 ? random.below(3) : isShown ? 14 : random.number(in: 3...6)
    let order = setting.catalogue.measures.map { ($0, random.below(1_000_000)) }
      .sorted { $0.1 < $1.1 }.map(\.0)
    let habit = DemoHabit(&random)
    for measure in order.prefix(business.reporting == .yearly ? 0 : kept) {
      let adopted = adoptions.first { $0.process == measure.process }?.inUseOn
      measureQuarters(
        measure, adopted: adopted.map { setting.quarters.number(of: $0) }, habit, setting, &random,
        rows: &rows)
    }
  }

  private mutating func measureQuarters(
    _ measure: DemoMeasure, adopted: Int?, _ habit: DemoHabit, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let place = Double(random.below(1000)) / 1000
    let (before, after) = (measure.before.linear(place), measure.after.linear(place))
    // Measuring begins some quarters before or after the process is digitised.
    let first = random.below(5)
    for quarter in first..<DemoQuarters.count {
      let noise = exp(0.035 * random.normal())
      let isMissing = random.happens(habit.missingPercent + 2)
      let isWrong = random.happens(1)
      let reach = adopted.map { min(1, max(0, Double(quarter - $0 + 1) / 3)) } ?? 0
      let value = (before + reach * (after - before)) * noise
      guard !isMissing,
        let filed = file(
          "quarter", setting.quarters.start(quarter), setting.quarters.end(quarter), habit, setting,
          &random)
      else { continue }
      observe(
        measure.code, DemoDecimal(min(value, measure.ceiling), decimals: measure.decimals),
        currency: measure.currency, filed, isWrong: isWrong, setting, &random, rows: &rows)
    }
  }

  /// Hours of courses outside, of the firms that write them down.
  mutating func declareHours(
    _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    guard random.happens(isShown ? 100 : 16), business.reporting != .yearly else { return }
    let habit = DemoHabit(&random)
    for quarter in 0..<DemoQuarters.count {
      let hours = random.below(3) == 0 ? 0 : size * random.number(in: 1...6)
      guard
        let filed = file(
          "quarter", setting.quarters.start(quarter), setting.quarters.end(quarter), habit, setting,
          &random)
      else { continue }
      observe(
        "training_hours_declared", DemoDecimal(hours), currency: nil, filed, isWrong: false,
        setting, &random, rows: &rows)
    }
  }
}
