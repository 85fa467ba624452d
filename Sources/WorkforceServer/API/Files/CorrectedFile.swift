import Hummingbird
import Localization
import Spreadsheets
import Workforce

/// The file that was brought in, with what comes of each row and why in a column of its own.
struct CorrectedFile {
  let app: App
  let format: ExportFormat
  let words: Words

  func respond(
    _ id: ID<ImportBatch>, as principal: Principal, request: UseCaseRequest
  ) async throws -> Response {
    let summary = try await app.perform(
      ShowImport(importId: id), as: principal, request: request)
    let headings = summary.columns.map(\.heading)
    let file = SheetFile(
      format: format, words: words, title: words[summary.kind.wordKey],
      name: "kynang-\(summary.kind.rawValue)-checked",
      columns: (headings + [words["imports.outcome_column"]]).map { TableColumn($0, .text) })
    return try await file.respond { writer in
      var after: String?
      repeat {
        let page = try await app.perform(
          ListImportCells(importId: id, after: after, limit: 500), as: principal,
          request: request)
        for row in page.items {
          let missing = max(0, headings.count - row.cells.count)
          let cells = row.cells.map { $0.isEmpty ? .empty : Spreadsheets.WrittenValue.text($0) }
          try writer.write(
            cells + Array(repeating: .empty, count: missing) + [.text(outcome(of: row))],
            comments: [:])
        }
        after = page.next
      } while after != nil
    }
  }

  private func outcome(of row: ImportCellsLine) -> String {
    let reasons = row.problems.map(words.importProblem)
    let outcome = words[row.verdict.wordKey]
    return reasons.isEmpty ? outcome : "\(outcome): \(reasons.joined(separator: " "))"
  }
}

extension Words {
  /// What is wrong with a row, after the field that it is about.
  func importProblem(_ problem: FieldError) -> String {
    let sentence = sentence(problem.rule, problem.parameters)
    if problem.field == "row" { return sentence }
    return "\(Period(problem.field).map(period) ?? importField(problem.field)): \(sentence)"
  }
}
