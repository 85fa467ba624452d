import CivilCalendar
import Localization
import Workforce

/// What an officer enters for the province: a firm, and a programme out of which firms are supported.
struct ProvinceForms {
  func mount(_ pages: PageRouter) {
    pages.form("/officer/firms/new") { visit in
      try await firm(visit)
    } submit: { visit, submission in
      let sector = submission.text("sector")?.split(separator: "/").map(String.init) ?? []
      _ = try await visit.perform(
        try submission.decode(
          CreateFirm.self,
          extra: [
            "vsicVersion": sector.first ?? "", "vsicSection": sector.last ?? "",
            "provinceCode": visit.principal.provinceCode ?? "",
          ]))
      return Landing(
        "/officer/firms",
        flash: .done(
          visit.words["officer.firm_added", ["name": submission.text("firmName") ?? ""]]))
    }
    pages.form("/officer/support/new") { visit in
      guard visit.may(.manageProvince), visit.may(.readPublished) else {
        throw AppError.forbidden
      }
      return programme(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(
        try submission.decode(CreateSupportProgramme.self, amounts: ["budgetVnd"]))
      return Landing(
        "/officer/support", flash: .done(visit.words["officer.programme_added"]))
    }
  }

  private func firm(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageProvince), let province = visit.principal.provinceCode else {
      throw AppError.forbidden
    }
    let map = try await SectorMap(visit)
    let communes = try await visit.perform(
      ListCommunes(provinceCode: province, search: nil))
    return Form(
      "officer/firm",
      fields: [
        FormField("firmName", input: "name", value: ""),
        FormField("code", input: "code", value: ""),
        FormField("taxCode", input: "taxCode", value: ""),
        FormField(
          "sector", input: "sector", value: "VSIC2025/I",
          choices: map.sectors.keys.sorted(by: >).map {
            FormField.Choice($0, "\(map.name($0)) (\($0.prefix(8)))")
          }),
        FormField("vsicClass", input: "vsicClass", value: ""),
        FormField(
          "commune", input: "communeCode", value: "",
          choices: [FormField.Choice("", visit.words["officer.commune_unknown"])]
            + communes.map {
              FormField.Choice($0.code, $0.name.text(english: visit.words.isEnglish))
            }),
      ],
      content: [
        "title": visit.words["officer.add_firm"], "intro": visit.words["officer.firm_intro"],
        "back": visit.words["officer.tab_firms"], "backURL": "/officer/firms",
        "action": "/officer/firms/new",
      ], section: .officer)
  }

  private func programme(_ visit: Visit) -> Form {
    Form(
      "officer/programme",
      fields: [
        FormField("programmeName", input: "name", value: ""),
        FormField("code", input: "code", value: ""),
        FormField("legalSource", input: "legalSource", value: ""),
        FormField("starts", input: "startsOn", value: ""),
        FormField("ends", input: "endsOn", value: ""),
        FormField("budget", input: "budgetVnd", value: ""),
      ],
      content: [
        "title": visit.words["officer.add_programme"], "back": visit.words["officer.tab_support"],
        "backURL": "/officer/support", "action": "/officer/support/new",
      ], section: .officer)
  }
}
