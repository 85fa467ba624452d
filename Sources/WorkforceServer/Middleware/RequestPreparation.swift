import HTTPTypes
import Hummingbird
import Localization

/// Finds the language of the answer and tells the client the id of its request.
struct RequestPreparation: RouterMiddleware {
  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.language = Self.language(of: request)
    var response = try await next(request, context)
    response.headers[.requestID] = context.requestID
    return response
  }

  private static func language(of request: Request) -> Language {
    if let chosen = request.cookie(LanguageCookie.name), let language = Language(rawValue: chosen) {
      return language
    }
    return request.headers[.acceptLanguage].flatMap { Language.preferred(inHeader: $0) } ?? .vi
  }
}

extension HTTPField.Name {
  static let requestID = HTTPField.Name("X-Request-Id")!
  static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
  static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
  static let link = HTTPField.Name("Link")!
}
