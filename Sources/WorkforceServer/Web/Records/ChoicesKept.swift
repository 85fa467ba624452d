import Localization
import Workforce

extension [FormField.Choice] {
  /// With what is recorded already, so that opening and saving a form loses nothing that can no longer
  /// be chosen: a trainer who stopped, a unit that was closed.
  ///
  /// - Parameter name: what people call it; nil where only its code is known.
  func keeping(_ value: String?, _ name: String?, _ words: Words) -> [FormField.Choice] {
    guard let value, !value.isEmpty, !contains(where: { $0.value == value }) else { return self }
    return self + [
      FormField.Choice(value, words["records.choice_kept", ["name": name ?? value]])
    ]
  }

  /// As `keeping`, for what may be chosen several times over.
  func keeping(_ chosen: [FormField.Choice], _ words: Words) -> [FormField.Choice] {
    chosen.reduce(self) { $0.keeping($1.value, $1.label, words) }
  }
}
