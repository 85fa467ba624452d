import HTTPTypes
import Hummingbird
import Localization
import Logging
import Workforce

/// The page of an error: what happened, what to do, and the id to quote.
struct ErrorPage: Sendable {
  let site: Site

  /// Nil for the API and for files, which answer in their own form.
  func draw(
    _ failure: ErrorRendering.Failure, _ request: Request, _ context: KynangContext
  ) async throws -> Response? {
    let path = request.uri.path
    guard !path.hasPrefix("/v1/"), path != "/v1", !path.hasPrefix("/assets/"),
      path != "/metrics", path != "/healthz", path != "/readyz", !request.asksForJSON
    else { return nil }
    let words = Words(context.language)
    var content: PageContent = ["requestID": context.requestID]
    let status: HTTPResponse.Status
    var retryAfter: Int?
    switch failure {
    case .app(let error):
      if error.code == .unauthenticated {
        let back = request.method == .get ? path : "/"
        return Redirect.see("/sign-in?next=\(QueryText.encode(back))")
      }
      status = error.code.status
      content[error.rule == "error.changed_meanwhile" ? "stale" : Self.kind(of: error.code)] = true
      if error.code == .conflict || error.code == .invalidInput {
        content["message"] = words.sentence(error.rule, error.parameters)
        content["problems"] = error.fieldErrors.map {
          "\(words.label(of: $0.field)): \(words.sentence($0.rule, $0.parameters))"
        }
      }
      // Whether it was saved is not known: the page may not say that nothing was lost.
      if error.rule == "error.outcome_unknown" {
        content["message"] = words.sentence(error.rule, error.parameters)
      }
      retryAfter = error.code.retryAfter
      if retryAfter != nil, request.method == .get { content["retryURL"] = path }
    case .refusal(let refusal):
      status = refusal.status
      switch refusal {
      case .noSuchAddress, .methodNotAllowed: content["notFound"] = true
      case .malformed, .bodyTooLarge, .unsupportedMediaType, .preconditionRequired,
        .preconditionMalformed, .idempotencyKeyMalformed, .formExpired, .formOfAnotherPlace,
        .formWithoutPlace:
        content["conflict"] = true
        content["message"] = words.sentence(refusal.rule, refusal.parameters)
      }
    }
    let page = PageView("errors/error", content, section: nil, status: status)
    var context = context
    // Who is asked to come later is not looked up: the database may be what does not answer.
    if retryAfter == nil { context.visitor = await visitor(request, context) }
    var response = try site.response(page, request: request, context: context, flash: nil)
    if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
    return response
  }

  /// Who looks, for the menu of a page that failed before or after it was known; nil for a stranger.
  private func visitor(_ request: Request, _ context: KynangContext) async -> Visitor? {
    guard let token = request.cookie(site.cookies.session), !token.isEmpty else { return nil }
    do {
      return try await site.authentication.session(token).map {
        Visitor(secret: token, session: $0)
      }
    } catch {
      context.logger.debug("a page of an error is drawn without a menu")
      return nil
    }
  }

  /// The section of the template for a code.
  private static func kind(of code: AppError.Code) -> String {
    switch code {
    case .invalidInput: "invalid"
    case .conflict: "conflict"
    case .unauthenticated, .forbidden: "forbidden"
    case .notFound: "notFound"
    case .limitReached: "limitReached"
    case .unavailable: "unavailable"
    case .internalError: "internalError"
    }
  }
}
