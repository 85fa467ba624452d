import CivilCalendar
import Foundation
import Localization
import Workforce

/// What the firm is by law: its size in each year with the figures and the rule that gave it, and what it
/// is from a day on that support rules ask for.
struct StandingPages {
  func mount(_ pages: PageRouter) {
    pages.get("/standing") { visit in
      PageView(
        "indicators/standing", try await Standing(visit).content(), section: .indicators)
    }
    pages.form("/indicators/size") { visit in
      guard visit.may(.recordFigures) else { throw AppError.forbidden }
      return sizeForm(visit)
    } submit: { visit, submission in
      let size = try await visit.perform(try submission.decode(RecordFirmSize.self))
      let name =
        size.sizeName?.text(english: visit.words.isEnglish)
        ?? visit.words["figures.size_not_sme"]
      return Landing(
        "/standing",
        flash: .done(
          visit.words["figures.size_recorded", ["year": "\(size.year)", "size": name]]))
    }
    pages.get("/standing/sizes/{year}") { visit in try await size(visit) }
    pages.form("/standing/flags/new") { visit in
      try await flagForm(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(SetFirmFlag.self))
      return Landing("/standing", flash: .done(visit.words["standing.flag_set"]))
    }
    pages.get("/standing/flags/{firmFlagId}") { visit in try await flag(visit) }
    pages.form("/standing/flags/{firmFlagId}/end") { visit in
      try await endForm(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(EndFirmFlag.self))
      return Landing(
        "/standing/flags/\(visit.path["firmFlagId"] ?? "")",
        flash: .done(visit.words["standing.flag_ended"]))
    }
  }

  private func sizeForm(_ visit: Visit) -> Form {
    Form(
      "indicators/size",
      fields: [
        FormField("year", input: "year", value: visit.text("year") ?? "\(visit.today.year)"),
        FormField("workers", input: "siWorkers", value: ""),
        FormField("revenue", input: "revenueVnd", value: ""),
        FormField("capital", input: "capitalVnd", value: ""),
        FormField("reason", input: "reason", value: ""),
      ],
      content: [
        "title": visit.words["figures.record_size"], "intro": visit.words["figures.size_intro"],
        "back": visit.words["firm.tab_standing"], "backURL": "/standing",
        "action": "/indicators/size",
      ], section: .indicators)
  }

  private func size(_ visit: Visit) async throws -> PageView {
    guard let year = visit.path["year"].flatMap({ Int($0) }) else {
      throw AppError.notFound("firm_size")
    }
    let revisions = try await visit.perform(ShowFirmSizeHistory(year: year))
    guard let present = revisions.first else { throw AppError.notFound("firm_size") }
    let told = StandingWords(visit.words)
    let recorders = try await Recorders(visit)
    let again = RecordScreen.Action(
      url: "/indicators/size?year=\(year)", label: visit.words["standing.size_again"], isMain: true)
    return RecordScreen(
      title: "\(visit.words["figures.size"]) \(year): \(told.name(present))", tab: .standing,
      facts: told.facts(present), actions: visit.may(.recordFigures) ? [again] : [],
      revisions: revisions.map { one in
        RecordScreen.Revision(
          title: told.name(one), detail: told.inputs(one),
          recorded: recorders.line(one.recordedAt, one.recordedBy), reason: one.reason,
          isVoid: one.isVoid)
      }
    ).page(visit)
  }

  private func flagForm(_ visit: Visit) async throws -> Form {
    guard visit.may(.recordFigures) else { throw AppError.forbidden }
    let flags = try await visit.perform(ListSupportFlags())
    return Form(
      "indicators/flag",
      fields: [
        FormField(
          "flag", input: "flag", value: visit.text("flag") ?? "",
          choices: flags.map {
            FormField.Choice($0.code, $0.name.text(english: visit.words.isEnglish))
          }),
        FormField("from", input: "startsOn", value: visit.today.description),
        FormField("until", input: "endsOn", value: ""),
        FormField("evidence", input: "evidence", value: ""),
      ],
      content: [
        "title": visit.words["standing.set_flag"], "intro": visit.words["standing.flag_intro"],
        "back": visit.words["firm.tab_standing"], "backURL": "/standing",
        "action": "/standing/flags/new", "hasTests": true,
        "tests": flags.map { flag -> PageContent in
          [
            "term": flag.name.text(english: visit.words.isEnglish),
            "text": [
              flag.test.text(english: visit.words.isEnglish),
              flag.source.map(visit.words.citation),
            ].compactMap { $0 }.joined(separator: " · "),
          ]
        },
      ], section: .indicators)
  }

  private func history(_ visit: Visit) async throws -> [FirmFlag] {
    try await visit.perform(
      ShowFirmFlagHistory(firmFlagId: try visit.id("firmFlagId", "firm_flag")))
  }

  private func flag(_ visit: Visit) async throws -> PageView {
    let revisions = try await history(visit)
    guard let present = revisions.first else { throw AppError.notFound("firm_flag") }
    let told = StandingWords(visit.words)
    let recorders = try await Recorders(visit)
    let end = RecordScreen.Action(
      url: "/standing/flags/\(present.id)/end", label: visit.words["standing.end_flag"])
    return RecordScreen(
      title: told.name(present), tab: .standing,
      facts: [
        (visit.words["standing.during"], told.during(present)),
        (visit.words["label.evidence"], present.evidence),
        (visit.words["support.article"], present.source.map(visit.words.citation)),
      ],
      actions: visit.may(.recordFigures) ? [end] : [],
      revisions: revisions.map { one in
        RecordScreen.Revision(
          title: told.during(one), detail: one.evidence,
          recorded: recorders.line(one.recordedAt, one.recordedBy), reason: one.reason,
          isVoid: one.isVoid)
      }
    ).page(visit)
  }

  private func endForm(_ visit: Visit) async throws -> Form {
    guard visit.may(.recordFigures) else { throw AppError.forbidden }
    guard let flag = try await history(visit).first, !flag.isVoid else {
      throw AppError.notFound("firm_flag")
    }
    let url = "/standing/flags/\(flag.id)"
    return Form(
      "indicators/flag",
      fields: [
        FormField("until", input: "endsOn", value: visit.today.description),
        FormField("reason", input: "reason", value: ""),
      ],
      content: [
        "title": visit.words["standing.end_flag"], "intro": visit.words["standing.end_intro"],
        "back": flag.name.text(english: visit.words.isEnglish), "backURL": url,
        "action": "\(url)/end",
      ], section: .indicators)
  }
}
