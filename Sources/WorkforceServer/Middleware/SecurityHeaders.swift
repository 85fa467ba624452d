import HTTPTypes
import Hummingbird

/// What browsers are told never to do with our answers.
struct SecurityHeaders: RouterMiddleware {
  private static let contentSecurityPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
  ].joined(separator: "; ")

  private let fields: [HTTPField]

  init(isBehindTLS: Bool) {
    var fields = [
      HTTPField(name: .contentSecurityPolicy, value: Self.contentSecurityPolicy),
      HTTPField(name: .xContentTypeOptions, value: "nosniff"),
      HTTPField(name: HTTPField.Name("Referrer-Policy")!, value: "same-origin"),
      HTTPField(name: HTTPField.Name("Cross-Origin-Opener-Policy")!, value: "same-origin"),
      HTTPField(name: HTTPField.Name("Cross-Origin-Resource-Policy")!, value: "same-origin"),
      HTTPField(
        name: HTTPField.Name("Permissions-Policy")!,
        value: "camera=(self), geolocation=(), microphone=()"),
    ]
    if isBehindTLS {
      fields.append(
        HTTPField(name: .strictTransportSecurity, value: "max-age=31536000; includeSubDomains"))
    }
    self.fields = fields
  }

  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    for field in fields { response.headers.append(field) }
    return response
  }
}
