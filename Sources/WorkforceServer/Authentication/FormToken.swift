import Crypto
import Foundation
import Workforce

/// What proves that a form was drawn for the browser that sends it, and as what its reader was working then:
/// derived from the browser's own secret, so nothing needs to be kept. Source: OWASP, HMAC-based token pattern.
///
/// The workplace is in it because a browser changes it without a new secret: a page that is still open in another
/// tab was filled in for the workplace of before.
package struct FormToken: Sendable {
  /// Where the reader was working; nil before sign-in, and before a workplace is chosen. What a stranger wrote
  /// here is not to be believed before `isValid`.
  package let place: ID<Membership>?
  private let code: [UInt8]

  /// Nil for what cannot be one.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let code = Base64URL.decode(parts[1]) else { return nil }
    if parts[0].isEmpty {
      place = nil
    } else {
      guard let id = ID<Membership>(String(parts[0])) else { return nil }
      place = id
    }
    self.code = Array(code)
  }

  /// - Parameter secret: the token of the session, or of the visitor before sign-in.
  package static func make(for secret: String, at place: ID<Membership>?) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: content(place), using: key(secret))
    return "\(place?.description ?? "").\(Base64URL.encode(code))"
  }

  /// Whether the form was drawn for the browser of a secret.
  package func isValid(for secret: String) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(
      code, authenticating: Self.content(place), using: Self.key(secret))
  }

  private static func key(_ secret: String) -> SymmetricKey {
    SymmetricKey(data: Data(secret.utf8))
  }

  private static func content(_ place: ID<Membership>?) -> Data {
    Data("kynang form \(place?.description ?? "")".utf8)
  }
}
