import HTTPTypes
import Hummingbird
import Workforce

/// Mounts every operation of the registry under `/v1`.
struct APIRoutes: Sendable {
  let registry: Registry
  let app: App
  let authentication: Authentication
  let bodyLimit: Int
  /// The description of the API as JSON.
  let description: [UInt8]

  func mount(on router: Router<KynangContext>) {
    let signIn = AccessTokenRoute(authentication: authentication, bodyLimit: bodyLimit)
    let description = description
    var handlers: [String: [HTTPRequest.Method: Handler]] = [
      Self.signIn: [.post: { try await signIn.respond($0, $1) }],
      "/v1/openapi.json": [
        .get: { _, _ in JSONAnswer.response(description, status: .ok, headers: [:]) }
      ],
    ]
    for operation in registry.operations {
      let endpoint = OperationEndpoint(
        operation, app: app, authentication: authentication, bodyLimit: bodyLimit,
        location: location(of: operation))
      let path = "/v1/" + RoutePath.positional(operation.route.path)
      handlers[path, default: [:]][operation.route.method.http] = {
        try await endpoint.respond($0, $1)
      }
    }
    for (path, methods) in handlers.sorted(by: { $0.key < $1.key }) {
      // Signing in takes less, and nobody asks it.
      let limit = path == Self.signIn ? nil : bodyLimit
      Self.mount(path, methods, bodyLimit: limit, on: router)
    }
  }

  private static let signIn = "/v1/access-token"

  typealias Handler = @Sendable (Request, KynangContext) async throws -> Response

  /// Methods that an address does not take are refused by name, not as a missing address.
  private static func mount(
    _ path: String, _ methods: [HTTPRequest.Method: Handler], bodyLimit: Int?,
    on router: Router<KynangContext>
  ) {
    for (method, handler) in methods {
      router.on(RouterPath(path), method: method) { try await handler($0, $1) }
    }
    var taken = methods.keys.map(\.rawValue) + ["OPTIONS"]
    if methods[.get] != nil { taken.append("HEAD") }
    let allowed = taken.sorted()
    let others: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]
    for method in others where methods[method] == nil {
      router.on(RouterPath(path), method: method) { _, _ -> Response in
        throw RequestRefusal.methodNotAllowed(allowed)
      }
    }
    var told: HTTPFields = [.allow: allowed.joined(separator: ", ")]
    if let bodyLimit, methods.keys.contains(where: { $0 != .get }) {
      told[UploadLimit.name] = UploadLimit.text(bodyLimit)
    }
    router.on(RouterPath(path), method: .options) { [told] _, _ in
      Response(status: .noContent, headers: told)
    }
  }

  private func location(of operation: Operation) -> LocationTemplate? {
    guard operation.isCreation, let shown = registry["\(operation.noun).show"] else {
      return nil
    }
    return LocationTemplate(created: operation, shown: shown)
  }
}

extension Route.Method {
  package var http: HTTPRequest.Method {
    switch self {
    case .get: .get
    case .post: .post
    case .patch: .patch
    case .put: .put
    case .delete: .delete
    }
  }
}
