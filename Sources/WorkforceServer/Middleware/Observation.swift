import HTTPTypes
import Hummingbird
import Logging

/// Measures each request and, where wanted, logs it: method, route template, status, duration and
/// request id. Paths, queries, bodies and names stay out, because they hold persons.
struct Observation: RouterMiddleware {
  let metrics: Metrics
  let logger: Logger
  let logsRequests: Bool

  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    let clock = ContinuousClock()
    let start = clock.now
    let response = try await next(request, context)
    let duration = clock.now - start
    let method = Self.known(request.method)
    let route = context.endpointPath ?? "none"
    metrics.record(
      method: method, route: route, status: response.status.code, duration: duration)
    if logsRequests {
      logger.info(
        "request",
        metadata: [
          "method": "\(method)", "route": "\(route)", "status": "\(response.status.code)",
          "duration": "\(duration)", "request_id": "\(context.requestID)",
        ])
    }
    return response
  }

  /// A method of one's own invention would be a label of one's own invention.
  private static func known(_ method: HTTPRequest.Method) -> String {
    switch method {
    case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
    default: "other"
    }
  }
}
