import Localization

/// What people call the codes that the answers about one noun carry.
struct CodeWords {
  let noun: String
  let words: Words

  /// Where the words of a field's codes stand, by `noun.field` or by field alone; elsewhere they stand under
  /// `value.<field>.`. A field that is not named here and has no words of its own is a text of somebody's.
  private static let places = [
    "accountState": "value.accountState.", "actingRole": "value.", "audit.useCase": "operation.",
    "capBasis": "support.basis_", "certainty": "value.", "confidence": "reference.confidence_",
    "evidenceCounted": "value.", "levelCounts": "reference.counts_",
    "noValue": "figures.no_value_", "place.kind": "reference.kind_",
    "policy-setting.key": "setting.", "policy-setting.unit": "setting_unit.",
    "rateKind": "support.rate_", "sectorGroup": "reference.group_", "sizeCode": "value.",
    "sizes": "value.", "state": "value.", "waitingPolicy": "value.", "warning": "",
  ]

  /// Nil when a text is no code of its field.
  func text(_ code: String, of field: String) -> String? {
    let place = Self.places["\(noun).\(field)"] ?? Self.places[field] ?? "value.\(field)."
    return words.ifPresent(place + code.replacing(" ", with: "_"))
  }

  /// A choice of a list: it has words wherever they stand, or goes by its name.
  func choice(_ name: String, of field: String) -> String {
    text(name, of: field) ?? words.ifPresent("value.\(field).\(name)")
      ?? words.ifPresent("value.\(name)") ?? name
  }
}
