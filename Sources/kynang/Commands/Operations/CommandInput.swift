import Foundation
import Localization
import Workforce

/// The input of an operation, put together from a JSON file and the options.
struct CommandInput {
  let operation: Operation
  let files: InputFiles

  /// JSON values by field. Options win over the file.
  /// Throws a failure that names the option, for what cannot be read as its field's type.
  func object(
    _ values: [String: GivenValue], input: String?
  ) throws(CommandFailure) -> [String: Any] {
    var object: [String: Any] = [:]
    if let input { object = try files.object(input) }
    var problems: [(field: CommandField, rule: String)] = []
    for field in operation.input.fields.map(CommandField.init) {
      switch values[field.name] ?? .absent {
      case .absent: break
      case .truth(let truth):
        // A flag that was not raised does not overrule the file.
        if truth || field.kind == .openFlag || object[field.name] == nil {
          object[field.name] = truth
        }
      case .texts(let texts):
        do {
          object[field.name] = try value(texts, field)
          // A file that was named need not be named again; what is given wins, as it comes later.
          if field.kind == .file, values["fileName"] ?? .absent == .absent,
            operation.input.fields.contains(where: { $0.name == "fileName" })
          {
            object["fileName"] = URL(fileURLWithPath: texts[0]).lastPathComponent
          }
        } catch {
          switch error {
          case .rule(let rule): problems.append((field, rule))
          case .failure(let failure): throw failure
          }
        }
      }
    }
    guard problems.isEmpty else {
      throw CommandFailure(
        lines: problems.map { "--\($0.field.option): \(files.words[$0.rule])" },
        exitCode: ExitCodes.input)
    }
    return object
  }

  private enum Unreadable: Error {
    case rule(String)
    case failure(CommandFailure)
  }

  private func value(_ texts: [String], _ field: CommandField) throws(Unreadable) -> Any {
    switch field.kind {
    case .file:
      return try text { () throws(CommandFailure) in
        field.shape == .text(format: "base64")
          ? try files.data(texts[0]).base64EncodedString() : try files.text(texts[0])
      }
    case .localized, .json:
      let text = try text { () throws(CommandFailure) in try files.expanded(texts[0]) }
      if field.kind == .localized, !text.hasPrefix("{") {
        return [files.words.language.rawValue: text]
      }
      do {
        return try JSONSerialization.jsonObject(
          with: Data(text.utf8), options: .fragmentsAllowed)
      } catch {
        throw .rule("field.malformed")
      }
    case .list:
      guard case .array(let element) = field.shape else { throw .rule("field.malformed") }
      var values: [Any] = []
      for text in texts.flatMap({ $0.split(separator: ",") }) {
        values.append(try scalar(text.trimmingCharacters(in: .whitespaces), element))
      }
      return values
    case .text, .choice:
      let text = try text { () throws(CommandFailure) in try files.expanded(texts[0]) }
      return try scalar(text, field.shape)
    case .flag, .openFlag:
      throw .rule("field.malformed")
    }
  }

  private func text(_ read: () throws(CommandFailure) -> String) throws(Unreadable) -> String {
    do { return try read() } catch { throw .failure(error) }
  }

  private func scalar(_ text: String, _ shape: Shape) throws(Unreadable) -> Any {
    switch shape {
    case .integer:
      guard let number = Int(text) else { throw .rule("field.not_a_whole_number") }
      return number
    case .number:
      guard let number = Decimal(string: text, locale: Foundation.Locale(identifier: "en_US_POSIX"))
      else { throw .rule("field.not_a_number") }
      return NSDecimalNumber(decimal: number)
    case .boolean:
      guard text == "true" || text == "false" else { throw .rule("field.not_yes_or_no") }
      return text == "true"
    case .text, .enumeration, .array, .map, .object:
      return text
    }
  }
}
