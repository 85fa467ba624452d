import Localization
import Workforce

/// A province and its communes by name.
struct PlaceNames {
  let province: String
  /// The communes of the province.
  let choices: [FormField.Choice]
  private let communes: [String: String]

  init(_ provinceCode: String, _ visit: Visit) async throws {
    let isEnglish = visit.words.isEnglish
    let provinces = try await visit.perform(ListProvinces(search: nil))
    province =
      provinces.first { $0.code == provinceCode }?.fullName.text(english: isEnglish)
      ?? provinceCode
    let found = try await visit.perform(
      ListCommunes(provinceCode: provinceCode, search: nil))
    choices = found.map {
      FormField.Choice($0.code, isEnglish ? $0.name.text(english: true) : $0.fullNameVi)
    }
    communes = Dictionary(choices.map { ($0.value, $0.label) }) { first, _ in first }
  }

  func commune(_ code: String) -> String { communes[code] ?? code }
}

/// In which province something is entered: an officer's own, or one chosen before the rest.
struct ProvinceChoice {
  let code: String
  let name: String
  let communes: [FormField.Choice]
  /// Where the form of the province posts to.
  let action: String
  /// A choice of another province; nil where there is none.
  let choice: RecordFilter?

  static let usual = "56"

  init(_ visit: Visit, path: String) async throws {
    let provinces = try await visit.perform(ListProvinces(search: nil))
    let own = visit.principal.provinceCode
    let asked = visit.text("province").flatMap { code in
      provinces.contains { $0.code == code } ? code : nil
    }
    let chosen = own ?? asked ?? Self.usual
    code = chosen
    let places = try await PlaceNames(chosen, visit)
    name = places.province
    communes = places.choices
    action = own == nil ? "\(path)?province=\(chosen)" : path
    choice =
      own != nil
      ? nil
      : RecordFilter(
        visit, action: path,
        fields: [
          .select(
            "province", visit.words["firm.province"], value: chosen,
            choices: provinces.map {
              FormField.Choice($0.code, $0.name.text(english: visit.words.isEnglish))
            }, .optional)
        ])
  }
}
