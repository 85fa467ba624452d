import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// Any list of the registry as a file, for whoever may read it: what a page links to.
struct ListFiles: Sendable {
  private let registry: Registry

  init() throws {
    registry = try .all()
  }

  func mount(_ pages: PageRouter) {
    pages.get(raw: "/files/{operation}") { visit in
      guard let operation = registry[visit.path["operation"] ?? ""], operation.listItem != nil
      else { throw AppError.notFound("page") }
      var parameters = visit.query
      let format = try ExportFormat.asked(parameters, [:]) ?? .xlsx
      parameters["format"] = nil
      let export = ListExport(
        operation: operation, app: visit.app, format: format, words: visit.words)
      return try await export.respond(
        parameters, as: visit.principal, request: .plain(id: visit.requestID))
    }
  }
}
