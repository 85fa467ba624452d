import Foundation
import Localization
import Postgres
import Workforce

/// The input of an operation, put together from a JSON file and the options.
struct CommandInput {
  let operation: Operation
  let files: InputFiles

  /// JSON values by field, and the content of files. Options win over the file.
  /// Throws a failure that names the option, for what cannot be read as its field's type.
  func object(
    _ values: [String: GivenValue], input: String?
  ) throws(CommandFailure) -> [String: Any] {
    var object: [String: Any] = [:]
    if let input { object = try files.object(input) }
    var problems: [(field: CommandField, rule: String)] = []
    let fields = operation.input.fields.map(CommandField.init)
    for field in fields {
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
    // All that is missing is said at once; what may be empty the server knows.
    problems += fields.filter { field in
      field.isNeeded && object[field.name] == nil
        && !problems.contains { $0.field.name == field.name }
    }.map { ($0, "field.required") }
    guard problems.isEmpty else {
      throw CommandFailure(
        lines: problems.map { "\(name(of: $0.field)): \(sentence($0.rule, $0.field))" },
        exitCode: ExitCodes.input)
    }
    return object
  }

  private func name(of field: CommandField) -> String {
    field.kind == .file ? "<\(field.option)>" : "--\(field.option)"
  }

  private func sentence(_ rule: String, _ field: CommandField) -> String {
    guard rule == "field.not_a_choice", case .choice(let names) = field.kind else {
      return files.words[rule]
    }
    return files.words["cli.choices", ["choices": names.joined(separator: ", ")]]
  }

  private enum Unreadable: Error {
    case rule(String)
    case failure(CommandFailure)
  }

  private func value(_ texts: [String], _ field: CommandField) throws(Unreadable) -> Any {
    switch field.kind {
    case .file:
      do { return try files.table(texts[0], as: field.shape) } catch { throw .failure(error) }
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
      if case .choice(let names) = field.kind, !names.contains(text) {
        throw .rule("field.not_a_choice")
      }
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
    case .text("date"):
      do throws(AppError) {
        return "\(try CalendarDate(text, inField: ""))"
      } catch {
        throw .rule(error.fieldErrors.first?.rule ?? "field.not_a_date")
      }
    case .text("date-time"):
      guard let moment = Self.moment(text) else { throw .rule("field.not_a_moment") }
      return moment
    case .text, .enumeration, .array, .map, .object:
      return text
    }
  }

  /// A moment as programs write it, also where it was given without its zone: that of Vietnam.
  private static func moment(_ text: String) -> String? {
    if let local = text.wholeMatch(of: /(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?/) {
      return moment("\(local.1)T\(local.2)\(local.3 ?? ":00")+07:00")
    }
    return JSONCoding.moment(text) == nil ? nil : text
  }
}

extension CommandField {
  /// Whether a call without it can be refused here: a list may be empty, a flag may be down.
  var isNeeded: Bool {
    switch kind {
    case .flag, .openFlag, .list: false
    case .file, .text, .choice, .localized, .json: !isOptional
    }
  }
}
