import CivilCalendar
import Localization
import Workforce

/// Job roles of the catalogue: a look at one before it is copied.
struct TemplatePages {
  func mount(_ pages: PageRouter) {
    pages.get("/structure/templates") { visit in try await list(visit).view() }
    pages.get("/structure/templates/{templateId}") { visit in try await preview(visit).view() }
    pages.recordForm("/structure/templates/{templateId}/copy") { visit in
      try await copying(visit)
    } submit: { visit, submission in
      struct Sent: Decodable {
        let validFrom: CalendarDate
      }
      let copied = try await visit.perform(
        CopyRoleTemplate(
          templateId: try visit.id("templateId", "role_template"),
          code: submission.text("code") ?? "",
          title: submission.localized("titleVi", "titleEn"),
          validFrom: try submission.decode(Sent.self).validFrom))
      return Landing(
        JobRoleAddress.url(copied.id), flash: .done(visit.words["structure.role_added"]))
    }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    guard visit.may(.readOrganisation) else { throw AppError.forbidden }
    let words = visit.words
    let sectors = try await SectorChoices(visit)
    let templates = try await visit.perform(
      ListRoleTemplates(vsicSection: visit.text("sector"), search: visit.text("search")))
    var page = RecordPage(words["structure.templates"], section: .structure)
    page.crumbs = [StructureTab.roles.link(words)]
    page.filter = RecordFilter(
      visit, action: "/structure/templates",
      fields: [
        .search(words["structure.find_role"], visit),
        .select(
          "sector", words["overview.sector"], value: visit.text("sector"),
          choices: [FormField.Choice("", words["app.all"])] + sectors.letters, .optional),
      ])
    var listing = RecordListing(
      words["structure.templates"],
      columns: [
        words["structure.role"], words["structure.code"], words["overview.sector"],
        "#" + words["structure.requirements"], words["reference.certainty"],
      ],
      rows: templates.map { template in
        [
          .link(
            template.title.text(english: words.isEnglish), "/structure/templates/\(template.id)"),
          RecordListing.Cell(template.code),
          RecordListing.Cell(
            template.vsicSection.map { sectors.name($0) } ?? words["structure.any_sector"]),
          RecordListing.Cell(words.number(template.requirementCount)),
          words.certainty(template.status),
        ]
      }, empty: words["structure.no_templates"])
    listing.lead = words["structure.templates_lead"]
    page.listings = [listing]
    return page
  }

  private func template(_ visit: Visit) async throws -> RoleTemplate {
    guard visit.may(.readOrganisation) else { throw AppError.forbidden }
    return try await visit.perform(
      ShowRoleTemplate(templateId: try visit.id("templateId", "role_template")))
  }

  private func preview(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let template = try await template(visit)
    let levels = try await CompetencyChoices(visit)
    var page = RecordPage(template.title.text(english: words.isEnglish), section: .structure)
    page.subtitle = template.code
    page.crumbs = [
      StructureTab.roles.link(words),
      RecordLink(label: words["structure.templates"], url: "/structure/templates"),
    ]
    page.facts = [
      RecordFact(
        term: words["reference.certainty"], text: words["certainty.\(template.status.rawValue)"])
    ]
    if let source = template.source {
      page.facts.append(RecordFact(term: words["reference.source"], text: source))
    }
    if let note = template.note {
      page.facts.append(
        RecordFact(term: words["reference.note"], text: note.text(english: words.isEnglish)))
    }
    if visit.may(.manageJobRoles) {
      page.actions = [
        RecordLink(
          label: words["structure.copy_template"],
          url: "/structure/templates/\(template.id)/copy", isMain: true)
      ]
    }
    page.listings = [
      RecordListing(
        words["structure.template_asks"],
        columns: [
          words["structure.competency"], words["structure.level"], words["reference.certainty"],
        ],
        rows: template.requirements.map { requirement in
          [
            .link(
              "\(requirement.competencyCode) "
                + requirement.competencyTitle.text(english: words.isEnglish),
              "/reference/competencies/\(requirement.competencyId)"),
            RecordListing.Cell(
              levels.name(requirement.requiredLevel, of: requirement.competencyId)),
            words.certainty(requirement.status),
          ]
        }, empty: words["structure.no_requirements"])
    ]
    return page
  }

  private func copying(_ visit: Visit) async throws -> RecordForm {
    guard visit.may(.manageJobRoles) else { throw AppError.forbidden }
    let words = visit.words
    let template = try await template(visit)
    var form = RecordForm(
      words["structure.copy_template"],
      back: RecordLink(
        label: template.title.text(english: words.isEnglish),
        url: "/structure/templates/\(template.id)"),
      action: "/structure/templates/\(template.id)/copy", section: .structure,
      fields: JobRoleForms.titleFields(words, template.title) + [
        .text("code", words["structure.code"], value: template.code, .code),
        .text("validFrom", words["structure.valid_from"], value: visit.today.description, .day),
      ])
    form.note = words.counted("structure.template_copies", template.requirements.count)
    form.button = words["structure.copy_template"]
    return form
  }
}
