import CivilCalendar
import Localization
import Workforce

/// The province for its officers: sums that tell of nobody, and what firms do with public money.
struct OfficerPages {
  func mount(_ pages: PageRouter) {
    pages.get("/officer") { visit in
      PageView("officer/target", try await TargetPage(visit).content(), section: .officer)
    }
    pages.get("/officer/adoption") { visit in
      PageView("officer/adoption", try await AdoptionMapPage(visit).content(), section: .officer)
    }
    pages.get("/officer/support") { visit in
      PageView("officer/support", try await SupportMapPage(visit).content(), section: .officer)
    }
    pages.get("/officer/firms") { visit in
      PageView("officer/firms", try await ProvinceFirmsPage(visit).content(), section: .officer)
    }
    ProvinceForms().mount(pages)
    pages.form("/officer/denominator") { visit in
      try await DenominatorForm(visit).form()
    } submit: { visit, submission in
      let code = try await DenominatorForm(visit).targetCode
      let sent = try submission.decode(SentDenominator.self)
      _ = try await visit.perform(
        SetTargetDenominator(
          targetCode: code, persons: sent.persons, asOf: sent.asOf, source: sent.source,
          reason: sent.reason))
      return Landing("/officer", flash: .done(visit.words["officer.denominator_saved"]))
    }
  }
}

private struct SentDenominator: Decodable {
  let persons: Int
  let asOf: CalendarDate
  let source: String
  let reason: String?
}

/// Where the denominator of the target is entered, with the publication it stands in.
private struct DenominatorForm {
  private let visit: Visit
  private let target: TargetReport

  init(_ visit: Visit) async throws {
    self.visit = visit
    target = try await visit.perform(
      ShowTarget(period: Period(.quarter, containing: visit.today), knownAt: nil))
  }

  var targetCode: String { target.code }

  func form() -> Form {
    Form(
      "officer/denominator",
      fields: [
        FormField(
          "persons", input: "persons", value: target.denominator.map { "\($0)" } ?? ""),
        FormField(
          "asOf", input: "asOf", value: target.denominatorAsOf?.description ?? ""),
        FormField("source", input: "source", value: target.denominatorSource ?? ""),
        FormField("reason", input: "reason", value: ""),
      ],
      content: [
        "meaning": target.denominatorMeaning.text(english: visit.words.isEnglish),
        "hasEarlier": target.denominator != nil, "backURL": "/officer",
        "action": "/officer/denominator",
      ], section: .officer)
  }
}

/// The period that an officer looks at, and the way to another.
struct OfficerPeriod {
  let period: Period
  /// Until when what was published counts.
  let dates: ReportDates
  private let words: Words
  private let choices: [Period]

  /// The quarter of today when none is asked for, or none that there is.
  init(_ visit: Visit) throws(AppError) {
    words = visit.words
    dates = try ReportDates(visit)
    let current = Period(.quarter, containing: visit.today)
    let quarters = (0..<12).map { Period(.quarter, firstMonth: current.firstMonth - 3 * $0) }
    let years = (0..<3).map { Period(.year, firstMonth: (current.year - $0) * 12) }
    choices = quarters + years
    period = visit.text("period").flatMap { Period($0) } ?? current
  }

  /// The tabs and the choice of a period, which every page of the section begins with.
  func content(_ current: String, action: String) -> PageContent {
    let tabs = [
      ("target", "/officer", "officer.tab_target"),
      ("adoption", "/officer/adoption", "officer.tab_adoption"),
      ("support", "/officer/support", "officer.tab_support"),
      ("firms", "/officer/firms", "officer.tab_firms"),
    ]
    var past = dates.content(words, clearURL: "\(action)?period=\(period)")
    // A period is the day that the page is about.
    past["asOf"] = nil
    past["kept"] = [["name": "period", "value": period.description] as PageContent]
    var content: PageContent = [
      "past": past,
      "tabs": tabs.map { name, url, key -> PageContent in
        [
          "url": "\(url)?period=\(period)\(dates.query)", "label": words[key],
          "current": name == current,
        ]
      },
      "action": action, "periodLabel": words.period(period),
      "period": [
        "options": choices.map { choice -> PageContent in
          [
            "value": choice.description, "label": words.period(choice),
            "selected": choice == period,
          ]
        }
      ] as PageContent,
    ]
    content["keptKnownAt"] = dates.known?.description
    return content
  }
}

extension Words {
  /// `Quý 3/2026`, `Tháng 3/2026`, `Năm 2026`.
  func period(_ period: Period) -> String {
    self[
      "period.\(period.kind.rawValue)",
      ["number": "\(period.number)", "year": "\(period.year)"]]
  }
}
