import CivilCalendar
import Localization
import Workforce

/// The target of the province with everything it rests on, and the way from a registration to its use
/// at work.
struct TargetPage {
  private let visit: Visit
  private let chosen: OfficerPeriod
  private let target: TargetReport
  private let cells: [PublishedCell]

  private static let funnel = [
    ("people_registered", "overview.registered"), ("people_attended", "overview.attended"),
    ("people_assessed_after", "overview.assessed"),
    ("people_competent_after", "overview.competent"), ("people_applying", "overview.applied"),
  ]

  init(_ visit: Visit) async throws {
    self.visit = visit
    chosen = try OfficerPeriod(visit)
    target = try await visit.perform(
      ShowTarget(period: chosen.period, knownAt: chosen.dates.knownAt))
    cells = try await visit.perform(
      ListPublishedCells(
        period: chosen.period, measures: Self.funnel.map(\.0), provinceCode: nil,
        knownAt: chosen.dates.knownAt))
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = chosen.content("target", action: "/officer")
    content["place"] = visit.session.placeName ?? ""
    content["target"] = targetContent
    content["facts"] = facts
    let bars = Self.funnel.compactMap { measure, key -> (String, PublishedCell)? in
      cells.whole(measure).map { (words[key], $0) }
    }
    content["hasFunnel"] = !bars.isEmpty
    content["funnel"] = funnelContent(bars)
    content["downloads"] = Downloads.content(
      ListPublishedCells.name,
      ["period": chosen.period.description, "knownAt": chosen.dates.moment])
    if let builtAt = target.builtAt {
      content["built"] = words["officer.built", ["at": words.moment(builtAt)]]
    }
    return content
  }

  private var targetContent: PageContent {
    var content: PageContent = [
      "name": target.name.text(english: words.isEnglish),
      "definition": words["officer.definition_version", ["version": "\(target.version)"]],
      "statusLabel": words["certainty.\(target.status.rawValue)"],
      "isProposed": target.status == .proposed,
      "numerator": number(target.numerator),
      "denominator": target.denominator.map { words.number($0) } ?? "–",
      "share": target.sharePct.map { words.percent($0 / 100, decimals: 1) } ?? "–",
      "hasShare": target.sharePct != nil,
      "denominatorURL": "/officer/denominator",
      "mayEnter": visit.may(.manageProvince),
    ]
    if target.denominator == nil {
      content["noShare"] = words["officer.no_share"]
    } else if target.numerator == nil {
      content["noShare"] = words["officer.no_numerator"]
    }
    if let share = target.sharePct {
      content["percent"] = "\(min(100, share))"
      content["label"] = "\(words.percent(share / 100, decimals: 1)) \(goal ?? "")"
    }
    if let goal { content["goal"] = goal }
    if let pct = target.targetPct { content["goalPercent"] = "\(min(pct, 100))" }
    return content
  }

  private var goal: String? {
    target.targetPct.map {
      words[
        "officer.goal",
        [
          "pct": words.percent(Double($0) / 100, decimals: 0),
          "year": "\(target.period.year)",
        ]]
    }
  }

  /// What the share rests on, in words; each has its source where there is one.
  private var facts: [PageContent] {
    var facts: [PageContent] = []
    func add(_ key: String, _ text: String?) {
      guard let text, !text.isEmpty else { return }
      facts.append(["term": words[key], "text": text])
    }
    add("officer.fact_recorded", number(target.recorded))
    add(
      "officer.fact_coverage",
      target.coveragePct.map { words.percent($0 / 100, decimals: 1) }
        ?? words["officer.no_denominator"])
    add("officer.fact_claimed", number(target.claimed))
    add(
      "officer.fact_level",
      words[
        "officer.level_or_above",
        [
          "level": "\(target.minimumLevel)",
          "name": target.minimumLevelName.text(english: words.isEnglish),
        ]])
    add(
      "officer.fact_competencies",
      target.competencies.map { $0.text(english: words.isEnglish) }.joined(separator: "; "))
    add(
      "officer.fact_evidence",
      target.evidenceCounted.map { words["evidence.\($0)"] }.joined(separator: ", "))
    add(
      "officer.fact_denominator",
      target.denominatorSource.map { source in
        [
          target.denominatorMeaning.text(english: words.isEnglish), source,
          target.denominatorAsOf.map { words.date($0) } ?? "",
        ].joined(separator: " · ")
      }
        ?? target.denominatorMeaning.text(english: words.isEnglish))
    add("officer.fact_goal", target.targetSource.map(words.citation))
    return facts
  }

  private func number(_ value: Int?) -> String {
    value.map { words.number($0) } ?? words["chart.suppressed_short"]
  }

  private func funnelContent(_ bars: [(String, PublishedCell)]) -> [PageContent] {
    let first = bars.first?.1.value ?? 0
    return bars.map { label, cell in
      guard let value = cell.value else {
        return [
          "label": label, "isHidden": true, "count": words["chart.suppressed_short"],
          "percent": "100",
        ]
      }
      let share = first > 0 ? value / first : 0
      return [
        "label": label, "count": words.number(Int(value)),
        "share": words.percent(share, decimals: 0), "percent": "\(100 * share)",
      ]
    }
  }
}

extension [PublishedCell] {
  /// The sum over all sectors and sizes.
  func whole(_ measure: String) -> PublishedCell? {
    first { $0.measure == measure && $0.sector == "*" && $0.sizeCode == "*" }
  }
}
