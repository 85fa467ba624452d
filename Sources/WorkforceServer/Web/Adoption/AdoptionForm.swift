import CivilCalendar
import Localization
import Workforce

/// A step of a process as it is written or put right.
struct AdoptionForm {
  private let visit: Visit
  private let categories: [PlatformCategory]
  private let platforms: [PlatformEntry]

  init(_ visit: Visit) async throws {
    guard visit.may(.manageOrganisation) else { throw AppError.forbidden }
    self.visit = visit
    categories = try await visit.perform(ListPlatformCategories())
    platforms = try await visit.perform(
      ListPlatforms(categoryCode: nil, processCode: nil, vsicVersion: nil, vsicSection: nil))
  }

  private var words: Words { visit.words }

  func recording() async throws -> Form {
    let processes = try await BusinessProcess.all(visit)
    return Form(
      "adoption/edit",
      fields: [
        FormField(
          "process", input: "processCode", value: visit.text("process") ?? "",
          choices: processes.map { FormField.Choice($0.code, $0.name) })
      ] + fields(nil),
      content: [
        "title": words["adoption.record"], "intro": words["adoption.intro"],
        "back": words["firm.tab_adoption"], "backURL": FirmTab.adoption.url,
        "action": "/adoption/new",
      ], section: .indicators)
  }

  func correcting(_ step: AdoptionStep) -> Form {
    let url = "/adoption/\(step.id)"
    return Form(
      "adoption/edit",
      fields: fields(step) + [FormField("reason", input: "reason", value: "")],
      content: [
        "title": words["firm.correct"], "intro": words["firm.correct_intro"],
        "back": AdoptionWords(words).title(step), "backURL": url, "action": "\(url)/correct",
      ], section: .indicators)
  }

  private func fields(_ step: AdoptionStep?) -> [FormField] {
    let none = FormField.Choice("", words["adoption.none_named"])
    return [
      FormField(
        "stage", input: "stage", value: (step?.stage ?? .inUse).rawValue,
        choices: AdoptionStage.allCases.map {
          FormField.Choice($0.rawValue, AdoptionWords(words).stage($0))
        }),
      FormField(
        "on", input: "occurredOn", value: (step?.occurredOn ?? visit.today).description),
      FormField(
        "platform", input: "platformId", value: step?.platformId?.description ?? "",
        choices: [none]
          + platforms.filter(\.isActive).map { platform in
            FormField.Choice(
              platform.id.description, "\(platform.name) · \(category(platform.categoryCode))")
          }.keeping(step?.platformId?.description, step?.platformName, words)),
      // The kind is the platform's where one is chosen, and is asked for where none is.
      FormField(
        "category", input: "categoryCode",
        value: step.flatMap { $0.platformId == nil ? $0.categoryCode : nil } ?? "",
        choices: [none]
          + categories.map { FormField.Choice($0.code, category($0.code)) }.keeping(
            step?.platformId == nil ? step?.categoryCode : nil,
            step?.categoryName?.text(english: words.isEnglish), words)),
      FormField("note", input: "note", value: step?.note ?? ""),
    ]
  }

  private func category(_ code: String) -> String {
    categories.first { $0.code == code }?.name.text(english: words.isEnglish) ?? code
  }
}
