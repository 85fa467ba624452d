import Localization
import Workforce

/// The form about a firm. HR keeps name, sector and commune of their own; the tax code and whether the
/// firm takes part are kept by the province.
struct FirmForm {
  private let visit: Visit
  private let sectors: SectorChoices

  init(_ visit: Visit) async throws {
    self.visit = visit
    sectors = try await SectorChoices(visit)
  }

  private var words: Words { visit.words }

  static func id(_ visit: Visit) throws(AppError) -> ID<Firm> {
    try visit.id("firmId", "firm")
  }

  /// The version and the letter of a choice as the two fields of the input.
  static func sector(_ submission: Submission) -> [String: String] {
    let parts = (submission.text("vsicSection") ?? "").split(separator: "/").map(String.init)
    return ["vsicVersion": parts.first ?? "", "vsicSection": parts.count == 2 ? parts[1] : ""]
  }

  func creating() async throws -> RecordForm {
    guard visit.may(.manageProvince) else { throw AppError.forbidden }
    let place = try await ProvinceChoice(visit, path: "/firms/new")
    var form = RecordForm(
      words["firm.add"], back: AdministrationTab.firms.link(visit), action: place.action,
      section: .administration,
      fields: [
        .text("name", words["firm.name"], value: nil),
        .text("code", words["structure.code"], value: nil, .code.with(words["firm.code_hint"])),
        taxCode(nil), sector(nil), vsicClass(nil), .hidden("provinceCode", place.code),
        commune(nil, place.communes),
      ])
    form.subtitle = place.name
    form.note = words["firm.add_note"]
    form.choice = place.choice
    return form
  }

  func changing() async throws -> RecordForm {
    let firm = try await visit.perform(ShowFirm(firmId: try Self.id(visit)))
    guard mayChange(firm) else { throw AppError.forbidden }
    let places = try await PlaceNames(firm.provinceCode, visit)
    var fields: [FormField] = [
      .hidden("version", "\(firm.version)"),
      .text("name", words["firm.name"], value: firm.name),
      sector("\(firm.vsicVersion)/\(firm.vsicSection)"), vsicClass(firm.vsicClass),
      commune(firm.communeCode, places.choices),
    ]
    if visit.may(.manageProvince) {
      fields.insert(taxCode(firm.taxCode), at: 2)
      fields.append(
        .select(
          "isActive", words["app.status"], value: "\(firm.isActive)",
          choices: [
            FormField.Choice("true", words["firm.taking_part"]),
            FormField.Choice("false", words["firm.not_taking_part"]),
          ]))
    }
    fields.append(.reason(words, .optional))
    return RecordForm(
      words["firm.change"], back: RecordLink(label: firm.name, url: "/firms/\(firm.id)"),
      action: "/firms/\(firm.id)/change", section: .administration, fields: fields)
  }

  /// Only what differs, because HR may not even name what the province keeps.
  func change(_ submission: Submission) async throws -> ChangeFirm {
    let firm = try await visit.perform(ShowFirm(firmId: try Self.id(visit)))
    guard let name = submission.text("name") else {
      throw AppError.invalid("name", "field.required")
    }
    let sector = Self.sector(submission)
    let isActive = submission.text("isActive").map { $0 == "true" }
    return ChangeFirm(
      firmId: firm.id, name: name == firm.name ? nil : name,
      taxCode: submission.changed("taxCode", from: firm.taxCode),
      vsicVersion: sector["vsicVersion"] == firm.vsicVersion ? nil : sector["vsicVersion"],
      vsicSection: sector["vsicSection"] == firm.vsicSection ? nil : sector["vsicSection"],
      vsicClass: submission.changed("vsicClass", from: firm.vsicClass),
      communeCode: submission.changed("communeCode", from: firm.communeCode),
      isActive: isActive == firm.isActive ? nil : isActive, reason: submission.text("reason"))
  }

  private func mayChange(_ firm: FirmDetail) -> Bool {
    visit.may(.manageProvince)
      || (firm.id == visit.principal.firmID && visit.may(.manageOrganisation))
  }

  private func taxCode(_ value: String?) -> FormField {
    .text(
      "taxCode", words["firm.tax_code"], value: value,
      FormField.Hints(
        hint: words["firm.tax_code_hint"],
        attributes: "class=\"short\" inputmode=\"numeric\" autocomplete=\"off\"",
        isOptional: true))
  }

  private func sector(_ value: String?) -> FormField {
    .select(
      "vsicSection", words["overview.sector"], value: value,
      choices: [FormField.Choice("", words["app.choose"])]
        + sectors.versioned.keeping(value, value, words))
  }

  private func vsicClass(_ value: String?) -> FormField {
    .text(
      "vsicClass", words["firm.class"], value: value,
      FormField.Hints(
        hint: words["firm.class_hint"], attributes: "class=\"short\" inputmode=\"numeric\"",
        isOptional: true))
  }

  private func commune(_ value: String?, _ choices: [FormField.Choice]) -> FormField {
    .select(
      "communeCode", words["officer.commune"], value: value,
      choices: [FormField.Choice("", words["app.choose"])]
        + choices.keeping(value, value, words), .optional)
  }
}
