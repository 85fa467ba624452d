import CivilCalendar
import Foundation
import Localization
import Workforce

/// The entry of one period: every item that is entered, with the value of the period before beside it.
struct FigureEntry {
  private let visit: Visit
  private let figures: FigureWords
  let period: Period
  /// What the address names as a period and is none.
  private let unreadable: String?
  private let indicators: [Indicator]
  /// What the period has, and what came before it.
  private let present: [String: Workforce.Observation]
  private let before: [String: Workforce.Observation]

  init(_ visit: Visit, period text: String?) async throws {
    guard visit.may(.recordFigures) else { throw AppError.forbidden }
    self.visit = visit
    figures = FigureWords(words: visit.words)
    let asked = text ?? visit.text("period")
    let lastQuarter = Period(.quarter, containing: visit.today).previous
    let readable = asked.flatMap { Period($0) }
    // What was sent belongs to a period; an address that names none opens the usual one and says so.
    if text != nil, readable == nil { throw AppError.invalid("period", "observation.no_period") }
    unreadable = readable == nil ? asked : nil
    let period = readable ?? lastQuarter
    self.period = period
    indicators = try await visit.perform(ListIndicators(family: nil, process: nil))
      .filter { $0.origin == .entered }
    let years = period.startsOn.adding(months: -60)
    var after: String?
    var found: [Workforce.Observation] = []
    repeat {
      let page = try await visit.perform(
        ListObservations(
          indicator: nil, kind: period.kind, from: years, to: period.startsOn, asOf: nil,
          knownAt: nil, after: after, limit: 500))
      found += page.items
      after = page.next
    } while after != nil
    present = Dictionary(
      found.filter { $0.period == period }.map { ($0.indicator, $0) },
      uniquingKeysWith: { one, _ in one })
    // Latest first, so that the nearest one stays.
    before = Dictionary(
      found.filter { $0.period < period }.map { ($0.indicator, $0) },
      uniquingKeysWith: { one, _ in one })
  }

  private var words: Words { visit.words }

  /// What the period's money is in, đồng unless it was entered otherwise.
  private var currency: String {
    (present.values.compactMap(\.currency) + before.values.compactMap(\.currency)).first ?? "VND"
  }

  /// - Parameters:
  ///   - sent: what a refused form brought back.
  ///   - errors: by the code of the indicator.
  func content(
    sent: FormBody?, errors: [String: [FieldError]], formError: String?
  ) -> PageContent {
    func text(_ name: String) -> String { sent?.values[name]?.last ?? "" }
    var content: PageContent = [
      "period": figures.name(period), "periodCode": "\(period)", "action": "/indicators/enter",
      "previousURL": "/indicators/enter?period=\(period.previous)",
      "previous": figures.name(period.previous),
      "nextURL": "/indicators/enter?period=\(period.next)", "next": figures.name(period.next),
      "listURL": "/indicators?kind=\(period.kind.rawValue)",
      "groups": groups(sent, errors), "source": text("source"), "reason": text("reason"),
      "currency": sent?.values["currency"]?.last ?? currency,
      "confidences": Confidence.allCases.map { one -> PageContent in
        [
          "value": one.rawValue, "label": words["figures.confidence_\(one.rawValue)"],
          "selected": one.rawValue == (sent?.values["confidence"]?.last ?? "declared"),
        ]
      },
    ]
    content["formError"] = formError
    if let unreadable {
      content["periodCode"] = unreadable
      content["periodError"] = words["observation.no_period"]
    }
    if !present.isEmpty { content["hasPresent"] = true }
    return content
  }

  private func groups(_ sent: FormBody?, _ errors: [String: [FieldError]]) -> [PageContent] {
    var groups: [(title: String, rows: [PageContent])] = []
    for indicator in indicators {
      let title: String =
        switch indicator.family {
        case .input, .productivity: words["figures.group_accounts"]
        case .process:
          words[
            "figures.group_process",
            ["process": indicator.processName?.text(english: words.isEnglish) ?? ""]]
        case .own: words["figures.group_own"]
        }
      if groups.last?.title != title { groups.append((title, [])) }
      groups[groups.count - 1].rows.append(row(indicator, sent, errors[indicator.code] ?? []))
    }
    return groups.map { group -> PageContent in
      ["title": group.title, "rows": group.rows]
    }
  }

  private func row(
    _ indicator: Indicator, _ sent: FormBody?, _ errors: [FieldError]
  ) -> PageContent {
    let code = indicator.code
    let known =
      present[code].map { figures.typed($0.value, indicator, currency: $0.currency) } ?? ""
    var row: PageContent = [
      "code": code, "label": figures.name(indicator),
      "unit": figures.unit(indicator, currency: present[code]?.currency),
      "value": sent?.values["v.\(code)"]?.last ?? known,
    ]
    row["hint"] = indicator.definition?.text(english: words.isEnglish)
    if let old = before[code] {
      row["before"] = figures.value(old.value, indicator, currency: old.currency)
      row["beforePeriod"] = figures.name(old.period)
    }
    if !errors.isEmpty {
      row["error"] = errors.map { words.sentence($0.rule, $0.parameters) }.joined(separator: " ")
    }
    if errors.contains(where: { $0.rule.hasPrefix("observation.leap") }) { row["asks"] = true }
    return row
  }

  /// What was typed, in the order of the page.
  func entries(_ submission: Submission) -> [ObservationEntry] {
    let confidence = submission.text("confidence").flatMap { Confidence(rawValue: $0) }
    let named = submission.text("currency")?.trimmingCharacters(in: .whitespaces).uppercased()
    return indicators.compactMap { indicator -> ObservationEntry? in
      guard let text = submission.text("v.\(indicator.code)") else { return nil }
      let old = present[indicator.code]
      // A value that was not touched keeps what was said of it.
      let isUntouched =
        old.map { figures.typed($0.value, indicator, currency: $0.currency) } == text
      return ObservationEntry(
        indicator: indicator.code, period: period,
        value: isUntouched ? WrittenValue(old?.value ?? 0) : WrittenValue(text),
        currency: isUntouched ? old?.currency : indicator.isMoney ? named : nil,
        confidence: confidence ?? .declared,
        source: submission.text("source"),
        confirmsLeap: isUntouched || submission.text("c.\(indicator.code)") != nil)
    }
  }
}
