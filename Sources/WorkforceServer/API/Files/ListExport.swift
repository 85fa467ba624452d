import Foundation
import Hummingbird
import Localization
import Spreadsheets
import Workforce

/// A list as a file: every page is asked for as the list itself is, with its permission, its tenancy
/// and its log of who read whom, and written row by row.
struct ListExport: Sendable {
  let operation: Operation
  let item: Shape
  let app: App
  let format: ExportFormat
  let words: Words

  static let mostRows = 200_000
  private static let pageRows = 500

  func respond(
    _ parameters: [String: [String]], as principal: Principal, request: UseCaseRequest
  ) async throws -> Response {
    let columns = ExportColumns(of: item, noun: operation.noun, words: words)
    let file = SheetFile(
      format: format, words: words,
      title: words.ifPresent("noun.\(operation.noun)") ?? operation.noun, name: name,
      columns: columns.table)
    return try await file.respond { writer in
      try await write(parameters, principal, request, columns, to: writer)
    }
  }

  private func write(
    _ parameters: [String: [String]], _ principal: Principal, _ request: UseCaseRequest,
    _ columns: ExportColumns, to writer: TableWriter
  ) async throws {
    var parameters = parameters
    // A limit that was given is how much is read at once; the file has all.
    let hasLimit = operation.input.fields.contains { $0.name == "limit" }
    if operation.isPage, hasLimit, parameters["limit"] == nil {
      parameters["limit"] = ["\(Self.pageRows)"]
    }
    var rows = 0
    while true {
      let answer = try await operation.perform(
        InputText(parameters: parameters, json: nil), in: app, as: principal, request: request)
      let page = try JSONSerialization.jsonObject(with: Data(answer.json))
      let object = page as? [String: Any]
      for item in object?["items"] as? [Any] ?? page as? [Any] ?? [] {
        rows += 1
        guard rows <= Self.mostRows else {
          throw AppError.invalid("format", "export.too_long", ["most": "\(Self.mostRows)"])
        }
        try writer.write(columns.row(item), comments: [:])
      }
      guard let next = object?["next"] as? String else { return }
      parameters["after"] = [next]
    }
  }

  private var name: String {
    let today = words.date(Date()).split(separator: "/").reversed().joined(separator: "-")
    let kind = operation.verb == "list" ? operation.noun : "\(operation.noun)-\(operation.verb)"
    return "\(kind)-\(today)"
  }
}
