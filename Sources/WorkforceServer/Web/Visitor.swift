import Foundation
import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// A browser at our pages.
package struct Visitor: Sendable {
  /// The secret of the browser's cookie: the token of its session, or a number before sign-in. The
  /// form token is derived from it.
  let secret: String
  /// Nil before sign-in.
  package let session: BrowserSession?

  /// As what they work now; nil before a workplace is chosen.
  var place: ID<Membership>? { session?.principal?.membershipID }

  /// What a form carries that is drawn for them now.
  var formToken: String { FormToken.make(for: secret, at: place) }
}

/// Finds out who looks at a page; a browser without a cookie gets one.
struct VisitorRecognition: RouterMiddleware {
  let authentication: Authentication
  let cookies: PageCookies

  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let token = request.cookie(cookies.session), !token.isEmpty,
      let session = try await authentication.session(token)
    {
      context.visitor = Visitor(secret: token, session: session)
      return try await next(request, context)
    }
    if let secret = request.cookie(cookies.visitor), secret.count >= 20 {
      context.visitor = Visitor(secret: secret, session: nil)
      return try await next(request, context)
    }
    let secret = Self.newSecret()
    context.visitor = Visitor(secret: secret, session: nil)
    var response = try await next(request, context)
    response.addCookie(cookies.set(cookies.visitor, secret, maxAge: nil))
    return response
  }

  private static func newSecret() -> String {
    var generator = SystemRandomNumberGenerator()
    return Base64URL.encode(
      (0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }
}
