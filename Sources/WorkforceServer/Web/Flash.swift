import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Workforce

/// A sentence shown once, on the next page: what has just been done, and how to undo it.
package struct Flash: Codable, Sendable, Equatable {
  /// Already in the reader's language.
  package let text: String
  package let isError: Bool
  /// Where a form posts to undo it; nil when it cannot be undone.
  package let undoURL: String?
  /// How long the server would still undo it.
  package let undoSeconds: Int?

  package init(text: String, isError: Bool, undoURL: String?, undoSeconds: Int?) {
    self.text = text
    self.isError = isError
    self.undoURL = undoURL
    self.undoSeconds = undoSeconds
  }

  package static func done(_ text: String) -> Flash {
    Flash(text: text, isError: false, undoURL: nil, undoSeconds: nil)
  }

  /// The value of the cookie: the flash, and a code that only this browser's secret makes.
  func sealed(for secret: String) throws -> String {
    let payload = try JSONEncoder().encode(self)
    let code = HMAC<SHA256>.authenticationCode(for: payload, using: Self.key(secret))
    return "\(Base64URL.encode(payload)).\(Base64URL.encode(code))"
  }

  /// Nil for a cookie that another browser, or nobody, made.
  init?(sealed cookie: String, secret: String) {
    let parts = cookie.split(separator: ".")
    guard parts.count == 2, let payload = Base64URL.decode(parts[0]),
      let code = Base64URL.decode(parts[1]),
      HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: payload, using: Self.key(secret))
    else { return nil }
    do {
      self = try JSONDecoder().decode(Flash.self, from: payload)
    } catch {
      return nil
    }
  }

  private static func key(_ secret: String) -> SymmetricKey {
    SymmetricKey(data: Data("flash \(secret)".utf8))
  }

  var content: PageContent {
    var content: PageContent = ["text": text, "isError": isError]
    content["undoURL"] = undoURL
    content["seconds"] = undoSeconds.map { "\($0)" }
    return content
  }
}
