import CivilCalendar
import Localization
import Workforce

/// How HR sets a firm up: its units, and its job roles made from templates.
struct OrganisationPages {
  func mount(_ pages: PageRouter) {
    pages.get("/organisation") { visit in
      PageView("setup/organisation", try await content(visit), section: .people)
    }
    pages.form("/organisation/units/new") { visit in
      guard visit.may(.manageOrganisation) else { throw AppError.forbidden }
      let words = visit.words
      return plain(
        visit, title: "setup.new_unit",
        [
          .text("code", words, isRequired: true), .text("name", words, isRequired: true),
          .optionalChoice(
            "parentId", words, try await FirmChoices(visit).units,
            value: visit.text("parent") ?? ""),
          .text("startsOn", words, type: "date", hint: words["setup.unit_since_hint"]),
        ])
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(CreateUnit.self))
      return Landing("/organisation#units", flash: .done(visit.words["setup.unit_added"]))
    }
    pages.form("/organisation/units/{unitId}/budget") { visit in
      try await budget(visit)
    } submit: { visit, submission in
      let amount = try submission.text("amountVnd").map { text throws(AppError) in
        try EnrolmentDraft.amount(text, field: "amountVnd")
      }
      _ = try await visit.perform(
        try submission.decode(
          SetUnitBudget.self, extra: amount.map { ["amountVnd": "\($0)"] } ?? [:]))
      return Landing("/organisation#units", flash: .done(visit.words["setup.budget_set"]))
    }
    pages.form("/organisation/roles/new") { visit in
      guard visit.may(.manageJobRoles) else { throw AppError.forbidden }
      let words = visit.words
      let templates = try await visit.perform(ListRoleTemplates(vsicSection: nil, search: nil))
      return plain(
        visit, title: "setup.new_role",
        [
          .choice(
            "templateId", words,
            templates.map {
              FormField.Choice(
                $0.id.description,
                "\($0.title.text(english: words.isEnglish)) (\($0.requirementCount))")
            }, value: ""),
          .text("code", words, isRequired: true),
          .text(
            "validFrom", words, value: visit.today.description, type: "date", isRequired: true),
        ])
    } submit: { visit, submission in
      let role = try await visit.perform(try submission.decode(CopyRoleTemplate.self))
      return Landing(
        "/organisation#roles",
        flash: .done(
          visit.words.counted("setup.role_added", role.requirements.count)))
    }
  }

  /// What a unit may spend in a year; a change of it needs a reason.
  private func budget(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageBudgets) else { throw AppError.forbidden }
    let words = visit.words
    let year = visit.text("year").flatMap { Int($0) } ?? visit.today.year
    let present = try await visit.perform(
      ShowUnitBudget(year: year, unitId: try visit.id("unitId", "unit"))
    ).first
    return plain(
      visit, title: "setup.budget", subtitle: present?.unitName ?? "",
      [
        .text("year", words, value: "\(year)", type: "number", isRequired: true),
        .text(
          "amountVnd", words, value: present?.amountVnd.map { words.number($0) } ?? "",
          isRequired: true),
        .text("reason", words, hint: words["setup.budget_reason_hint"]),
      ])
  }

  private func content(_ visit: Visit) async throws -> PageContent {
    guard visit.may(.manageOrganisation) else { throw AppError.forbidden }
    let words = visit.words
    let units = try await visit.perform(ListUnits(asOf: nil)).units
    let choices = try await FirmChoices(visit).units
    let roles = try await visit.perform(
      ListJobRoles(search: nil, includesInactive: nil, after: nil, limit: 500)
    ).items
    return [
      "hasUnits": !units.isEmpty,
      "units": zip(units, choices).map { unit, choice -> PageContent in
        [
          "name": choice.label, "code": unit.code,
          "people": words.counted("app.people_count", unit.people),
          "addURL": "/organisation/units/new?parent=\(unit.id)",
          "budgetURL": "/organisation/units/\(unit.id)/budget",
        ]
      },
      "hasRoles": !roles.isEmpty,
      "roles": roles.map { role -> PageContent in
        [
          "title": role.title.text(english: words.isEnglish), "code": role.code,
          "requirements": words.counted("setup.requirement_count", role.requirementCount),
          "matrixURL": "/matrix?role=\(role.id)",
        ]
      },
    ]
  }

  private func plain(
    _ visit: Visit, title: String, subtitle: String = "", _ fields: [FormField]
  ) -> Form {
    Form(
      "setup/form", fields: fields,
      content: [
        "formTitle": visit.words[title], "subtitle": subtitle, "backURL": "/organisation",
        "backTitle": visit.words["setup.organisation"],
      ], section: .people)
  }
}
