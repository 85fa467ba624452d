import HTTPTypes
import Localization
import Workforce

/// A form that was not taken, as the page says it that gives it back.
struct KeptForm {
  let reason: Reason
  /// What the form carried.
  let token: String
  let action: String

  /// Why a form was not taken though nothing is wrong with it. Where it is not known whether it was
  /// taken, it is no candidate: sending it again could do it twice.
  enum Reason: String {
    case signedOut, withoutPlace, expired, ofAnotherPlace, unavailable

    init?(_ error: any Error) {
      switch error {
      case RequestRefusal.formExpired: self = .expired
      case RequestRefusal.formOfAnotherPlace: self = .ofAnotherPlace
      case RequestRefusal.formWithoutPlace: self = .withoutPlace
      case let error as AppError where error.code == .unauthenticated: self = .signedOut
      case let error as AppError where error.rule == "error.database_unavailable":
        self = .unavailable
      default: return nil
      }
    }

    var status: HTTPResponse.Status {
      switch self {
      case .signedOut: .unauthorized
      case .expired, .ofAnotherPlace, .withoutPlace: .forbidden
      case .unavailable: .serviceUnavailable
      }
    }

    var retryAfter: Int? {
      self == .unavailable ? AppError.Code.unavailable.retryAfter : nil
    }
  }

  func content(_ site: Site, _ context: KynangContext) async throws(AppError) -> PageContent {
    let words = Words(context.language)
    var content: PageContent = ["action": action]
    switch reason {
    case .signedOut:
      content.merge(text("error.signed_out", "error.signed_out_do", words)) { $1 }
      content["elsewhere"] = link("/sign-in?next=%2F", words["error.sign_in_again"])
    case .withoutPlace:
      content.merge(text("error.without_place", "error.without_place_do", words)) { $1 }
      content["elsewhere"] = link("/places", words["account.choose_place"])
    case .unavailable:
      content.merge(text("error.unavailable", "error.unavailable_kept", words)) { $1 }
    case .expired, .ofAnotherPlace:
      return try await again(content, site, context)
    }
    // As it came: once the reader has signed in, it still says where the page was opened.
    content["csrf"] = token
    content["send"] = words["error.send_again"]
    return content
  }

  /// With a fresh token, and so with the name of the workplace where it will be carried out.
  private func again(
    _ content: PageContent, _ site: Site, _ context: KynangContext
  ) async throws(AppError) -> PageContent {
    let words = Words(context.language)
    guard let visitor = context.visitor, let session = visitor.session,
      let present = words.name(session)
    else {
      var content = content
      content.merge(text("error.page_expired", "error.page_expired_do", words)) { $1 }
      content["csrf"] = context.visitor?.formToken ?? token
      content["send"] = words["error.send_again"]
      return content
    }
    let parameters = ["present": present, "person": session.displayName]
    var content = content
    content["csrf"] = visitor.formToken
    content["send"] = words["error.send_to", parameters]
    guard let carried = FormToken(token), let place = carried.place, place != visitor.place else {
      content.merge(text("error.page_expired", "error.page_expired_where", words, parameters)) {
        $1
      }
      return content
    }
    guard let opened = try await site.places(carried, context).opened else {
      content.merge(text("error.elsewhere", "error.elsewhere_do", words, parameters)) { $1 }
      return content
    }
    content.merge(
      text(
        "error.other_place", "error.other_place_do", words, ["opened": opened, "present": present])
    ) { $1 }
    content["back"] =
      [
        "csrf": FormToken.make(for: visitor.secret, at: place),
        "action": "/places/back?to=\(QueryText.encode(action))",
        "label": words["error.go_back_and_send", ["opened": opened]],
      ] as PageContent
    return content
  }

  private func text(
    _ heading: String, _ explanation: String, _ words: Words, _ parameters: [String: String] = [:]
  ) -> PageContent {
    ["heading": words[heading, parameters], "explanation": words[explanation, parameters]]
  }

  private func link(_ url: String, _ label: String) -> PageContent {
    ["url": url, "label": label]
  }
}
