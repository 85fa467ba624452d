import Foundation
import Localization
import Workforce

/// Indicators that the firm defines for itself: entered, or by a formula over others.
struct OwnIndicatorPages {
  func mount(_ pages: PageRouter) {
    pages.get("/indicators/own") { visit in
      PageView(
        "indicators/own", try await OwnIndicators(visit).content(), section: .indicators)
    }
    pages.form("/indicators/own/new") { visit in
      try await OwnIndicators(visit).defining()
    } submit: { visit, submission in
      let created = try await visit.perform(
        try submission.decode(SentIndicator.self).creation)
      return Landing(
        FirmTab.own.url,
        flash: .done(
          visit.words[
            "own.defined", ["name": created.name.text(english: visit.words.isEnglish)]]))
    }
    pages.form("/indicators/own/{code}") { visit in
      try await OwnIndicators(visit).changing(visit.path["code"] ?? "")
    } submit: { visit, submission in
      let sent = try submission.decode(SentIndicator.self)
      let version = submission.text("version").flatMap { Int($0) }
      let changed = try await visit.perform(
        sent.change(of: visit.path["code"] ?? ""), onVersion: version)
      return Landing(
        FirmTab.own.url,
        flash: .done(
          visit.words[
            "own.changed", ["name": changed.name.text(english: visit.words.isEnglish)]]))
    }
  }
}

/// What the form holds; the name is one text for each language.
private struct SentIndicator: Decodable {
  /// How it comes to its value: a formula, a flow, or a stock by its rule of the year.
  enum Way: String, Decodable, CaseIterable { case formula, flow, mean, last }

  let code: String?
  let name: String
  let nameEn: String?
  let definition: String?
  let unitCode: String?
  let better: BetterDirection
  let mayBeNegative: Bool?
  let way: Way?
  let formula: String?
  let reason: String?

  private var names: LocalizedText { LocalizedText(vi: name, en: nameEn) }

  var creation: CreateIndicator {
    CreateIndicator(
      code: code ?? "", name: names, definition: definition, unitCode: unitCode ?? "",
      better: better, mayBeNegative: mayBeNegative ?? false,
      nature: way == .flow ? .flow : way == .formula ? nil : .stock,
      annualRule: way == .mean ? .averageOfPeriodMeans : way == .last ? .last : nil,
      formula: way == .formula ? formula ?? "" : formula)
  }

  func change(of code: String) -> ChangeIndicator {
    ChangeIndicator(
      code: code, name: names, definition: definition, better: better,
      mayBeNegative: mayBeNegative ?? false, formula: formula, reason: reason ?? "")
  }
}

/// The own indicators of the firm, and the forms about them.
private struct OwnIndicators {
  private let visit: Visit
  private let indicators: [Indicator]

  init(_ visit: Visit) async throws {
    guard visit.may(.readFigures) else { throw AppError.forbidden }
    self.visit = visit
    indicators = try await visit.perform(ListIndicators(family: nil, process: nil))
  }

  private var words: Words { visit.words }
  private var figures: FigureWords { FigureWords(words: words) }

  func content() -> PageContent {
    let own = indicators.filter { $0.family == .own }
    let mayDefine = visit.may(.recordFigures)
    var content = FirmTab.own.content(visit)
    content["hasIndicators"] = !own.isEmpty
    content["indicators"] = own.map { one -> PageContent in
      var row: PageContent = [
        "name": figures.name(one), "code": one.code, "unit": figures.unit(one),
        "better": words["own.better_\(one.better.rawValue)"],
        "made": one.formula.map(told) ?? words["own.way_\(way(one).rawValue)"],
        "isFormula": one.formula != nil,
      ]
      row["definition"] = one.definition?.text(english: words.isEnglish)
      if mayDefine { row["url"] = "/indicators/own/\(one.code)" }
      return row
    }
    if mayDefine { content["addURL"] = "/indicators/own/new" }
    return content
  }

  /// A formula with the names that people know; what has none stays as written.
  private func told(_ formula: String) -> String {
    var told = ""
    var name = ""
    func taken(_ code: String) -> String {
      indicators.first { $0.code == code }.map(figures.name) ?? code
    }
    for character in formula + " " {
      if character.isLetter || character.isNumber || character == "_"
        || character == "-" && !name.isEmpty
      {
        name.append(character)
      } else {
        told += taken(name)
        name = ""
        if !"[]".contains(character) { told.append(character) }
      }
    }
    return told.trimmingCharacters(in: .whitespaces)
  }

  private func way(_ indicator: Indicator) -> SentIndicator.Way {
    if indicator.formula != nil { return .formula }
    if indicator.nature == .flow { return .flow }
    return indicator.annualRule == .last ? .last : .mean
  }

  func defining() async throws -> Form {
    guard visit.may(.recordFigures) else { throw AppError.forbidden }
    let units = try await visit.perform(ListMeasureUnits())
    return Form(
      "indicators/own-edit",
      fields: [
        FormField("code", input: "code", value: "x_"),
        FormField(
          "unit", input: "unitCode", value: "RATIO",
          choices: units.map {
            FormField.Choice($0.code, $0.name.text(english: words.isEnglish))
          }),
        FormField(
          "way", input: "way", value: "formula",
          choices: SentIndicator.Way.allCases.map {
            FormField.Choice($0.rawValue, words["own.way_\($0.rawValue)"])
          }),
        FormField("formula", input: "formula", value: ""),
      ] + meaning(nil),
      content: content(
        "own.define", back: words["firm.tab_own"], action: "/indicators/own/new"),
      section: .indicators)
  }

  func changing(_ code: String) throws -> Form {
    guard visit.may(.recordFigures) else { throw AppError.forbidden }
    guard let indicator = indicators.first(where: { $0.code == code && $0.family == .own }) else {
      throw AppError.notFound("indicator")
    }
    let formula = indicator.formula.map { [FormField("formula", input: "formula", value: $0)] }
    var content = content(
      "own.change", back: words["firm.tab_own"], action: "/indicators/own/\(code)")
    content["version"] = "\(indicator.version)"
    return Form(
      "indicators/own-edit",
      fields: meaning(indicator) + (formula ?? [])
        + [FormField("reason", input: "reason", value: "")],
      content: content, section: .indicators)
  }

  private func meaning(_ indicator: Indicator?) -> [FormField] {
    [
      FormField("nameVi", input: "name", value: indicator?.name.vi ?? ""),
      FormField("nameEn", input: "nameEn", value: indicator?.name.en ?? ""),
      FormField(
        "definition", input: "definition",
        value: indicator?.definition?.text(english: words.isEnglish) ?? ""),
      FormField(
        "better", input: "better", value: (indicator?.better ?? .up).rawValue,
        choices: [BetterDirection.up, .down, .context].map {
          FormField.Choice($0.rawValue, words["own.better_\($0.rawValue)"])
        }),
      FormField(
        "negative", input: "mayBeNegative",
        value: indicator?.mayBeNegative == true ? "true" : "false",
        choices: ["false", "true"].map { FormField.Choice($0, words["own.negative_\($0)"]) }),
    ]
  }

  private func content(_ title: String, back: String, action: String) -> PageContent {
    [
      "title": words[title], "intro": words["own.intro"], "back": back,
      "backURL": FirmTab.own.url, "action": action,
      "names": indicators.map { one -> PageContent in
        ["code": one.code, "name": figures.name(one), "unit": figures.unit(one)]
      },
    ]
  }
}
