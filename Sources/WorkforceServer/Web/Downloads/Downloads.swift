import Hummingbird
import Localization
import Workforce

/// The addresses of lists as files, for the pages that show them.
struct Downloads {
  /// Any operation that is a file, by its name, with the fields of its input as the query.
  static func mount(_ pages: PageRouter, _ registry: Registry) {
    pages.get(raw: "/exports/{operation}") { visit in
      guard let operation = visit.path["operation"].flatMap({ registry[$0] }), operation.isFile
      else { throw AppError.notFound("operation") }
      var parameters = visit.query
      let format = try ExportFormat.asked(parameters, [:]) ?? .xlsx
      parameters["format"] = nil
      return try await OperationFile(
        operation: operation, app: visit.app, format: format, words: visit.words
      ).respond(parameters, as: visit.principal, request: visit.request)
    }
  }

  /// What `parts/downloads` draws. - Parameter input: of the operation; nil values are left out.
  static func content(_ operation: String, _ input: [String: String?] = [:]) -> PageContent {
    let query = input.compactMapValues { $0 }.sorted { $0.key < $1.key }
      .map { "&\($0.key)=\(QueryText.encode($0.value))" }.joined()
    func url(_ format: ExportFormat) -> String {
      "/exports/\(operation)?format=\(format.rawValue)\(query)"
    }
    return ["xlsxURL": url(.xlsx), "csvURL": url(.csv)]
  }
}
