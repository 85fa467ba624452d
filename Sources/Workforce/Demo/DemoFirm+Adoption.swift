import Foundation
import Postgres

/// How one process of a firm was digitised.
struct DemoAdoption: Sendable {
  let process: String
  let category: String
  let platform: Int?
  /// Nil where it is not in use yet.
  let inUseOn: CalendarDate?
}

extension DemoFirm {
  /// Its four processes, each digitised before the twelve quarters, within them or not at all.
  mutating func makeAdoptions(_ setting: DemoSetting, rows: inout DemoRows) -> [DemoAdoption] {
    var random = setting.random(.levers, number)
    return DemoBusiness.processes.indices.map { place in
      let process = DemoBusiness.processes[place]
      let category = category(of: process, setting, &random)
      let platform =
        random.happens(70)
        ? setting.catalogue.platforms.firstIndex { $0.category == category } : nil
      let steps = steps(isDigitised: business.isDigitised[place], setting, &random)
      for step in steps {
        record(
          step.stage, on: step.day, of: process, category, platform, setting, &random, rows: &rows)
      }
      return DemoAdoption(
        process: process, category: category, platform: platform,
        inUseOn: steps.first { $0.stage == "in_use" }?.day)
    }
  }

  private func category(
    of process: String, _ setting: DemoSetting, _ random: inout DemoRandom
  ) -> String {
    let sector = setting.catalogue.sectors[sector].code
    switch process {
    case "MGT": return random.element(of: ["ACCOUNTING", "ACCOUNTING", "ERP", "HR", "E_SIGN"])
    case "SAL":
      switch sector {
      case "HOTEL", "TRAVEL": return "CHANNEL"
      case "TRADE", "RESTAURANT": return random.element(of: ["POS", "E_COMMERCE"])
      default: return random.element(of: ["E_COMMERCE", "CHANNEL"])
      }
    case "CRM": return random.element(of: ["CRM", "CARE", "MARKETING"])
    default:
      switch sector {
      case "HOTEL": return "HOTEL_PMS"
      case "SEAFOOD", "FOOD", "AQUACULTURE": return "TRACEABILITY"
      case "TRANSPORT", "TRAVEL": return "FLEET"
      case "TRADE", "RESTAURANT": return "WAREHOUSE"
      default: return "MES"
      }
    }
  }

  private func steps(
    isDigitised: Bool, _ setting: DemoSetting, _ random: inout DemoRandom
  ) -> [(stage: String, day: CalendarDate)] {
    let today = setting.calendar.today
    let window = setting.quarters.firstDay
    var steps: [(stage: String, day: CalendarDate)] = []
    let chance = 34 + Int(10 * business.size) + 6 * business.digitisedCount
    let isReached = isDigitised || random.happens(max(6, min(75, chance)))
    guard isReached else {
      if random.happens(16) {
        steps.append(("planned", today.adding(days: -random.number(in: 5...300))))
      }
      if random.happens(30),
        let planned = steps.last?.day.adding(days: random.number(in: 20...120)),
        planned < today
      {
        steps.append(("piloting", planned))
      }
      return steps
    }
    let inUse =
      isDigitised
      ? window.adding(days: -random.number(in: 20...260))
      : window.adding(days: random.number(in: 30...(today.days(since: window) - 3)))
    if random.happens(45) {
      steps.append(("planned", inUse.adding(days: -random.number(in: 110...200))))
    }
    if random.happens(55) {
      steps.append(("piloting", inUse.adding(days: -random.number(in: 20...100))))
    }
    steps.append(("in_use", inUse))
    let later = inUse.adding(days: random.number(in: 180...420))
    if random.happens(64), later < today { steps.append(("sustained", later)) }
    let end = later.adding(days: random.number(in: 30...300))
    if random.happens(5), end < today { steps.append(("stopped", end)) }
    return steps
  }

  private mutating func record(
    _ stage: String, on day: CalendarDate, of process: String, _ category: String,
    _ platform: Int?, _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let id = ids.next(.adoption)
    let recording = setting.calendar.recording(
      of: day, notBefore: joinedOn, by: account, &random)
    func row(_ revision: Int, _ day: CalendarDate, _ recording: Recording) -> DemoAdoptionRow {
      DemoAdoptionRow(
        firmID: self.id, id: id, revision: revision, processCode: process, categoryCode: category,
        platformID: platform.map { setting.frame.platformIDs[$0] }, stage: stage, occurredOn: day,
        note: nil, recording: recording)
    }
    let corrected = recording.at.addingTimeInterval(Double(random.number(in: 10...60)) * 86_400)
    guard random.happens(3), corrected < setting.calendar.now else {
      rows.adoptions.append(row(1, day, recording))
      return
    }
    var former = recording
    former.supersededAt = corrected
    rows.adoptions += [
      row(1, day.adding(days: -7), former),
      row(2, day, Recording(at: corrected, by: account, reason: "Ghi nhầm ngày")),
    ]
  }
}
