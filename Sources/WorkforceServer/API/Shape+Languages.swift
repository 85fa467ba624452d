import Localization
import Workforce

extension Shape {
  /// Whether it holds one text in each language.
  package var isLocalizedText: Bool {
    let languages = Set(Language.allCases.map(\.rawValue))
    return !fields.isEmpty && Set(fields.map(\.name)) == languages
  }
}
