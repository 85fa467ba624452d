import Foundation
import Postgres

/// A rule of public support, by what a demo needs of it.
struct DemoSupportRule: Sendable {
  let code: String
  let validFrom: CalendarDate
  let content: String
  /// Percent of the cost; nil where nothing is paid.
  let rate: Int?
  let cap: Int?

  /// Source: Decree 80/2021/NĐ-CP, articles 11 and 13(2); Decree 20/2026/NĐ-CP, article 10.
  static func solution(_ size: String) -> DemoSupportRule? {
    let caps = ["micro": ("MI", 20), "small": ("SM", 50), "medium": ("ME", 100)]
    return caps[size].map { rule("DX-SOL-\($0.0)", "DX_SOLUTION", rate: 50, millions: $0.1) }
  }

  static func consulting(_ size: String) -> DemoSupportRule? {
    let caps = ["small": ("S", 50), "medium": ("M", 100)]
    return caps[size].map { rule("DX-CONS-\($0.0)", "DX_CONSULTING", rate: 50, millions: $0.1) }
  }

  static func adviser(_ size: String, isPreferred: Bool) -> DemoSupportRule? {
    let rates = [
      "micro": ("MI", 100, 50, 70), "small": ("SM", 50, 100, 150), "medium": ("ME", 30, 150, 200),
    ]
    return rates[size].map {
      rule(
        "ADV-\($0.0)" + (isPreferred ? "-PRI" : ""), "ADVISER_CONSULTING", rate: $0.1,
        millions: isPreferred ? $0.3 : $0.2)
    }
  }

  static let sharedPlatform = DemoSupportRule(
    code: "SW-FREE", validFrom: CalendarDate("2026-01-15")!, content: "SHARED_PLATFORM", rate: nil,
    cap: nil)

  private static func rule(
    _ code: String, _ content: String, rate: Int, millions: Int
  ) -> DemoSupportRule {
    DemoSupportRule(
      code: code, validFrom: CalendarDate("2021-10-15")!, content: content, rate: rate,
      cap: millions * 1_000_000)
  }
}

extension DemoFirm {
  /// What the programme of the province paid, or approved, or gave without an amount.
  mutating func makeSupports(
    _ adoptions: [DemoAdoption], _ sizes: [Int: String], _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let window = setting.quarters.firstDay.adding(months: 3)
    func sizeCode(_ day: CalendarDate) -> String { sizes[day.year] ?? "not_sme" }
    for adoption in adoptions {
      guard let inUse = adoption.inUseOn, inUse > window, random.happens(32) else { continue }
      let day = inUse.adding(days: -random.number(in: 10...50))
      let object =
        adoption.platform.map { setting.catalogue.platforms[$0].name } ?? adoption.category
      grant(
        DemoSupportRule.solution(sizeCode(day)), object, on: day, millions: 12...150, setting,
        &random,
        rows: &rows)
    }
    let days = (0..<3).map { _ in
      window.adding(days: random.below(setting.calendar.today.days(since: window) - 2))
    }
    if random.happens(9) {
      grant(
        DemoSupportRule.consulting(sizeCode(days[0])), "Lộ trình chuyển đổi số", on: days[0],
        millions: 40...180, setting, &random, rows: &rows)
    }
    if random.happens(8) {
      grant(
        DemoSupportRule.adviser(sizeCode(days[1]), isPreferred: isWomenOwned),
        "Tư vấn quy trình bán hàng",
        on: days[1], millions: 25...300, setting, &random, rows: &rows)
    }
    if days[2] > DemoSupportRule.sharedPlatform.validFrom, size < 50, random.happens(45) {
      grant(
        .sharedPlatform, "Phần mềm kế toán dùng chung", on: days[2], millions: 0...0, setting,
        &random,
        rows: &rows)
    }
  }

  private mutating func grant(
    _ rule: DemoSupportRule?, _ object: String, on day: CalendarDate, millions: ClosedRange<Int>,
    _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    guard let rule else { return }
    let scale = size < 10 ? 1 : size < 50 ? 2 : 3
    let cost =
      min(millions.upperBound, millions.lowerBound * scale + random.below(40 * scale)) * 1_000_000
    let approved = rule.rate.map { min(cost * $0 / 100, rule.cap ?? .max) / 1000 * 1000 }
    let paidOn = day.adding(days: random.number(in: 25...140))
    let isPaid = random.happens(82) && paidOn < setting.calendar.today
    // Some did less than they had asked for.
    let share = random.happens(75) ? 100 : random.number(in: 45...95)
    let recording = setting.calendar.recording(
      of: day, notBefore: joinedOn, by: account, &random)
    let paying = setting.calendar.recording(
      of: paidOn, notBefore: joinedOn, by: account, &random)
    let supportID = ids.next(.support)
    func row(_ revision: Int, isPaid: Bool, _ recording: Recording) -> DemoSupportRow {
      DemoSupportRow(
        firmID: id, id: supportID, revision: revision, provinceCode: "56",
        programmeID: setting.frame.programmeID, rule: rule, object: object,
        costVnd: rule.rate == nil ? nil : cost, approvedVnd: approved,
        paidVnd: isPaid ? approved.map { $0 * share / 100_000 * 1000 } : nil, approvedOn: day,
        paidOn: isPaid ? paidOn : nil, document: "QĐ-\(day.year)-\(number + 1) (mẫu)",
        recording: recording)
    }
    if isPaid, paying.at > recording.at {
      var former = recording
      former.supersededAt = paying.at
      rows.supports += [
        row(1, isPaid: false, former),
        row(
          2, isPaid: true, Recording(at: paying.at, by: account, reason: "Đã giải ngân")),
      ]
    } else {
      rows.supports.append(row(1, isPaid: isPaid, recording))
    }
  }
}
