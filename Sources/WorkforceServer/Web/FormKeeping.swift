import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// Keeps what somebody typed when a form cannot be taken now: the session has ended, the page was open
/// too long, or the database is away. What was sent comes back with a button that sends it again.
///
/// It stands before the visitor is recognised, which needs the database, and after, where the visitor's
/// own secret is known.
struct FormKeeping: RouterMiddleware {
  let site: Site

  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    guard Self.maySendAgain(request) else { return try await next(request, context) }
    var request = request
    request.body = RequestBody(buffer: try await request.collectedBody(limit: site.bodyLimit))
    do {
      return try await next(request, context)
    } catch {
      guard let reason = Reason(error) else { throw error }
      let sent = try await FormBody.read(request, limit: site.bodyLimit)
      guard !sent.values.keys.contains(where: Self.isSecret) else { throw error }
      return try page(reason, sent, request, context)
    }
  }

  /// Only what our own page sent from this browser: a form of another site is not offered again.
  private static func maySendAgain(_ request: Request) -> Bool {
    request.method == .post && request.headers[.secFetchSite] == "same-origin"
      && !request.asksForJSON
      && request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
  }

  /// What is typed unseen is not written into a page.
  private static func isSecret(_ field: String) -> Bool {
    field.lowercased().contains("password")
  }

  private func page(
    _ reason: Reason, _ sent: FormBody, _ request: Request, _ context: KynangContext
  ) throws -> Response {
    let token = context.visitor.map { FormToken.make(for: $0.secret) } ?? sent.values["csrf"]?.last
    let fields = sent.values.filter { $0.key != "csrf" }.sorted { $0.key < $1.key }
    var content: PageContent = [
      "requestID": context.requestID, "action": request.uri.string, reason.rawValue: true,
      "csrf": token ?? "",
      "kept": fields.flatMap { name, values in
        values.map { ["name": name, "value": $0] as PageContent }
      },
    ]
    content["signInURL"] = "/sign-in?next=%2F"
    let page = PageView("errors/again", content, section: nil, status: reason.status)
    var response = try site.response(page, request: request, context: context, flash: nil)
    if let seconds = reason.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
    return response
  }
}

extension FormKeeping {
  /// Why a form was not taken though nothing is wrong with it. Where it is not known whether it was
  /// taken, it is no candidate: sending it again could do it twice.
  private enum Reason: String {
    case signedOut, expired, unavailable

    init?(_ error: any Error) {
      switch error {
      case RequestRefusal.formExpired: self = .expired
      case let error as AppError where error.code == .unauthenticated: self = .signedOut
      case let error as AppError where error.rule == "error.database_unavailable":
        self = .unavailable
      default: return nil
      }
    }

    var status: HTTPResponse.Status {
      switch self {
      case .signedOut: .unauthorized
      case .expired: .forbidden
      case .unavailable: .serviceUnavailable
      }
    }

    var retryAfter: Int? {
      self == .unavailable ? AppError.Code.unavailable.retryAfter : nil
    }
  }
}

extension Request {
  /// Whether a script asked, to whom a page says nothing.
  var asksForJSON: Bool { headers[.accept]?.hasPrefix("application/json") == true }
}
