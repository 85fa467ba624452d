import HTTPTypes
import Hummingbird
import Localization
import Logging
import NIOCore
import Workforce

/// Turns everything thrown into a problem document, or into a page where a person looks.
struct ErrorRendering: RouterMiddleware {
  let bodyLimit: Int
  let logger: Logger
  /// Draws the page of an error; nil when the address belongs to the API.
  let page: @Sendable (Failure, Request, KynangContext) async throws -> Response?

  enum Failure: Sendable {
    case app(AppError)
    case refusal(RequestRefusal)
  }

  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      return try await render(failure(error, context), request, context)
    }
  }

  private func failure(_ error: any Error, _ context: KynangContext) -> Failure {
    switch error {
    case let error as AppError:
      return .app(error)
    case let refusal as RequestRefusal:
      return .refusal(refusal)
    case is NIOTooManyBytesError:
      return .refusal(.bodyTooLarge(limit: bodyLimit))
    case let error as any HTTPResponseError:
      return Self.failure(error.status)
    case is CancellationError:
      return .app(AppError(.unavailable, "error.cancelled"))
    default:
      logger.error(
        "a request failed",
        metadata: ["request_id": "\(context.requestID)", "error_type": "\(type(of: error))"])
      return .app(AppError(.internalError, "error.internal"))
    }
  }

  private static func failure(_ status: HTTPResponse.Status) -> Failure {
    switch status.code {
    case 404: .refusal(.noSuchAddress)
    case 400..<500: .refusal(.malformed)
    default: .app(AppError(.internalError, "error.internal"))
    }
  }

  /// A change that names a version which is no longer there fails by what the request itself demanded.
  /// Source: RFC 9110, 13.1.1.
  private static func status(of error: AppError, for request: Request) -> HTTPResponse.Status {
    let isOutdated = error.rule == "error.changed_meanwhile"
    guard isOutdated, let match = request.headers[.ifMatch], match != "*" else {
      return error.code.status
    }
    return .preconditionFailed
  }

  private func render(
    _ failure: Failure, _ request: Request, _ context: KynangContext
  ) async throws -> Response {
    if let page = try await page(failure, request, context) { return page }
    let words = Words(context.language)
    var headers = HTTPFields()
    switch failure {
    case .app(let error):
      if let seconds = error.code.retryAfter { headers[.retryAfter] = String(seconds) }
      if error.code == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
      return try Problem(
        error, status: Self.status(of: error, for: request), words: words,
        requestID: context.requestID
      ).response(headers: headers)
    case .refusal(let refusal):
      if case .methodNotAllowed(let methods) = refusal {
        headers[.allow] = methods.joined(separator: ", ")
      }
      return try Problem(refusal, words: words, requestID: context.requestID)
        .response(headers: headers)
    }
  }
}
