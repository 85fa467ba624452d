import Foundation
import Workforce

/// A field whose many choices are typed. Browsers offer what fits from a list of the page; what comes back
/// is the text of a choice, or its code.
extension FormField {
  /// The name of its list; nil for any other field.
  var foundIn: String? {
    if case .found(let list)? = look?.control { list } else { nil }
  }

  /// The choice that a text means; nil for none, and for one that means several.
  func value(typed text: String) -> String? {
    guard let choices else { return nil }
    if choices.contains(where: { $0.value == text }) { return text }
    let exact = choices.filter { $0.label == text }
    guard exact.isEmpty else { return exact.count == 1 ? exact[0].value : nil }
    let wanted = FoldedText(text.trimmingCharacters(in: .whitespaces)).value
    let meant =
      choices.filter { FoldedText($0.label).value == wanted }.nonEmpty
      ?? choices.filter { FoldedText(Self.code(of: $0)).value == wanted }
    return meant.count == 1 ? meant[0].value : nil
  }

  /// As it is typed: the text of the choice.
  func typed(_ value: String) -> String {
    choices?.first { $0.value == value }?.label ?? value
  }

  /// `EXCEL` of `EXCEL · Bảng tính`.
  private static func code(of choice: Choice) -> String {
    choice.label.components(separatedBy: " · ")[0]
  }
}

extension Array {
  fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}

extension Form {
  /// The lists of its typed fields, each once.
  var foundLists: [PageContent] {
    var seen: Set<String> = []
    return fields.compactMap { field in
      guard let list = field.foundIn, seen.insert(list).inserted else { return nil }
      return [
        "id": "\(list)-list",
        "options": (field.choices ?? []).map { ["label": $0.label] as PageContent },
      ]
    }
  }
}

extension Submission {
  /// The choice that the text of a typed field means; any other text as it is.
  func meant(_ name: String, _ text: String) -> String {
    guard let field = form?.fields.first(where: { $0.name == name }), field.foundIn != nil else {
      return text
    }
    return field.value(typed: text) ?? text
  }

  /// Throws `invalidInput` for every typed field that names nothing of its list.
  func requireFound() throws(AppError) {
    var problems = Problems()
    for field in form?.fields ?? [] where field.foundIn != nil {
      guard let text = body.values[field.name]?.last, !text.isEmpty,
        field.value(typed: text) == nil
      else { continue }
      problems.add(field.input, "field.not_in_the_list")
    }
    try problems.throwIfAny()
  }
}
