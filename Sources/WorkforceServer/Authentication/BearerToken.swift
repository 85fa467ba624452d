import HTTPTypes
import Hummingbird
import Workforce

extension Request {
  /// The token of `Authorization: Bearer …`; nil when there is none. Source: RFC 6750, 2.1.
  var bearerToken: String? {
    guard let header = headers[.authorization] else { return nil }
    let scheme = header.prefix(7)
    guard scheme.utf8.count == 7, scheme.lowercased() == "bearer " else { return nil }
    let token = header.dropFirst(7).drop { $0 == " " }
    return token.isEmpty || token.utf8.count > 512 ? nil : String(token)
  }
}

extension Authentication {
  /// The caller of the API. Cookies do not count here, so no other site can act through a browser.
  /// What anyone may do needs no token. Throws `unauthenticated`.
  func caller(
    of request: Request, for operation: Operation
  ) async throws(AppError) -> Principal {
    guard let token = request.bearerToken else {
      if operation.permission == .anyone { return .visitor }
      throw .unauthenticated
    }
    guard let principal = try await bearer(token) else { throw .unauthenticated }
    return principal
  }
}
