import Crypto
import Foundation

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

/// Base64 for addresses and cookies, without padding. Source: RFC 4648, 5.
enum Base64URL {
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { character -> Character? in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }

  static func decode(_ text: some StringProtocol) -> Data? {
    var plain = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    plain += String(repeating: "=", count: (4 - plain.count % 4) % 4)
    return Data(base64Encoded: plain)
  }
}
