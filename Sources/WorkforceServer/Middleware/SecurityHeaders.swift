import HTTPTypes
import Hummingbird

/// What browsers are told never to do with our answers.
struct SecurityHeaders: RouterMiddleware {
  private static let contentSecurityPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
  ].joined(separator: "; ")

  /// What a browser should know of any answer, and what it should know of a page.
  private let ofAnswers: [HTTPField]
  private let ofPages: [HTTPField]

  init(isBehindTLS: Bool) {
    var answers = [
      HTTPField(name: .xContentTypeOptions, value: "nosniff"),
      HTTPField(name: HTTPField.Name("Cross-Origin-Resource-Policy")!, value: "same-origin"),
    ]
    if isBehindTLS {
      answers.append(
        HTTPField(name: .strictTransportSecurity, value: "max-age=31536000; includeSubDomains"))
    }
    ofPages =
      answers + [
        HTTPField(name: .contentSecurityPolicy, value: Self.contentSecurityPolicy),
        HTTPField(name: HTTPField.Name("Referrer-Policy")!, value: "same-origin"),
        HTTPField(name: HTTPField.Name("Cross-Origin-Opener-Policy")!, value: "same-origin"),
        HTTPField(
          name: HTTPField.Name("Permissions-Policy")!,
          value: "camera=(self), geolocation=(), microphone=()"),
      ]
    // Nothing is drawn from them; should a browser be made to try, it may not. Source: OWASP, REST
    // Security Cheat Sheet, "Security Headers".
    answers.append(
      HTTPField(
        name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"))
    ofAnswers = answers
  }

  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    let fields = request.uri.path.hasPrefix("/v1/") ? ofAnswers : ofPages
    for field in fields { response.headers.append(field) }
    return response
  }
}
