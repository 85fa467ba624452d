import Foundation
import Localization
import Workforce

/// Prints what the server answered: for people, for programs, or for a spreadsheet.
struct AnswerPrinter {
  let words: Words
  let format: OutputFormat
  let shape: Shape
  /// Names of the columns wanted; nil for all.
  let columns: [String]?

  func print(_ body: Data) throws {
    switch format {
    case .json: Terminal.write(try json(body))
    case .csv: Terminal.write(try csv(try JSONSerialization.jsonObject(with: body)))
    case .xlsx: throw CommandFailure(words["cli.output_for_lists"], ExitCodes.usage)
    case .table: try printTable(try JSONSerialization.jsonObject(with: body))
    }
  }

  private func json(_ body: Data) throws -> String {
    let value = try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
    let pretty = try JSONSerialization.data(
      withJSONObject: value,
      options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
    return String(decoding: pretty, as: UTF8.self) + "\n"
  }

  /// The rows of a list; else the one row of an object, or a row for each of those in its first table,
  /// each beginning with what the object says of all of them.
  private func csv(_ value: Any) throws(CommandFailure) -> String {
    let (rows, columns) = try csvRows(value)
    return CSV.text(
      [columns.map { Cell(exact: $0.name) }]
        + rows.map { row in
          columns.map { Cell(plain: $0.value(in: row), shape: $0.shape, words: words) }
        })
  }

  private func csvRows(_ value: Any) throws(CommandFailure) -> ([Any], [Column]) {
    if let (rows, fields) = rows(of: value) {
      return (rows, try chosen(Column.of(fields, in: [])))
    }
    let all = Column.of(shape.fields, in: [])
    let plain = all.filter { !$0.shape.isTable }
    let tables = all.filter(\.shape.isTable)
    guard let table = wanted(tables), case .array(let element) = table.shape else {
      return ([value], try chosen(plain))
    }
    if tables.count > 1, columns == nil {
      let others = tables.filter { $0 != table }.map(\.name).joined(separator: ", ")
      Terminal.say(words["cli.tables_left_out", ["tables": others]])
    }
    let inner = Column.of(element.fields, in: [table.name])
    let rows = (table.value(in: value) as? [Any] ?? []).map { row -> Any in
      var joined = value as? [String: Any] ?? [:]
      joined[table.name] = row
      return joined
    }
    return (rows, try chosen(plain + inner))
  }

  /// The table that `--columns` speaks of, else the lines of people, else the first of those nearest to the top.
  private func wanted(_ tables: [Column]) -> Column? {
    let named = tables.first { table in
      columns?.contains { $0.hasPrefix(table.name + ".") } ?? false
    }
    let lines = tables.first { $0.name == "lines" }
    return named ?? lines ?? tables.min { $0.path.count < $1.path.count }
  }

  private func printTable(_ value: Any) throws(CommandFailure) {
    if let (rows, fields) = rows(of: value) {
      try printList(rows, try chosen(Column.of(fields, in: [])))
      if let next = (value as? [String: Any])?["next"] as? String {
        Terminal.say(words["cli.more", ["after": next]])
      }
      return
    }
    guard !((value as? [String: Any])?.isEmpty ?? true) else {
      Terminal.write(words["cli.done"] + "\n")
      return
    }
    let columns = try chosen(Column.of(shape.fields, in: []))
    let plain = columns.filter { !$0.shape.isTable }
    Terminal.write(
      Table.text(
        pairs: plain.compactMap { column in
          let cell = cell(column, value)
          return cell.text.isEmpty ? nil : (column.label(among: plain, words), cell)
        }, hasColour: Terminal.hasColour))
    for column in columns where column.shape.isTable {
      guard case .array(let element) = column.shape,
        let rows = column.value(in: value) as? [Any], !rows.isEmpty
      else { continue }
      Terminal.write("\n\(column.label(among: columns, words))\n")
      try printList(rows, Column.of(element.fields, in: []))
    }
  }

  private func printList(_ rows: [Any], _ columns: [Column]) throws(CommandFailure) {
    guard !rows.isEmpty else {
      Terminal.say(words["cli.empty"])
      return
    }
    let filled = columns.filter { column in
      self.columns != nil || rows.contains { !cell(column, $0).text.isEmpty }
    }
    let cells = rows.map { row in filled.map { cell($0, row) } }
    let header = filled.map { $0.label(among: filled, words) }
    let fitting = Table.fitting(
      header, cells, filled.map(\.isID), isOwnID: filled.first?.name == "id",
      columns: Terminal.columns)
    Terminal.write(
      Table.text(
        header: fitting.map { header[$0] }, cells.map { row in fitting.map { row[$0] } },
        columns: Terminal.columns, hasColour: Terminal.hasColour))
    let hidden = filled.indices.filter { !fitting.contains($0) }.map { filled[$0].name }
    if !hidden.isEmpty {
      Terminal.say(words["cli.columns_left_out", ["columns": hidden.joined(separator: ", ")]])
    }
  }

  private func cell(_ column: Column, _ row: Any) -> Cell {
    Cell(
      readable: column.value(in: row), field: column.field, shape: column.shape, words: words)
  }

  /// Those that `--columns` names, in its order; all of them when it names none.
  private func chosen(_ all: [Column]) throws(CommandFailure) -> [Column] {
    guard let columns else { return all }
    var found: [Column] = []
    for name in columns {
      guard let column = all.first(where: { $0.name == name || $0.field == name }) else {
        throw CommandFailure(
          words[
            "cli.no_such_column",
            ["column": name, "columns": all.map(\.name).joined(separator: ", ")]],
          ExitCodes.usage)
      }
      found.append(column)
    }
    return found
  }

  /// The rows of a list and their fields; nil for an object. A rule that stands beside its figures in a
  /// row is read with them.
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
