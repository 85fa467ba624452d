import Foundation
import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// One operation of the registry as an address of the API.
struct OperationEndpoint: Sendable {
  let operation: Operation
  let app: App
  let authentication: Authentication
  let bodyLimit: Int
  /// Fields of the input that stand in the path, in its order.
  let pathFields: [String]
  /// Where the created thing is read; nil for what is not created or cannot be read.
  let location: LocationTemplate?

  /// The address as metrics, log and description name it: `/v1/employees/{employeeId}`.
  let template: String
  /// One statement and one thing: nothing that another connection of the event loop would wait for.
  private let isShort: Bool
  private let isPage: Bool
  private let requiresMatch: Bool
  private let takesBody: Bool

  init(
    _ operation: Operation, app: App, authentication: Authentication, bodyLimit: Int,
    location: LocationTemplate?
  ) {
    self.operation = operation
    self.app = app
    self.authentication = authentication
    self.bodyLimit =
      operation.permission == .anyone ? min(bodyLimit, StrangersBody.limit) : bodyLimit
    self.location = location
    template = "/v1" + operation.route.path
    pathFields = RoutePath.fields(of: operation.route.path)
    isShort = operation.isLookup && !operation.isFile
    isPage = operation.isPage
    requiresMatch = operation.requiresMatch
    takesBody = operation.route.method != .get
  }

  func respond(_ request: Request, _ context: KynangContext) async throws -> Response {
    if isShort { return try await answer(request, context) }
    return try await LongWork.run { try await answer(request, context) }
  }

  private func answer(_ request: Request, _ context: KynangContext) async throws -> Response {
    context.coreContext.endpointPath.value = template
    let principal = try await authentication.caller(of: request, for: operation)
    let surroundings = try Preconditions.read(
      request.headers, id: context.requestID, requiresMatch: requiresMatch)
    var parameters = try parameters(request, context)
    if operation.isFile {
      let format = try ExportFormat.asked(parameters, request.headers)
      parameters["format"] = nil
      if let format {
        let file = OperationFile(
          operation: operation, app: app, format: format, words: Words(context.language))
        return try await LongWork.run { [parameters] in
          try await file.respond(parameters, as: principal, request: surroundings)
        }
      }
    }
    let input = InputText(
      parameters: parameters,
      json: takesBody ? try await request.jsonBody(limit: bodyLimit) : nil)
    let answer = try await operation.perform(
      input, in: app, as: principal, request: surroundings)
    return response(to: request, answer)
  }

  private func parameters(
    _ request: Request, _ context: KynangContext
  ) throws -> [String: [String]] {
    var parameters = try request.uri.query.map { try QueryText.parse($0) } ?? [:]
    for (index, field) in pathFields.enumerated() {
      guard let text = context.parameters.get(RoutePath.placeholder(index)) else { continue }
      parameters[field] = [try QueryText.segment(text)]
    }
    return parameters
  }

  private func response(to request: Request, _ answer: Operation.Answer) -> Response {
    var headers = HTTPFields()
    var status = HTTPResponse.Status.ok
    if let version = answer.version {
      let etag = Preconditions.etag(version)
      headers[.eTag] = etag
      if operation.route.method == .get, request.headers[.ifNoneMatch] == etag {
        return Response(status: .notModified, headers: headers)
      }
    }
    if isPage, let next = NextPage.key(in: answer.json) {
      headers[.link] = "<\(Self.nextAddress(request, next))>; rel=\"next\""
    }
    if operation.isCreation {
      status = .created
      if let address = location?.address(of: answer.json) { headers[.location] = address }
    }
    return JSONAnswer.response(answer.json, status: status, headers: headers)
  }

  private static func nextAddress(_ request: Request, _ next: String) -> String {
    let kept = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("after=") }
    let query = (kept.map(String.init) + ["after=\(QueryText.encode(next))"])
    return "\(request.uri.path)?\(query.joined(separator: "&"))"
  }
}

extension Operation {
  /// Whether the output is one page of a list.
  package var isPage: Bool {
    let names = output.fields.map(\.name)
    return names.contains("items") && names.contains("next")
  }

  /// Changes are made on the version that was read, so that nobody overwrites another unseen.
  package var requiresMatch: Bool { route.method == .patch && isVersioned }

  package var isCreation: Bool { verb == "create" && route.method == .post }
}
