import Hummingbird
import Localization
import Workforce

/// The answer of an operation as a file: a list as its rows, a template as a form to fill in, the rows of
/// an import as the file that was brought in with the reasons beside them, a matrix as people against
/// competencies.
struct OperationFile: Sendable {
  enum Kind: Sendable {
    case list(item: Shape)
    case template, corrected, matrix
  }

  let operation: Operation
  let app: App
  let format: ExportFormat
  let words: Words

  /// - Parameter parameters: of the path and the query, without `format`.
  func respond(
    _ parameters: [String: [String]], as principal: Principal, request: UseCaseRequest
  ) async throws -> Response {
    switch operation.file {
    case nil: throw AppError.invalid("format", "field.not_a_choice")
    case .list(let item):
      let export = ListExport(
        operation: operation, item: item, app: app, format: format, words: words)
      return try await export.respond(parameters, as: principal, request: request)
    case .template:
      let asked: ShowImportTemplate = try input(parameters)
      return try await TemplateFile(
        template: try await app.perform(asked, as: principal, request: request),
        format: format, words: words
      ).respond()
    case .corrected:
      let asked: ListImportCells = try input(parameters)
      return try await CorrectedFile(app: app, format: format, words: words)
        .respond(asked.importId, as: principal, request: request)
    case .matrix:
      return try await MatrixFile(app: app, format: format, words: words)
        .respond(try input(parameters), as: principal, request: request)
    }
  }

  private func input<Input: Decodable>(_ parameters: [String: [String]]) throws -> Input {
    try InputText(parameters: parameters, json: nil).decode(Input.self, shape: operation.input)
  }
}

extension Operation {
  /// What its answer is as a file; nil for an answer that is no table.
  package var isFile: Bool { file != nil }

  var file: OperationFile.Kind? {
    switch name {
    case ShowImportTemplate.name: return .template
    case ListImportCells.name: return .corrected
    case ShowSkillMatrix.name: return .matrix
    default: break
    }
    guard route.method == .get else { return nil }
    if case .array(let item) = output { return item.fields.isEmpty ? nil : .list(item: item) }
    guard case .array(let item)? = output.fields.first(where: { $0.name == "items" })?.shape,
      !item.fields.isEmpty
    else { return nil }
    return .list(item: item)
  }
}
