import ArgumentParser
import Localization
import Workforce
import WorkforceServer

/// One field of an input as the command line takes it.
struct CommandField: Sendable {
  enum Kind: Equatable, Sendable {
    /// Stands without a name: the file of an import.
    case file
    case text
    case choice([String])
    /// Absent is no.
    case flag
    /// Absent leaves it open.
    case openFlag
    case list
    /// A text in the reader's language, or JSON with a text for each.
    case localized
    case json
  }

  let name: String
  let shape: Shape
  let isOptional: Bool
  let kind: Kind

  init(_ field: Shape.Field) {
    name = field.name
    shape = field.shape
    isOptional = field.isOptional
    kind = Self.kind(of: field)
  }

  private static func kind(of field: Shape.Field) -> Kind {
    switch field.shape {
    case .text(let format): fileFormats.contains(format ?? "") ? .file : .text
    case .integer, .number: .text
    case .boolean: field.isOptional ? .openFlag : .flag
    case .enumeration(let names): .choice(names)
    case .array(let element): element.isScalar ? .list : .json
    case .map: .json
    case .object: field.shape.isLocalizedText ? .localized : .json
    }
  }

  /// Formats of texts that are the content of a file.
  private static let fileFormats: Set<String> = ["csv", "file", "base64"]

  /// `fullName` as `full-name`. What the call itself needs keeps its name: such a field is prefixed.
  var option: String { Self.option(of: name) }

  static func option(of name: String) -> String {
    var option = ""
    for character in name {
      if character.isUppercase, !option.isEmpty { option += "-" }
      option += character.lowercased()
    }
    return CallOptions.names.contains(option) ? "field-\(option)" : option
  }

  /// - Parameter noun: of the operation; it may call its fields otherwise than others do.
  func help(_ words: Words, of noun: String) -> ArgumentHelp {
    let label = words.ifPresent("label.\(noun).\(name)") ?? words.ifPresent("label.\(name)")
    var parts = [label.map { "\($0)." } ?? ""]
    switch kind {
    case .file: parts.append(words["cli.field_file"])
    case .text: parts.append(form(words))
    case .choice(let names):
      parts.append(words["cli.field_choices", ["choices": names.joined(separator: ", ")]])
    case .list: parts.append(words["cli.field_repeat"])
    case .localized: parts.append(words["cli.field_localized"])
    case .json: parts.append(words["cli.field_json"])
    case .flag, .openFlag: break
    }
    if kind == .text || kind == .list, let source = FieldSource.command(of: name) {
      parts.append(words["cli.field_source", ["command": source]])
    }
    if !isOptional, kind != .flag, kind != .list { parts.append(words["cli.field_required"]) }
    return ArgumentHelp(
      stringLiteral: parts.filter { !$0.isEmpty }.joined(separator: " "))
  }

  private func form(_ words: Words) -> String {
    switch shape {
    case .text("uuid"): words["cli.field_id"]
    case .text("date"): words["cli.field_date"]
    case .text("date-time"): words["cli.field_moment"]
    case .text, .integer, .number, .boolean, .enumeration, .array, .map, .object: ""
    }
  }
}

extension Shape {
  var isScalar: Bool {
    switch self {
    case .text, .integer, .number, .boolean, .enumeration: true
    case .array, .map, .object: false
    }
  }
}
