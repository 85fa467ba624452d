import Hummingbird
import Localization
import Spreadsheets
import Workforce

/// A form to fill in: the columns of a kind of import in the reader's language, with what the firm has,
/// and lists to choose from.
struct TemplateFile {
  let template: ImportTemplate
  let format: ExportFormat
  let words: Words

  func respond() async throws -> Response {
    let file = SheetFile(
      format: format, words: words, title: words[template.kind.wordKey],
      name: "kynang-\(template.kind.rawValue)", columns: template.fields.map(column))
    return try await file.respond { writer in
      for row in template.rows {
        try writer.write(zip(template.fields, row).map(value), comments: [:])
      }
    }
  }

  private func column(_ field: String) -> TableColumn {
    let type = template.kind.column(field)?.type
    let offered = template.choices.first { $0.field == field }?.choices ?? []
    return TableColumn(
      title: words.importField(field), kind: Self.kind(type), width: nil, isHidden: false,
      choices: offered.isEmpty ? choices(type, field) : offered, comment: nil)
  }

  private func choices(_ type: ImportValueType?, _ field: String) -> [String] {
    guard case .choice(let choices) = type else { return [] }
    return choices.keys.sorted().map { words.importChoice($0, of: field) }
  }

  private static func kind(_ type: ImportValueType?) -> TableColumn.Kind {
    switch type {
    case .birthDate, .startDate, .pastDate, .date: .date
    case .integer: .whole
    case .money: .money
    case .amount, .percentage: .number
    case .name, .namePart, .employeeCode, .phone, .email, .text, .reference, .period, .choice,
      nil:
      .text
    }
  }

  private func value(_ field: String, _ text: String) -> Spreadsheets.WrittenValue {
    guard !text.isEmpty else { return .empty }
    let type = template.kind.column(field)?.type
    if case .choice = type { return .text(words.importChoice(text, of: field)) }
    switch Self.kind(type) {
    case .date:
      return CellMoment.Day(iso: text).map { .moment(CellMoment(day: $0, seconds: nil)) }
        ?? .text(text)
    case .whole, .money: return Int64(text).map { .whole($0) } ?? .text(text)
    case .number:
      // Excel keeps fifteen digits.
      return text.count <= 15 ? Double(text).map { .number($0) } ?? .text(text) : .text(text)
    case .text, .dateAndTime: return .text(text)
    }
  }
}

extension Words {
  /// What a choice of a column is called, in words that the import understands.
  func importChoice(_ choice: String, of field: String) -> String {
    ifPresent("imports.value_\(field)_\(choice)") ?? choice
  }
}
