import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// Keeps what somebody typed when a form cannot be taken now: the session has ended, the page was open
/// too long or was filled in for another workplace, or the database is away. What was sent comes back with a
/// button that sends it again, and says for which workplace.
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
    let collected = try await request.collectedBody(limit: site.bodyLimit)
    request.body = RequestBody(buffer: collected)
    do {
      return try await next(request, context)
    } catch {
      guard let reason = KeptForm.Reason(error), collected.readableBytes <= Self.mostKept else {
        throw error
      }
      let sent = try await FormBody.read(request, limit: site.bodyLimit)
      guard !sent.values.keys.contains(where: Self.isSecret) else { throw error }
      return try await page(reason, sent, request, context)
    }
  }

  /// Longer than anybody types, and short enough to write into a page for whoever asks.
  private static let mostKept = 256 << 10

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
    _ reason: KeptForm.Reason, _ sent: FormBody, _ request: Request, _ context: KynangContext
  ) async throws -> Response {
    let kept = KeptForm(
      reason: reason, token: sent.values["csrf"]?.last ?? "", action: request.uri.string)
    let fields = sent.values.filter { $0.key != "csrf" }.sorted { $0.key < $1.key }
    var content = try await kept.content(site, context)
    content["requestID"] = context.requestID
    content["kept"] = fields.flatMap { name, values in
      values.map { ["name": name, "value": $0] as PageContent }
    }
    let page = PageView("errors/again", content, section: nil, status: reason.status)
    var response = try site.response(page, request: request, context: context, flash: nil)
    if let seconds = reason.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
    return response
  }
}

extension Request {
  /// Whether a script asked, to whom a page says nothing.
  var asksForJSON: Bool { headers[.accept]?.hasPrefix("application/json") == true }
}
