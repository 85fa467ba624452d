import Hummingbird
import Localization
import Workforce

/// Accepting an invitation, from the link of a message or the code on a printed slip.
struct InvitationPages: Sendable {
  let pages: PageResponder
  private var authentication: Authentication { pages.site.authentication }

  func mount(on router: RouterGroup<KynangContext>) {
    router.get("invitation") { try pages.answer(form(nil, nil, $1).page(), $0, $1) }
    router.get("invitation/{token}") { try await show($0, $1) }
    router.post("invitation") { try await accept($0, $1) }
  }

  private func form(_ token: String?, _ offer: InvitationOffer?, _ context: KynangContext) -> Form {
    var fields = [FormField("newPassword", input: "password", value: "")]
    if offer?.setsPassword != false {
      fields.append(FormField("repeatPassword", input: "repeatPassword", value: ""))
    }
    var content: PageContent = ["action": "/invitation"]
    if let token {
      content["token"] = token
    } else {
      fields.append(FormField("code", input: "code", value: ""))
    }
    if let offer {
      content["inviter"] = offer.inviter
      content["place"] = offer.place
      content["role"] = offer.role.map { Words(context.language)[$0.wordKey] }
      content["login"] = offer.login
      content["hasPassword"] = !offer.setsPassword
      content["isOwnLevels"] = offer.role == .employee
    }
    return Form("accounts/invitation", fields: fields, content: content, section: nil)
  }

  private func show(_ request: Request, _ context: KynangContext) async throws -> Response {
    let token = try QueryText.segment(context.parameters.get("token") ?? "")
    do {
      return try pages.answer(
        form(token, try await offer(token, context), context).page(), request, context)
    } catch let error as AppError where error.code == .invalidInput {
      throw AppError.conflict("account.invitation_expired")
    }
  }

  private func offer(
    _ token: String, _ context: KynangContext
  ) async throws(AppError) -> InvitationOffer {
    try await authentication.invitation(token, .plain(id: context.requestID))
  }

  /// What the link offered when its form was drawn; nil when it no longer does.
  private func offerAgain(
    _ token: String?, _ context: KynangContext
  ) async throws(AppError) -> InvitationOffer? {
    guard let token else { return nil }
    do {
      return try await offer(token, context)
    } catch  where error.code == .invalidInput {
      return nil
    }
  }

  private func accept(_ request: Request, _ context: KynangContext) async throws -> Response {
    let body = try await pages.checkedBody(request, context)
    let token = body.values["token"]?.last
    let code = token ?? body.values["code"]?.last ?? ""
    let password = body.values["newPassword"]?.last ?? ""
    do {
      if let again = body.values["repeatPassword"]?.last, again != password {
        throw AppError.invalid("repeatPassword", "account.passwords_differ")
      }
      let session = try await authentication.accept(
        code, password, .plain(id: context.requestID))
      return try await AccountPages(pages: pages).begun(session, next: "/")
    } catch let error as AppError
      where [.invalidInput, .unauthenticated, .conflict, .limitReached].contains(error.code)
    {
      let echo = FormBody(values: ["code": body.values["code"] ?? []], files: [:])
      return try pages.answer(
        form(token, try await offerAgain(token, context), context)
          .page(refused: echo, error, Words(context.language)),
        request, context)
    }
  }
}
