import HTTPTypes
import Hummingbird
import Workforce

extension Request {
  /// The token of `Authorization: Bearer …`; nil when there is none. Source: RFC 6750, 2.1.
  var bearerToken: String? {
    guard let header = headers[.authorization] else { return nil }
    // Byte by byte: what a person sees as a letter does not matter here, and costs ten times as much.
    let scheme = header.utf8.prefix(7)
    guard scheme.map({ $0 | 0x20 }).elementsEqual("bearer ".utf8) else { return nil }
    let token = header.utf8.dropFirst(7).drop { $0 == UInt8(ascii: " ") }
    return token.isEmpty || token.count > 512 ? nil : String(token)
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
