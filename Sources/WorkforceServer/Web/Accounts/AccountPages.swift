import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// The ways in and out: signing in and out, choosing a workplace, accepting an invitation, and the
/// language.
struct AccountPages: Sendable {
  let pages: PageResponder
  private var site: Site { pages.site }

  func mount(on router: RouterGroup<KynangContext>) {
    router.get("sign-in") { try showSignIn($0, $1) }
    router.post("sign-in") { try await signIn($0, $1) }
    router.post("sign-out") { try await signOut($0, $1) }
    router.get("places") { try await showPlaces($0, $1) }
    router.post("places") { try await enter($0, $1) }
    router.post("places/back") { try await goBack($0, $1) }
    router.get("language/{code}") { try chooseLanguage($0, $1) }
    InvitationPages(pages: pages).mount(on: router)
  }

  private func showSignIn(_ request: Request, _ context: KynangContext) throws -> Response {
    if context.visitor?.session?.principal != nil { return Redirect.see("/") }
    let query = try request.uri.query.map { try QueryText.parse($0) } ?? [:]
    return try pages.answer(
      signInForm(next: Redirect.local(query["next"]?.last)).page(), request, context)
  }

  private func signInForm(next: String) -> Form {
    Form(
      "accounts/sign-in",
      fields: [
        FormField("login", input: "login", value: ""),
        FormField("password", input: "password", value: ""),
      ],
      content: ["action": "/sign-in", "next": next, "invitationURL": "/invitation"],
      section: nil)
  }

  private func signIn(_ request: Request, _ context: KynangContext) async throws -> Response {
    let body = try await pages.checkedBody(request, context)
    let next = Redirect.local(body.values["next"]?.last)
    do {
      let token = try await site.authentication.signIn(
        body.values["login"]?.last ?? "", body.values["password"]?.last ?? "",
        .plain(id: context.requestID))
      return try await begun(token, next: next)
    } catch let error as AppError
      where [.unauthenticated, .invalidInput, .limitReached].contains(error.code)
    {
      let shown =
        error.code == .limitReached
        ? error : AppError(error.code, "account.wrong")
      let echo = FormBody(values: ["login": body.values["login"] ?? []], files: [:])
      return try pages.answer(
        signInForm(next: next).page(refused: echo, shown, Words(context.language)),
        request, context)
    }
  }

  /// A new session, in the account's own language.
  func begun(_ token: String, next: String) async throws -> Response {
    let session = try await site.authentication.session(token)
    var response = Redirect.see(session?.principal == nil ? "/places" : next)
    response.addCookie(site.cookies.set(site.cookies.session, token, maxAge: nil))
    if let language = session.flatMap({ Language(rawValue: $0.language) }) {
      response.addCookie(languageCookie(language))
    }
    return response
  }

  private func signOut(_ request: Request, _ context: KynangContext) async throws -> Response {
    _ = try await pages.ownBody(request, context)
    if let visitor = context.visitor, visitor.session != nil {
      try await site.authentication.signOut(visitor.secret, .plain(id: context.requestID))
    }
    var response = Redirect.see("/sign-in")
    response.addCookie(site.cookies.clear(site.cookies.session))
    return response
  }

  private func showPlaces(
    _ request: Request, _ context: KynangContext
  ) async throws -> Response {
    guard let visitor = context.visitor, let session = visitor.session else {
      return pages.signInFirst(request, context)
    }
    let words = Words(context.language)
    let workplaces = try await site.authentication.workplaces(visitor.secret)
    let places = workplaces.map { place -> PageContent in
      [
        "id": place.membershipId.description, "name": place.name,
        "role": words[place.role.wordKey],
        "current": place.membershipId == session.principal?.membershipID,
      ]
    }
    return try pages.answer(
      PageView("accounts/places", ["action": "/places", "places": places], section: nil),
      request, context)
  }

  private func enter(_ request: Request, _ context: KynangContext) async throws -> Response {
    guard let visitor = context.visitor, visitor.session != nil else {
      return pages.signInFirst(request, context)
    }
    let body = try await pages.ownBody(request, context).body
    guard let membership = body.values["membership"]?.last.flatMap({ ID<Membership>($0) }) else {
      throw AppError.notFound("membership")
    }
    try await site.authentication.enter(
      visitor.secret, membership, .plain(id: context.requestID))
    return Redirect.see("/")
  }

  /// Enters the workplace again that a form was filled in for, and has the browser send the form there. The token
  /// says which place it was, and nobody but this browser has such a token.
  private func goBack(_ request: Request, _ context: KynangContext) async throws -> Response {
    guard let visitor = context.visitor, visitor.session != nil else {
      throw AppError.unauthenticated
    }
    guard let place = try await pages.ownBody(request, context).token.place else {
      throw AppError.notFound("membership")
    }
    let query = try request.uri.query.map { try QueryText.parse($0) } ?? [:]
    try await site.authentication.enter(visitor.secret, place, .plain(id: context.requestID))
    return Redirect.again(Redirect.local(query["to"]?.last))
  }

  /// A link, so that it works before sign-in and without JavaScript; it changes the cookie alone.
  private func chooseLanguage(_ request: Request, _ context: KynangContext) throws -> Response {
    guard let language = context.parameters.get("code").flatMap(Language.init(rawValue:)) else {
      throw RequestRefusal.noSuchAddress
    }
    let query = try request.uri.query.map { try QueryText.parse($0) } ?? [:]
    var response = Redirect.see(Redirect.local(query["next"]?.last))
    response.addCookie(languageCookie(language))
    return response
  }

  private func languageCookie(_ language: Language) -> String {
    site.cookies.set(LanguageCookie.name, language.rawValue, maxAge: .seconds(31_536_000))
  }
}
