import CivilCalendar
import Localization
import Workforce

/// How a field looks in a form that draws its fields one after the other.
package struct FormLook: Sendable {
  package enum Control: Sendable {
    /// Of a type that HTML knows.
    case text(String)
    case select
    /// Typed, and found in a list of that name: where there are too many choices to scroll through.
    case found(list: String)
    case area
    /// Sent along without being seen.
    case hidden
  }

  let control: Control
  let label: String
  let hint: String
  let isOptional: Bool
  /// Attributes of the HTML element, such as `maxlength="40"`.
  let attributes: String

  /// Whether what was typed is never drawn again.
  var isSecret: Bool {
    if case .text("password") = control { true } else { false }
  }

  func content(name: String) -> PageContent {
    var content: PageContent = [
      "name": name, "label": label, "hint": hint, "isOptional": isOptional,
      "attributes": isOptional ? attributes : "\(attributes) required",
    ]
    switch control {
    case .text(let type):
      content["isText"] = true
      content["type"] = type
    case .select: content["isSelect"] = true
    case .found(let list):
      content["isFound"] = true
      content["listId"] = "\(list)-list"
    case .area: content["isArea"] = true
    case .hidden: content["isHidden"] = true
    }
    return content
  }
}

extension FormField {
  /// What may be left out when a field is made: a hint, and what HTML should know of it.
  struct Hints {
    var hint = ""
    var type = "text"
    var attributes = ""
    var isOptional = false

    static let none = Hints()
    static let optional = Hints(isOptional: true)
    static let day = Hints(type: "date", attributes: "class=\"short\"")
    static let code = Hints(
      attributes: "class=\"short\" autocomplete=\"off\" spellcheck=\"false\" maxlength=\"40\"")

    func with(_ hint: String) -> Hints {
      var hints = self
      hints.hint = hint
      return hints
    }
  }

  /// - Parameter name: of the field in the page and in the input.
  static func text(
    _ name: String, _ label: String, value: String?, _ hints: Hints = .none
  ) -> FormField {
    FormField(name, input: name, value: value ?? "", choices: nil)
      .looking(.text(hints.type), label, hints)
  }

  static func area(
    _ name: String, _ label: String, value: String?, _ hints: Hints = .none
  ) -> FormField {
    FormField(name, input: name, value: value ?? "").looking(.area, label, hints)
  }

  static func select(
    _ name: String, _ label: String, value: String?, choices: [Choice], _ hints: Hints = .none
  ) -> FormField {
    FormField(name, input: name, value: value ?? "", choices: choices)
      .looking(.select, label, hints)
  }

  /// One of many, typed as it stands in the list or by its code.
  ///
  /// - Parameter list: of the choices, which every field that names it shares.
  static func found(
    _ name: String, _ label: String, in list: String, value: String?, choices: [Choice],
    _ hints: Hints = .none
  ) -> FormField {
    FormField(name, input: name, value: value ?? "", choices: choices)
      .looking(.found(list: list), label, hints)
  }

  static func hidden(_ name: String, _ value: String) -> FormField {
    FormField(name, input: name, value: value).looking(.hidden, "", .optional)
  }

  /// What a list is searched for.
  static func search(_ label: String, _ visit: Visit) -> FormField {
    .text(
      "search", label, value: visit.text("search"),
      Hints(type: "search", attributes: "data-search", isOptional: true))
  }

  /// A day that a page is about.
  static func asOf(_ day: CalendarDate, _ words: Words) -> FormField {
    .text(
      "asOf", words["matrix.as_of"], value: day.description,
      Hints(type: "date", isOptional: true))
  }

  /// Why a change is made.
  static func reason(_ words: Words, _ hints: Hints = .none) -> FormField {
    .text("reason", words["app.reason"], value: nil, hints)
  }

  private func looking(
    _ control: FormLook.Control, _ label: String, _ hints: Hints
  ) -> FormField {
    var field = self
    field.look = FormLook(
      control: control, label: label, hint: hints.hint, isOptional: hints.isOptional,
      attributes: hints.attributes)
    return field
  }

  /// The same field for another name of the input.
  func filling(_ input: String) -> FormField {
    var field = FormField(name, input: input, value: value, choices: choices)
    field.look = look
    field.list = list
    return field
  }

  /// The same field in another list of the page.
  func drawn(in list: String) -> FormField {
    var field = self
    field.list = list
    return field
  }
}
