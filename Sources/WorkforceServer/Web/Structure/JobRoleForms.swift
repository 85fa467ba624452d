import CivilCalendar
import Localization
import Workforce

/// Adding a job role, changing what it is called, and copying what another asks for.
struct JobRoleForms {
  func mount(_ pages: PageRouter) {
    pages.recordForm("/structure/roles/new") { visit in
      try creating(visit)
    } submit: { visit, submission in
      let role = try await visit.perform(
        CreateJobRole(
          code: submission.text("code") ?? "",
          title: submission.localized("titleVi", "titleEn")))
      return Landing(
        JobRoleAddress.url(role.id), flash: .done(visit.words["structure.role_added"]))
    }
    pages.recordForm("/structure/roles/{jobRoleId}/change") { visit in
      try await changing(visit)
    } submit: { visit, submission in
      let address = try JobRoleAddress(visit)
      _ = try await visit.change(
        ChangeJobRole(
          jobRoleId: address.id, code: submission.text("code") ?? "",
          title: submission.localized("titleVi", "titleEn"),
          isActive: submission.text("isActive") != "false"), onVersion: submission.version)
      return Landing(address.url, flash: .done(visit.words["records.changed"]))
    }
    pages.recordForm("/structure/roles/{jobRoleId}/copy") { visit in
      try await copying(visit)
    } submit: { visit, submission in
      try await copy(visit, submission)
    }
  }

  static func titleFields(_ words: Words, _ title: LocalizedText?) -> [FormField] {
    [
      .text("titleVi", words["structure.title_vi"], value: title?.vi).filling("title"),
      .text("titleEn", words["structure.title_en"], value: title?.en, .optional)
        .filling("title.en"),
    ]
  }

  private func creating(_ visit: Visit) throws -> RecordForm {
    guard visit.may(.manageJobRoles) else { throw AppError.forbidden }
    let words = visit.words
    var form = RecordForm(
      words["structure.add_role"], back: StructureTab.roles.link(words),
      action: "/structure/roles/new", section: .structure,
      fields: Self.titleFields(words, nil) + [
        .text("code", words["structure.code"], value: nil, .code)
      ])
    form.note = words["structure.add_role_note"]
    return form
  }

  private func changing(_ visit: Visit) async throws -> RecordForm {
    let (role, address) = try await JobRoleForms.subject(visit)
    let words = visit.words
    return RecordForm(
      words["structure.change_role"], back: address.link(role, words),
      action: "\(address.url)/change", section: .structure,
      fields: [.hidden("version", "\(role.version)")]
        + Self.titleFields(words, role.title) + [
          .text("code", words["structure.code"], value: role.code, .code),
          .select(
            "isActive", words["app.status"], value: "\(role.isActive)",
            choices: [
              FormField.Choice("true", words["records.in_use"]),
              FormField.Choice("false", words["records.not_used"]),
            ], .none.with(words["structure.role_status_hint"])),
        ])
  }

  static func subject(_ visit: Visit) async throws -> (JobRoleDetails, JobRoleAddress) {
    guard visit.may(.manageJobRoles) else { throw AppError.forbidden }
    let address = try JobRoleAddress(visit)
    let role = try await visit.perform(
      ShowJobRole(jobRoleId: address.id, asOf: nil, knownAt: nil))
    return (role, address)
  }

  private func copying(_ visit: Visit) async throws -> RecordForm {
    let (role, address) = try await JobRoleForms.subject(visit)
    let words = visit.words
    let templates = try await visit.perform(ListRoleTemplates(vsicSection: nil, search: nil))
    let roles = try await visit.all { after in
      ListJobRoles(
        search: nil, includesInactive: nil, after: after, limit: Visit.largestPage)
    }.filter { $0.id != role.id && $0.requirementCount > 0 }
    func label(_ title: LocalizedText, _ count: Int) -> String {
      "\(title.text(english: words.isEnglish)) (\(words.counted("structure.requirement_count", count)))"
    }
    var form = RecordForm(
      words["structure.copy_into"], back: address.link(role, words),
      action: "\(address.url)/copy", section: .structure,
      fields: [
        .hidden("version", "\(role.version)"),
        FormField.select(
          "source", words["structure.copy_from"], value: nil,
          choices: [FormField.Choice("", words["app.choose"])]
            + roles.map {
              FormField.Choice(
                "role:\($0.id)",
                words["structure.source_role", ["title": label($0.title, $0.requirementCount)]])
            }
            + templates.map {
              FormField.Choice(
                "template:\($0.id)",
                words["structure.source_template", ["title": label($0.title, $0.requirementCount)]])
            }
        ).filling("templateId"),
        .text("validFrom", words["structure.valid_from"], value: visit.today.description, .day),
        .reason(words, .optional),
      ])
    form.note = words["structure.copy_note"]
    form.button = words["structure.copy_do"]
    return form
  }

  private func copy(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    struct Sent: Decodable {
      let validFrom: CalendarDate
    }
    let address = try JobRoleAddress(visit)
    let parts = (submission.text("source") ?? "").split(separator: ":").map(String.init)
    guard parts.count == 2 else { throw AppError.invalid("templateId", "field.required") }
    let copied: JobRoleDetails
    do {
      copied = try await visit.change(
        CopyRequirements(
          jobRoleId: address.id, templateId: parts[0] == "template" ? ID(parts[1]) : nil,
          fromJobRoleId: parts[0] == "role" ? ID(parts[1]) : nil,
          validFrom: try submission.decode(Sent.self).validFrom,
          reason: submission.text("reason")), onVersion: submission.version)
    } catch let error as AppError {
      // Both kinds of source stand in one field of the page.
      throw AppError(
        error.code, error.rule, error.parameters,
        fieldErrors: error.fieldErrors.map {
          FieldError(
            field: $0.field == "fromJobRoleId" ? "templateId" : $0.field, rule: $0.rule,
            parameters: $0.parameters)
        })
    }
    return Landing(
      address.url,
      flash: .done(
        visit.words.counted("structure.requirements_now", copied.requirements.count)))
  }
}
