import Foundation
import Localization
import Workforce

/// Prints what the server answered: for people, for programs, or for a spreadsheet.
struct AnswerPrinter {
  let words: Words
  let format: OutputFormat
  let shape: Shape

  func print(_ body: Data) throws {
    switch format {
    case .json: Terminal.write(try json(body))
    case .csv: Terminal.write(csv(try JSONSerialization.jsonObject(with: body)))
    case .table: printTable(try JSONSerialization.jsonObject(with: body))
    }
  }

  private func json(_ body: Data) throws -> String {
    let value = try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
    let pretty = try JSONSerialization.data(
      withJSONObject: value,
      options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
    return String(decoding: pretty, as: UTF8.self) + "\n"
  }

  /// The rows of a list, else the one row of an object.
  private func csv(_ value: Any) -> String {
    let (rows, fields) = rows(of: value) ?? ([value], shape.fields)
    let head = fields.map { Cell(exact: $0.name) }
    return CSV.text(
      [head]
        + rows.map { row in
          fields.map { Cell(exact: (row as? [String: Any])?[$0.name]) }
        })
  }

  private func printTable(_ value: Any) {
    if let (rows, fields) = rows(of: value) {
      printList(rows, fields)
      let next = (value as? [String: Any])?["next"] as? String
      if let next {
        let hint = words["cli.more", ["after": next]] + "\n"
        Terminal.standardError.write(Data(hint.utf8))
      }
      return
    }
    let object = value as? [String: Any] ?? [:]
    guard !object.isEmpty else {
      Terminal.write(words["cli.done"] + "\n")
      return
    }
    let plain = shape.fields.filter { !$0.shape.isTable && object[$0.name] != nil }
    Terminal.write(
      Table.text(
        pairs: plain.map { field in
          let cell = Cell(
            readable: object[field.name], field: field.name, shape: field.shape, words: words)
          return (words.label(of: field.name), cell)
        }, hasColour: Terminal.hasColour))
    for field in shape.fields where field.shape.isTable {
      guard case .array(let element) = field.shape, let rows = object[field.name] as? [Any],
        !rows.isEmpty
      else { continue }
      Terminal.write("\n\(words.label(of: field.name))\n")
      printList(rows, element.fields)
    }
  }

  private func printList(_ rows: [Any], _ fields: [Shape.Field]) {
    guard !rows.isEmpty else {
      Terminal.standardError.write(Data("\(words["cli.empty"])\n".utf8))
      return
    }
    Terminal.write(
      Table.text(
        header: fields.map { words.label(of: $0.name) },
        rows.map { row in
          fields.map { field in
            Cell(
              readable: (row as? [String: Any])?[field.name], field: field.name,
              shape: field.shape, words: words)
          }
        },
        columns: Terminal.columns, hasColour: Terminal.hasColour))
  }

  /// The rows of a list and their fields; nil for an object.
  private func rows(of value: Any) -> ([Any], [Shape.Field])? {
    if let rows = value as? [Any], case .array(let element) = shape {
      return (rows, element.fields)
    }
    guard let object = value as? [String: Any], let rows = object["items"] as? [Any],
      case .array(let element)? = shape.fields.first(where: { $0.name == "items" })?.shape
    else { return nil }
    return (rows, element.fields)
  }
}

extension Shape {
  /// Whether a value of this shape is a table of its own.
  var isTable: Bool {
    guard case .array(.object) = self else { return false }
    return true
  }
}
