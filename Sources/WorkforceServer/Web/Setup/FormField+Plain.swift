import Localization

/// Fields of forms that are drawn one below the other: named in the page as in the input, with the input's label.
extension FormField {
  static func text(
    _ name: String, _ words: Words, value: String = "", type: String = "text",
    hint: String = "", isRequired: Bool = false
  ) -> FormField {
    FormField(
      name, input: name, value: value, choices: nil,
      presentation: [
        "name": name, "label": words.label(of: name), "type": type, "hint": hint,
        "isRequired": isRequired, "isChoice": false,
      ])
  }

  /// A field that must be chosen.
  static func choice(
    _ name: String, _ words: Words, _ choices: [Choice], value: String
  ) -> FormField {
    FormField(
      name, input: name, value: value, choices: choices,
      presentation: [
        "name": name, "label": words.label(of: name), "hint": "", "isRequired": true,
        "isChoice": true,
      ])
  }

  /// A field that may be left at "none".
  static func optionalChoice(
    _ name: String, _ words: Words, _ choices: [Choice], value: String
  ) -> FormField {
    FormField(
      name, input: name, value: value, choices: choices,
      presentation: [
        "name": name, "label": words.label(of: name), "hint": "", "isRequired": false,
        "isChoice": true,
      ])
  }
}
