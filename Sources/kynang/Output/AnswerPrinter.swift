import Foundation
import Localization
import Workforce

/// Prints what the server answered: for people, for programs, or for a spreadsheet.
struct AnswerPrinter {
  /// Of the operation that answered.
  let noun: String
  let words: Words
  let format: OutputFormat
  let shape: Shape
  let choice: ColumnChoice

  init(operation: Operation, format: OutputFormat, columns: [String]?, words: Words) {
    noun = operation.noun
    shape = operation.output
    choice = ColumnChoice(names: columns, shape: operation.output)
    self.format = format
    self.words = words
  }

  func print(_ body: Data) throws {
    switch format {
    case .json: Terminal.write(try json(body))
    case .csv: Terminal.write(try csv(body))
    case .xlsx: throw CommandFailure(words["cli.output_for_lists"], ExitCodes.usage)
    case .table: try printTable(body)
    }
  }

  private var codes: CodeWords { CodeWords(noun: noun, words: words) }

  private func json(_ body: Data) throws -> String {
    let value = try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
    let pretty = try JSONSerialization.data(
      withJSONObject: value,
      options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
    return String(decoding: pretty, as: UTF8.self) + "\n"
  }

  private func matrix(_ body: Data) throws -> MatrixTable? {
    guard case .object("SkillMatrix", _) = shape, choice.names == nil else { return nil }
    return MatrixTable(
      matrix: try JSONCoding.decoder().decode(SkillMatrix.self, from: body), words: words)
  }

  private func csv(_ body: Data) throws -> String {
    if let matrix = try matrix(body) {
      return CSV.text([matrix.fields.map { Cell(exact: $0) }] + matrix.rows(MatrixTable.plain))
    }
    let lines = CSVLines(choice)
    let value = try JSONSerialization.jsonObject(with: body)
    if let others = lines.leftOut {
      Terminal.say(words["cli.tables_left_out", ["tables": others.joined(separator: ", ")]])
    }
    return CSV.text(
      [lines.columns.map { Cell(exact: $0.name) }]
        + lines.rows(of: value).map { row in
          lines.columns.map { Cell(plain: $0.value(in: row), shape: $0.shape, codes: codes) }
        })
  }

  private func printTable(_ body: Data) throws {
    let value = try JSONSerialization.jsonObject(with: body)
    if let rows = choice.rows(of: value) {
      printList(rows, choice.columns)
      if let next = (value as? [String: Any])?["next"] as? String {
        Terminal.say(words["cli.more", ["after": next]])
      }
    } else if (value as? [String: Any])?.isEmpty ?? true {
      Terminal.write(words["cli.done"] + "\n")
    } else {
      printObject(value, try matrix(body))
    }
  }

  private func printObject(_ value: Any, _ matrix: MatrixTable?) {
    let plain = choice.columns.filter { !$0.shape.isTable }
    let pairs = plain.compactMap { column -> (name: String, cell: Cell)? in
      let cell = cell(column, value)
      return cell.text.isEmpty ? nil : (column.label(among: plain, in: noun, words), cell)
    }
    Terminal.write(Table.text(pairs: pairs, hasColour: Terminal.hasColour))
    var isFirst = pairs.isEmpty
    for table in choice.tables {
      let rows = table.rows(of: value)
      guard !rows.isEmpty else { continue }
      let title = table.column.label(among: choice.all, in: noun, words)
      Terminal.write("\(isFirst ? "" : "\n")\(title)\n")
      isFirst = false
      if let matrix, table.column.name == "lines" {
        printMatrix(matrix)
      } else {
        printList(rows, table.columns)
      }
    }
    if isFirst { Terminal.say(words["cli.empty"]) }
  }

  private func printMatrix(_ matrix: MatrixTable) {
    let rows = matrix.rows(MatrixTable.marked)
    write(matrix.header, rows, matrix.header.map { _ in false }, matrix.fields, isOwnID: false)
    Terminal.say(matrix.legend)
  }

  private func printList(_ rows: [Any], _ columns: [Column]) {
    guard !rows.isEmpty else {
      Terminal.say(words["cli.empty"])
      return
    }
    let filled = columns.filter { column in
      choice.names != nil || rows.contains { !cell(column, $0).text.isEmpty }
    }
    let cells = rows.map { row in filled.map { cell($0, row) } }
    write(
      filled.map { $0.label(among: filled, in: noun, words) }, cells, filled.map(\.isID),
      filled.map(\.name), isOwnID: filled.first?.field == "id")
  }

  /// Those columns that the terminal has room for; of the others it says the names.
  private func write(
    _ header: [String], _ cells: [[Cell]], _ isID: [Bool], _ names: [String], isOwnID: Bool
  ) {
    let fitting = Table.fitting(
      header, cells, isID, isOwnID: isOwnID, columns: Terminal.columns)
    Terminal.write(
      Table.text(
        header: fitting.map { header[$0] }, cells.map { row in fitting.map { row[$0] } },
        columns: Terminal.columns, hasColour: Terminal.hasColour))
    let hidden = header.indices.filter { !fitting.contains($0) }.map { names[$0] }
    if !hidden.isEmpty {
      Terminal.say(words["cli.columns_left_out", ["columns": hidden.joined(separator: ", ")]])
    }
  }

  private func cell(_ column: Column, _ row: Any) -> Cell {
    Cell(
      readable: column.value(in: row), field: column.field, shape: column.shape, codes: codes)
  }
}
