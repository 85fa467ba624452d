import CivilCalendar
import Foundation
import Localization
import Workforce

/// What was entered, value by value: the list, every revision of one, correcting it and taking it back.
struct ObservationPages {
  func mount(_ pages: PageRouter) {
    pages.get("/indicators/observations") { visit in
      PageView(
        "indicators/observations", try await ObservationList(visit).content(),
        section: .indicators)
    }
    pages.get("/indicators/observations/{observationId}") { visit in
      try await ObservationScreen(visit).page()
    }
    pages.form("/indicators/observations/{observationId}/correct") { visit in
      try await ObservationScreen(visit).correcting()
    } submit: { visit, submission in
      let correction = try submission.decode(CorrectObservation.self)
      let done = try await visit.perform(correction)
      return Landing(
        "/indicators/observations/\(done.id.uuidString.lowercased())",
        flash: .done(visit.words["firm.corrected"]))
    }
    pages.form("/indicators/observations/{observationId}/void") { visit in
      try await ObservationScreen(visit).voiding()
    } submit: { visit, submission in
      let done = try await visit.perform(try submission.decode(VoidObservation.self))
      return Landing(
        "/indicators/observations/\(done.id.uuidString.lowercased())",
        flash: .done(visit.words["firm.voided"]))
    }
  }
}

/// One value with everything that was said of it.
struct ObservationScreen {
  private let visit: Visit
  private let revisions: [Workforce.Observation]
  private let indicator: Indicator
  private let present: Workforce.Observation

  init(_ visit: Visit) async throws {
    self.visit = visit
    revisions = try await visit.perform(
      ShowObservationHistory(
        observationId: try visit.id("observationId", "observation")))
    guard let present = revisions.first else { throw AppError.notFound("observation") }
    self.present = present
    indicator = try await visit.perform(ShowIndicator(code: present.indicator))
  }

  private var words: Words { visit.words }
  private var figures: FigureWords { FigureWords(words: words) }
  private var url: String { "/indicators/observations/\(present.id)" }
  private var title: String { "\(figures.name(indicator)), \(figures.name(present.period))" }

  /// The currency of money that is no đồng stands in the place of the unit.
  private func value(_ one: Workforce.Observation) -> String {
    let value = figures.value(one.value, indicator, currency: one.currency)
    guard one.currency ?? "VND" == "VND" else { return value }
    return "\(value) \(figures.unit(indicator))"
  }

  func page() async throws -> PageView {
    let recorders = try await Recorders(visit)
    let actions = [
      RecordScreen.Action(url: "\(url)/correct", label: words["firm.correct"], isMain: true),
      RecordScreen.Action(url: "\(url)/void", label: words["figures.void"]),
    ]
    return RecordScreen(
      title: title, tab: .observations,
      facts: [
        (words["figures.value"], value(present)),
        (words["figures.confidence"], words["figures.confidence_\(present.confidence.rawValue)"]),
        (words["figures.source"], present.source),
        (words["figures.leap"], present.leapConfirmed ? words["figures.leap_confirmed"] : nil),
      ],
      actions: visit.may(.recordFigures) ? actions : [],
      revisions: revisions.map { one in
        RecordScreen.Revision(
          title: value(one),
          detail: [words["figures.confidence_\(one.confidence.rawValue)"], one.source]
            .compactMap { $0 }.joined(separator: " · "),
          recorded: recorders.line(one.recordedAt, one.recordedBy), reason: one.reason,
          isVoid: one.isVoid)
      }
    ).page(visit)
  }

  func correcting() throws -> Form {
    try requireStanding()
    return Form(
      "indicators/correct",
      fields: [
        FormField(
          "value", input: "value",
          value: figures.typed(present.value, indicator, currency: present.currency)),
        FormField(
          "confidence", input: "confidence", value: present.confidence.rawValue,
          choices: Confidence.allCases.map {
            FormField.Choice($0.rawValue, words["figures.confidence_\($0.rawValue)"])
          }),
        FormField("source", input: "source", value: present.source ?? ""),
        FormField(
          "meant", input: "confirmsLeap", value: "",
          choices: [
            FormField.Choice("", words["figures.leap_asked"]),
            FormField.Choice("true", words["figures.confirm_leap"]),
          ]),
        FormField("reason", input: "reason", value: ""),
      ]
        + (present.currency.map { [FormField("currency", input: "currency", value: $0)] } ?? []),
      content: [
        "title": words["firm.correct"], "intro": words["firm.correct_intro"], "back": title,
        "backURL": url, "action": "\(url)/correct",
        "unit": figures.unit(indicator, currency: present.currency),
      ], section: .indicators)
  }

  func voiding() throws -> Form {
    try requireStanding()
    return VoidForm(
      title: words["figures.void"], subject: title, url: url, tab: .observations
    ).form
  }

  private func requireStanding() throws {
    guard visit.may(.recordFigures) else { throw AppError.forbidden }
    guard !present.isVoid else { throw AppError.notFound("observation") }
  }
}
