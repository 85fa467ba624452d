import Foundation
import Localization
import Workforce

/// What a person sent with a form.
package struct Submission: Sendable {
  package let body: FormBody
  let form: Form?
  let path: [String: String]

  /// One text of the form; nil when it is absent or empty.
  package func text(_ name: String) -> String? {
    guard let text = body.values[name]?.last, !text.isEmpty else { return nil }
    return meant(name, text)
  }

  /// The form as the input of a use case: each field under the name that the input has for it, and the
  /// fields of the path. `extra` adds what the form does not hold.
  /// Throws `invalidInput` naming the input's fields.
  package func decode<Input: Decodable>(
    _ type: Input.Type, extra: [String: String] = [:]
  ) throws -> Input {
    try requireFound()
    var parameters = path.mapValues { [$0] }
    for field in form?.fields ?? [] {
      let file = body.files[field.name]?.text
      let texts = (body.values[field.name] ?? []).map { meant(field.name, $0) }
      parameters[field.input] = file.map { [$0] } ?? texts
    }
    for (field, text) in extra { parameters[field] = [text] }
    return try ParameterDecoder(parameters).decode(type)
  }
}

/// One field of a form: its name in the page, in the use case, and what it holds.
package struct FormField: Sendable {
  package struct Choice: Sendable {
    package let value: String
    package let label: String
    /// More that the template shows of a choice.
    package let extra: PageContent

    package init(_ value: String, _ label: String, extra: PageContent = [:]) {
      self.value = value
      self.label = label
      self.extra = extra
    }
  }

  package let name: String
  package let input: String
  package let value: String
  package let choices: [Choice]?
  /// Nil where a template of its own draws the field.
  package var look: FormLook?
  /// The list of the page in which a field with a look is drawn.
  package var list = "fields"
  /// Several choices may be ticked; `value` names them, parted by commas.
  package let isMultiple: Bool

  /// - Parameter input: the field of the use case's input that the page's field fills.
  package init(
    _ name: String, input: String, value: String, choices: [Choice]? = nil,
    isMultiple: Bool = false
  ) {
    self.name = name
    self.input = input
    self.value = value
    self.choices = choices
    self.isMultiple = isMultiple
  }

  /// What a refused form brought back of this field.
  func sent(in body: FormBody) -> String? {
    let texts = body.values[name] ?? []
    return isMultiple ? texts.joined(separator: ",") : texts.last
  }

  /// As a template reads it. `sent` is what a refused form brought back.
  func content(sent: String?, errors: [String]) -> PageContent {
    let value = look?.isSecret == true ? "" : sent ?? self.value
    var content: PageContent = ["value": foundIn == nil ? value : typed(value)]
    if let look { content.merge(look.content(name: name)) { $1 } }
    if !errors.isEmpty { content["error"] = errors.joined(separator: " ") }
    if let choices, foundIn == nil {
      content["options"] = choices.map { choice -> PageContent in
        var option = choice.extra
        option["value"] = choice.value
        option["label"] = choice.label
        option["selected"] =
          isMultiple
          ? value.split(separator: ",").contains(choice.value[...]) : choice.value == value
        return option
      }
    }
    return content
  }
}

/// A page with a form; refused, it is drawn again with what was sent and what is wrong.
package struct Form: Sendable {
  package let template: String
  package let fields: [FormField]
  /// What the page shows beside the fields.
  package let content: PageContent
  package let section: Section?

  package init(
    _ template: String, fields: [FormField], content: PageContent, section: Section?
  ) {
    self.template = template
    self.fields = fields
    self.content = content
    self.section = section
  }

  func page() -> PageView {
    PageView(template, filled(nil, error: nil, words: nil), section: section)
  }

  /// The page for a form that was refused.
  func page(refused body: FormBody, _ error: AppError, _ words: Words) -> PageView {
    PageView(
      template, filled(body, error: error, words: words), section: section,
      status: error.code.status)
  }

  private func filled(_ sent: FormBody?, error: AppError?, words: Words?) -> PageContent {
    var content = content
    var placed = 0
    for field in fields {
      let errors = (error?.fieldErrors ?? []).filter { $0.field == field.input }
      placed += errors.count
      content[field.name] = field.content(
        sent: sent.flatMap(field.sent(in:)),
        errors: errors.compactMap { words?.sentence($0.rule, $0.parameters) })
    }
    content["fields"] = [PageContent]()
    content["lists"] = foundLists
    for (list, drawn) in Dictionary(grouping: fields.filter { $0.look != nil }, by: \.list) {
      content[list] = drawn.map { content[$0.name] ?? "" }
    }
    guard let error, let words else { return content }
    var sentences = [words.sentence(error.rule, error.parameters)]
    if placed < error.fieldErrors.count {
      let known = Set(fields.map(\.input))
      sentences += error.fieldErrors.filter { !known.contains($0.field) }
        .map { "\(words.label(of: $0.field)): \(words.sentence($0.rule, $0.parameters))" }
    }
    content["formError"] = sentences.joined(separator: " ")
    return content
  }
}
