import CivilCalendar
import Localization
import Workforce

/// What a job role asks for: a level in a competency from a day on, changed, put right, ended or taken
/// back. Nothing is written over.
struct RequirementForms {
  func mount(_ pages: PageRouter) {
    pages.recordForm("/structure/roles/{jobRoleId}/require") { visit in
      try await requiring(visit)
    } submit: { visit, submission in
      _ = try await visit.change(
        try submission.decode(RequireLevel.self), onVersion: submission.version)
      return try landing(visit)
    }
    let requirement = "/structure/roles/{jobRoleId}/requirements/{requirementId}"
    pages.recordForm("\(requirement)/change") { visit in
      try await RequirementSubject(visit).changing()
    } submit: { visit, submission in
      _ = try await visit.change(
        try submission.decode(ChangeRequirement.self), onVersion: submission.version)
      return try landing(visit)
    }
    pages.recordForm("\(requirement)/correct") { visit in
      try await RequirementSubject(visit).correcting()
    } submit: { visit, submission in
      _ = try await visit.change(
        try submission.decode(CorrectRequirement.self), onVersion: submission.version)
      return try landing(visit)
    }
    pages.recordForm("\(requirement)/end") { visit in
      try await RequirementSubject(visit).ending()
    } submit: { visit, submission in
      _ = try await visit.change(
        try submission.decode(EndRequirement.self), onVersion: submission.version)
      return try landing(visit)
    }
    pages.recordForm("\(requirement)/void") { visit in
      try await RequirementSubject(visit).voiding()
    } submit: { visit, submission in
      _ = try await visit.change(
        try submission.decode(VoidRequirement.self), onVersion: submission.version)
      return try landing(visit)
    }
  }

  private func landing(_ visit: Visit) throws -> Landing {
    Landing(
      try JobRoleAddress(visit).url, flash: .done(visit.words["structure.requirement_saved"]))
  }

  private func requiring(_ visit: Visit) async throws -> RecordForm {
    let (role, address) = try await JobRoleForms.subject(visit)
    let words = visit.words
    let competencies = try await CompetencyChoices(visit)
    return RecordForm(
      words["structure.require"], back: address.link(role, words),
      action: "\(address.url)/require", section: .structure,
      fields: [
        .hidden("version", "\(role.version)"),
        .select(
          "competencyId", words["structure.competency"], value: visit.text("competency"),
          choices: [FormField.Choice("", words["app.choose"])] + competencies.choices),
        .select(
          "requiredLevel", words["structure.level"], value: nil,
          choices: [FormField.Choice("", words["app.choose"])]
            + competencies.levelChoices(of: nil)),
        .text("minimumHolders", words["structure.holders"], value: "1", .holders(words)),
        .text("validFrom", words["structure.valid_from"], value: visit.today.description, .day),
        .reason(words, .optional),
      ])
  }
}

extension FormField.Hints {
  static func holders(_ words: Words) -> FormField.Hints {
    FormField.Hints(
      hint: words["structure.holders_hint"], type: "number",
      attributes: "class=\"short\" min=\"1\" max=\"1000\"")
  }
}

/// The requirement that a form is about.
private struct RequirementSubject {
  private let visit: Visit
  private let role: JobRoleDetails
  private let address: JobRoleAddress
  private let requirement: RequirementRecord
  private let competencies: CompetencyChoices

  init(_ visit: Visit) async throws {
    self.visit = visit
    (role, address) = try await JobRoleForms.subject(visit)
    let id: ID<RoleRequirement> = try visit.id("requirementId", "role_requirement")
    let history = try await visit.perform(
      ListRequirementHistory(jobRoleId: role.id, competencyId: nil))
    guard
      let present = history.first(where: {
        $0.id == id && $0.supersededAt == nil && !$0.isVoid
      })
    else { throw AppError.notFound("role_requirement") }
    requirement = present
    competencies = try await CompetencyChoices(visit)
  }

  private var words: Words { visit.words }

  /// From a day on: what held until then stays.
  func changing() -> RecordForm {
    form(
      "change",
      [
        level, holders,
        .text(
          "validFrom", words["structure.change_from"], value: visit.today.description, .day),
        .reason(words),
      ])
  }

  /// What should have been written all along.
  func correcting() -> RecordForm {
    form(
      "correct",
      [
        level, holders,
        .text(
          "validFrom", words["structure.valid_from"], value: requirement.validFrom.description,
          .day),
        .text(
          "validUntil", words["structure.last_day"],
          value: requirement.validUntil?.description,
          FormField.Hints(type: "date", attributes: "class=\"short\"", isOptional: true)),
        .reason(words),
      ])
  }

  func ending() -> RecordForm {
    form(
      "end",
      [
        .text("validUntil", words["structure.last_day"], value: visit.today.description, .day),
        .reason(words),
      ])
  }

  func voiding() -> RecordForm {
    var form = form("void", [.reason(words)])
    form.isGrave = true
    return form
  }

  private var level: FormField {
    .select(
      "requiredLevel", words["structure.level"], value: "\(requirement.requiredLevel)",
      choices: competencies.levelChoices(of: requirement.competencyId).keeping(
        "\(requirement.requiredLevel)",
        words["level.number", ["level": "\(requirement.requiredLevel)"]], words))
  }

  private var holders: FormField {
    .text(
      "minimumHolders", words["structure.holders"], value: "\(requirement.minimumHolders)",
      .holders(words))
  }

  private func form(_ action: String, _ fields: [FormField]) -> RecordForm {
    var form = RecordForm(
      words["structure.\(action)_requirement"], back: address.link(role, words),
      action: "\(address.url)/requirements/\(requirement.id)/\(action)", section: .structure,
      fields: [.hidden("version", "\(role.version)")] + fields)
    form.subtitle = [
      "\(requirement.competencyCode) \(requirement.competencyTitle.text(english: words.isEnglish))",
      competencies.name(requirement.requiredLevel, of: requirement.competencyId),
      words.dates(from: requirement.validFrom, to: requirement.validUntil),
    ].joined(separator: " · ")
    form.note = words["structure.\(action)_effect"]
    form.button = words["structure.\(action)_requirement"]
    return form
  }
}
