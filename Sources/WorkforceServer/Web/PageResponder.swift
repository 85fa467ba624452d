import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// How the pages recognise their visitor, check what is sent and answer.
package struct PageResponder: Sendable {
  let site: Site

  /// Answers somebody who has signed in; sends anybody else to do so first.
  func visiting(
    _ request: Request, _ context: KynangContext, _ answer: (Visit) async throws -> Response
  ) async throws -> Response {
    guard let visit = try visit(request, context) else {
      // What a form sent is kept for afterwards, where it can be.
      guard request.method == .post else { return signInFirst(request, context) }
      guard context.visitor?.session == nil else { throw RequestRefusal.formWithoutPlace }
      throw AppError.unauthenticated
    }
    return try await answer(visit)
  }

  /// Nil when the browser has no session, or has not chosen a workplace yet.
  private func visit(_ request: Request, _ context: KynangContext) throws -> Visit? {
    guard let visitor = context.visitor, let session = visitor.session,
      let principal = session.principal
    else { return nil }
    var path: [String: String] = [:]
    for (name, text) in context.parameters {
      path[String(name)] = try QueryText.segment(text)
    }
    return Visit(
      app: site.app, principal: principal, session: session, words: Words(context.language),
      path: path, query: try request.uri.query.map { try QueryText.parse($0) } ?? [:],
      requestID: context.requestID,
      origin: site.publicURL ?? "http://\(request.head.authority ?? "")",
      secret: visitor.secret)
  }

  /// Sends the browser to sign in, or to choose a workplace, and back again.
  func signInFirst(_ request: Request, _ context: KynangContext) -> Response {
    if context.visitor?.session != nil { return Redirect.see("/places") }
    let back = request.method == .get ? request.uri.string : "/"
    return Redirect.see("/sign-in?next=\(QueryText.encode(back))")
  }

  /// The body of a form that was drawn for this browser, where its reader works now. Throws `formExpired` for the
  /// form of any other browser, and `formOfAnotherPlace` for one that was drawn before another workplace was
  /// chosen: it is never carried out at that one.
  func checkedBody(_ request: Request, _ context: KynangContext) async throws -> FormBody {
    let (body, token) = try await ownBody(request, context)
    if token.place == context.visitor?.place { return body }
    let names = try await site.places(token, context)
    guard let opened = names.opened, let present = names.present else {
      throw RequestRefusal.formExpired
    }
    throw RequestRefusal.formOfAnotherPlace(opened: opened, present: present)
  }

  /// The body of a form that was drawn for this browser, wherever its reader was working then. Throws
  /// `formExpired` for any other.
  func ownBody(
    _ request: Request, _ context: KynangContext
  ) async throws -> (body: FormBody, token: FormToken) {
    if let origin = request.headers[.secFetchSite], origin != "same-origin", origin != "none" {
      throw RequestRefusal.formExpired
    }
    let isKnown = context.visitor?.session != nil
    let body = try await FormBody.read(
      request, limit: isKnown ? site.bodyLimit : min(site.bodyLimit, StrangersBody.limit))
    guard let visitor = context.visitor,
      let token = body.values["csrf"]?.last.flatMap({ FormToken($0) }),
      token.isValid(for: visitor.secret)
    else { throw RequestRefusal.formExpired }
    return (body, token)
  }

  func answer(
    _ page: PageView, _ request: Request, _ context: KynangContext
  ) throws -> Response {
    let sealed = request.cookie(site.cookies.flash).flatMap { $0.isEmpty ? nil : $0 }
    let flash = sealed.flatMap { cookie in
      context.visitor.flatMap { Flash(sealed: cookie, secret: $0.secret) }
    }
    var response = try site.response(page, request: request, context: context, flash: flash)
    if sealed != nil { response.addCookie(site.cookies.clear(site.cookies.flash)) }
    return response
  }

  func land(_ landing: Landing, _ context: KynangContext) throws -> Response {
    var response = Redirect.see(landing.url)
    if let flash = landing.flash, let visitor = context.visitor {
      let sealed = try flash.sealed(for: visitor.secret)
      response.addCookie(site.cookies.set(site.cookies.flash, sealed, maxAge: .seconds(60)))
    }
    return response
  }
}
