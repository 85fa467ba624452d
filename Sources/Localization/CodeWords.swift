/// What people call the codes that the lists and answers about one noun carry, in a table of the command line
/// as in a file.
package struct CodeWords: Sendable {
  package let noun: String
  package let words: Words

  package init(noun: String, words: Words) {
    self.noun = noun
    self.words = words
  }

  /// Where words of a field's codes stand besides `value.<field>.`, by `noun.field` or by field alone. A field
  /// that is not named here and has no words of its own is a text of somebody's.
  private static let places = [
    "actingRole": "value.", "audit.useCase": "operation.",
    "capBasis": "support.basis_", "certainty": "value.", "comparison": "study.comparison_",
    "confidence": "reference.confidence_", "covariates": "study.covariate_",
    "employee.evidence": "duplicate.sign_", "evidenceCounted": "value.",
    "levelCounts": "reference.counts_", "likelihood": "duplicate.likelihood_",
    "noValue": "figures.no_value_", "place.kind": "reference.kind_",
    "policy-setting.key": "setting.", "policy-setting.unit": "setting_unit.",
    "refusals": "support.why_", "sectorGroup": "reference.group_", "sizeCode": "value.",
    "sizes": "value.", "state": "value.", "waitingPolicy": "value.", "warning": "",
  ]

  /// Nil when a text is no code of its field. A sentence that waits for figures is no name of a code.
  package func text(_ code: String, of field: String) -> String? {
    let place = Self.places["\(noun).\(field)"] ?? Self.places[field]
    let name = code.replacing(" ", with: "_")
    guard
      let text = words.ifPresent("value.\(field).\(name)")
        ?? place.flatMap({ words.ifPresent($0 + name) }),
      Words.parameters(of: text).isEmpty
    else { return nil }
    return text
  }

  /// A choice of a list, which has words wherever they stand; nil where it has none.
  package func known(_ name: String, of field: String) -> String? {
    text(name, of: field) ?? words.ifPresent("value.\(name)")
  }

  /// A choice of a list; without words it goes by its name.
  package func choice(_ name: String, of field: String) -> String {
    known(name, of: field) ?? name
  }
}
