import Foundation
import Postgres

extension DemoFirm {
  /// Its size by law in each year, with the rule that gave it. Returns the sizes by year.
  mutating func makeSizes(
    _ books: DemoBooks, _ setting: DemoSetting, rows: inout DemoRows
  ) -> [Int: String] {
    var random = setting.random(.standing, number)
    var sizes: [Int: String] = [:]
    let sector = setting.catalogue.sectors[sector]
    // Source: Decree 80/2021/NĐ-CP, article 5; sections A to F of VSIC 2018 are agriculture and industry.
    let group = sector.vsicSection <= "F" ? "industry_agri" : "trade_services"
    for year in setting.quarters.firstDay.year + 1...setting.calendar.today.year {
      let input = books.sizeInput(of: year - 1, setting.quarters)
      let firstDay = setting.calendar.firstDay(of: year)
      let rule = setting.catalogue.sizeThresholds.first {
        $0.sectorGroup == group && $0.validFrom <= firstDay
          && $0.validTo.map { firstDay <= $0 } ?? true
          && input.insured <= $0.maxSIWorkers * 100
          && (input.revenue <= $0.maxRevenueVND || input.capital <= $0.maxCapitalVND)
      }
      sizes[year] = rule?.size ?? "not_sme"
      let declaredOn = firstDay.adding(days: random.number(in: 8...75))
      rows.sizes.append(
        DemoFirmSizeRow(
          firmID: id, id: ids.next(.firmSize), revision: 1, year: year,
          vsicVersion: sector.vsicVersion, vsicSection: sector.vsicSection, sectorGroup: group,
          siWorkers: DemoDecimal(units: input.insured, decimals: 2), revenueVnd: input.revenue,
          capitalVnd: input.capital, sizeCode: rule?.size ?? "not_sme",
          ruleID: rule?.ruleID,
          recording: Recording(
            at: setting.calendar.moment(
              max(declaredOn, joinedOn.adding(days: random.number(in: 1...20))), hour: 14,
              minute: random.below(60)), by: account)))
    }
    makeFlags(setting, &random, rows: &rows)
    return sizes
  }

  /// What it may say of itself, with the days on which that holds.
  private mutating func makeFlags(
    _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    // Source: Decree 80/2021/NĐ-CP, article 3(8).
    let hasManyWomen = womenCount * 100 >= (size < 100 ? 50 : 30) * size
    let isSoftware = setting.catalogue.sectors[sector].code == "SOFTWARE"
    let certificate = "Giấy chứng nhận đăng ký doanh nghiệp"
    isWomenOwned = random.happens(24)
    if isWomenOwned {
      flag("women_owned", certificate, endsPercent: 4, setting, &random, rows: &rows)
    }
    if hasManyWomen, random.happens(70) {
      flag(
        "many_female_workers", "Danh sách lao động tham gia bảo hiểm xã hội", endsPercent: 10,
        setting,
        &random, rows: &rows)
    }
    if random.happens(1) {
      flag("social_enterprise", certificate, endsPercent: 0, setting, &random, rows: &rows)
    }
    if random.happens(6) {
      flag("difficult_area", nil, endsPercent: 0, setting, &random, rows: &rows)
    }
    if random.happens(isSoftware ? 18 : 1) {
      flag(
        "innovative_startup", "Xác nhận của Sở Khoa học và Công nghệ (mẫu)", endsPercent: 10,
        setting,
        &random, rows: &rows)
    }
    if random.happens(6) {
      flag("in_cluster_or_value_chain", nil, endsPercent: 0, setting, &random, rows: &rows)
    }
  }

  private mutating func flag(
    _ code: String, _ evidence: String?, endsPercent: Int, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let start = setting.quarters.firstDay.adding(days: -random.number(in: 200...2000))
    let recording = setting.calendar.recording(
      of: start, notBefore: joinedOn, by: account, &random)
    let flagID = ids.next(.firmFlag)
    let end = joinedOn.adding(days: random.number(in: 60...400))
    let ending = setting.calendar.recording(
      of: end.adding(days: 10), notBefore: joinedOn, by: account, &random)
    let hasEnded =
      random.happens(endsPercent) && end < setting.calendar.today && ending.at > recording.at
    rows.flags.append(
      DemoFirmFlagRow(
        firmID: id, id: flagID, revision: 1, flagCode: code, during: DaySpan(start: start),
        evidence: evidence,
        recording: Recording(
          at: recording.at, by: account, supersededAt: hasEnded ? ending.at : nil)))
    if hasEnded {
      rows.flags.append(
        DemoFirmFlagRow(
          firmID: id, id: flagID, revision: 2, flagCode: code,
          during: DaySpan(start: start, end: end), evidence: evidence,
          recording: Recording(at: ending.at, by: account, reason: "Không còn đủ điều kiện")))
    }
  }
}

extension DemoBooks {
  /// What the size of the next year rests on: workers in hundredths, money in đồng. A year that began
  /// before the twelve quarters is taken by its known part.
  func sizeInput(
    of year: Int, _ calendar: DemoQuarters
  ) -> (insured: Int, revenue: Int, capital: Int) {
    let known = quarters.indices.filter { calendar.start($0).year == year }
    let count = max(1, known.count)
    let insured = known.reduce(0) { $0 + quarters[$1].insured } / count
    let revenue = known.reduce(0) { $0 + quarters[$1].revenue } * 4 / count
    return (insured, revenue, capital[year] ?? 0)
  }
}
