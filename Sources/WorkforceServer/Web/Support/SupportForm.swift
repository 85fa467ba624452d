import CivilCalendar
import Localization
import Workforce

/// Support as it is recorded, corrected and paid. Amounts may stay empty where none is known.
struct SupportForm {
  private let visit: Visit

  init(_ visit: Visit) throws {
    guard visit.may(.manageBudgets) else { throw AppError.forbidden }
    self.visit = visit
  }

  private var words: Words { visit.words }

  func recording() async throws -> Form {
    let contents = try await visit.perform(ListSupportContents())
    return Form(
      "support/edit",
      fields: [
        FormField(
          "content", input: "contentCode", value: visit.text("content") ?? "",
          choices: contents.map {
            FormField.Choice($0.code, $0.name.text(english: words.isEnglish))
          })
      ] + (try await fields(nil)),
      content: content(
        "support.record", intro: "support.intro", back: words["firm.tab_support"],
        backURL: "/support", action: "/support/new"), section: .indicators)
  }

  func correcting(_ support: SupportRecord) async throws -> Form {
    let url = "/support/\(support.id)"
    return Form(
      "support/edit",
      fields: try await fields(support) + [
        FormField("paidAmount", input: "paidVnd", value: amount(support.paidVnd)),
        FormField("paidOn", input: "paidOn", value: support.paidOn?.description ?? ""),
        FormField("reason", input: "reason", value: ""),
      ],
      content: content(
        "firm.correct", intro: "firm.correct_intro", back: support.object, backURL: url,
        action: "\(url)/correct"), section: .indicators)
  }

  func paying(_ support: SupportRecord) -> Form {
    let url = "/support/\(support.id)"
    return Form(
      "support/edit",
      fields: [
        FormField(
          "paidAmount", input: "paidVnd", value: amount(support.approvedVnd)),
        FormField("paidOn", input: "paidOn", value: visit.today.description),
      ],
      content: content(
        "support.pay", intro: nil, back: support.object, backURL: url, action: "\(url)/pay"),
      section: .indicators)
  }

  private func content(
    _ title: String, intro: String?, back: String, backURL: String, action: String
  ) -> PageContent {
    var content: PageContent = [
      "title": words[title], "back": back, "backURL": backURL, "action": action,
    ]
    content["intro"] = intro.map { words[$0] }
    return content
  }

  private func fields(_ support: SupportRecord?) async throws -> [FormField] {
    let day = support?.approvedOn ?? visit.today
    let programmes = try await visit.perform(ListSupportProgrammes(provinceCode: nil))
    let rules = try await visit.perform(ListSupportRules(asOf: day, contentCode: nil))
      .filter { support == nil || $0.contentCode == support?.contentCode }
    return [
      FormField("object", input: "object", value: support?.object ?? ""),
      FormField(
        "programme", input: "programmeId", value: support?.programmeId?.description ?? "",
        choices: [FormField.Choice("", words["officer.no_programme"])]
          + programmes.filter(\.isActive).map {
            FormField.Choice($0.id.description, $0.name)
          }.keeping(
            support?.programmeId?.description,
            programmes.first { $0.id == support?.programmeId }?.name, words)),
      FormField(
        "rule", input: "ruleCode", value: support?.ruleCode ?? visit.text("rule") ?? "",
        choices: [FormField.Choice("", words["support.no_rule"])]
          + rules.map(choice).keeping(support?.ruleCode, support?.ruleCode, words)),
      FormField("cost", input: "costVnd", value: amount(support?.costVnd)),
      FormField("approved", input: "approvedVnd", value: amount(support?.approvedVnd)),
      FormField("approvedOn", input: "approvedOn", value: day.description),
      FormField("document", input: "document", value: support?.document ?? ""),
    ]
  }

  private func choice(_ rule: SupportRule) -> FormField.Choice {
    FormField.Choice(
      rule.code,
      [
        rule.contentName.text(english: words.isEnglish),
        rule.benefit.text(english: words.isEnglish), words.citation(rule.legalSource),
        SupportWords(words).ceiling(rule.capVnd, rule.capBasis).map {
          words["support.up_to", ["amount": $0]]
        },
      ].compactMap { $0 }.joined(separator: " · "))
  }

  private func amount(_ amount: Int?) -> String { amount.map { words.number($0) } ?? "" }
}
