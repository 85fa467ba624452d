import Crypto
import Foundation
import Workforce

/// What proves that a form was drawn for the browser that sends it: derived from the browser's own
/// secret, so nothing needs to be kept. Source: OWASP, HMAC-based token pattern.
package enum FormToken {
  /// - Parameter secret: the token of the session, or of the visitor before sign-in.
  package static func make(for secret: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("kynang form".utf8), using: SymmetricKey(data: Data(secret.utf8)))
    return Base64URL.encode(code)
  }

  package static func isValid(_ token: String, for secret: String) -> Bool {
    guard let bytes = Base64URL.decode(token) else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(
      bytes, authenticating: Data("kynang form".utf8),
      using: SymmetricKey(data: Data(secret.utf8)))
  }
}
