import CivilCalendar
import Foundation
import Localization
import Workforce

/// Sizes year by year and what the firm is, on any day and as known on any day.
struct Standing {
  private let visit: Visit
  private let dates: ReportDates
  private let sizes: [FirmSize]
  private let flags: [FirmFlag]

  init(_ visit: Visit) async throws {
    guard visit.may(.readFigures) else { throw AppError.forbidden }
    self.visit = visit
    dates = try ReportDates(visit)
    let asOf = dates.asOf
    sizes = try await visit.perform(
      ListFirmSizes(year: nil, asOf: nil, knownAt: dates.knownAt)
    ).filter { size in asOf.map { size.year <= $0.year } ?? true }
    flags = try await visit.perform(ListFirmFlags(asOf: asOf, knownAt: dates.knownAt))
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    let told = StandingWords(words)
    var content = FirmTab.standing.content(visit)
    content["past"] = dates.content(words, clearURL: "/standing")
    content["hasSizes"] = !sizes.isEmpty
    content["sizes"] = sizes.map { size -> PageContent in
      var row: PageContent = [
        "year": "\(size.year)", "url": "/standing/sizes/\(size.year)", "name": told.name(size),
        "workers": words.number(size.siWorkers, decimals: 0),
        "revenue": size.revenueVnd.map { words.money($0) } ?? "–",
        "capital": size.capitalVnd.map { words.money($0) } ?? "–",
        "rule": told.rule(size) ?? words["standing.no_rule_holds"],
      ]
      if size.revision > 1 {
        row["revised"] = words["firm.revision", ["number": "\(size.revision)"]]
      }
      return row
    }
    content["hasFlags"] = !flags.isEmpty
    content["flags"] = flags.map { flag -> PageContent in
      [
        "name": flag.name.text(english: words.isEnglish), "url": "/standing/flags/\(flag.id)",
        "during": told.during(flag), "evidence": flag.evidence ?? "–",
        "article": flag.source.map(words.citation) ?? "–",
      ]
    }
    if visit.may(.recordFigures), !dates.isPast {
      content["sizeURL"] = "/indicators/size"
      content["flagURL"] = "/standing/flags/new"
    }
    return content
  }
}

/// Sizes and flags in the reader's words.
struct StandingWords {
  let words: Words

  init(_ words: Words) {
    self.words = words
  }

  func name(_ size: FirmSize) -> String {
    size.sizeName?.text(english: words.isEnglish) ?? words["figures.size_not_sme"]
  }

  /// The article and the code of the rule; nil when the firm is larger than any rule says.
  func rule(_ size: FirmSize) -> String? {
    guard let id = size.ruleId else { return nil }
    return [size.ruleSource.map(words.citation), id].compactMap { $0 }.joined(separator: ", ")
  }

  func facts(_ size: FirmSize) -> [(term: String, text: String?)] {
    [
      (words["label.siWorkers"], words.number(size.siWorkers, decimals: 0)),
      (words["label.revenueVnd"], size.revenueVnd.map { words.money($0) } ?? "–"),
      (words["label.capitalVnd"], size.capitalVnd.map { words.money($0) } ?? "–"),
      (words["overview.sector"], "\(size.vsicSection) (\(size.vsicVersion))"),
      (words["label.ruleCode"], rule(size) ?? words["standing.no_rule_holds"]),
    ]
  }

  func inputs(_ size: FirmSize) -> String {
    facts(size).map { "\($0.term): \($0.text ?? "–")" }.joined(separator: " · ")
  }

  func name(_ flag: FirmFlag) -> String { flag.name.text(english: words.isEnglish) }

  func during(_ flag: FirmFlag) -> String { words.dates(from: flag.startsOn, to: flag.endsOn) }
}
