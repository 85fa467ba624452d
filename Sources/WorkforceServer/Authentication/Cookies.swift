import Foundation
import HTTPTypes
import Hummingbird

/// The cookies of the pages. Behind TLS they are `Secure` and bound to the host by `__Host-`; on plain
/// HTTP at the loopback address browsers refuse that name.
package struct PageCookies: Sendable {
  let isSecure: Bool

  /// Holds the token of the session.
  var session: String { name("kynang") }
  /// Tells one browser from another before anybody has signed in.
  var visitor: String { name("kynang-visitor") }
  var flash: String { name("kynang-flash") }

  private func name(_ plain: String) -> String {
    isSecure ? "__Host-\(plain)" : plain
  }

  func set(_ name: String, _ value: String, maxAge: Duration?) -> String {
    var parts = ["\(name)=\(value)", "Path=/", "HttpOnly", "SameSite=Lax"]
    if let maxAge { parts.append("Max-Age=\(maxAge.components.seconds)") }
    if isSecure { parts.append("Secure") }
    return parts.joined(separator: "; ")
  }

  func clear(_ name: String) -> String {
    set(name, "", maxAge: .zero)
  }
}

/// The language chosen on the pages; no secret, so its name is plain.
enum LanguageCookie {
  static let name = "kynang-language"
}

extension Request {
  /// The value of the first cookie of a name.
  func cookie(_ name: String) -> String? {
    for header in headers[values: .cookie] {
      for pair in header.split(separator: ";") {
        let trimmed = pair.drop { $0 == " " }
        guard trimmed.hasPrefix(name), trimmed.dropFirst(name.count).first == "=" else { continue }
        return String(trimmed.dropFirst(name.count + 1))
      }
    }
    return nil
  }
}

extension Response {
  mutating func addCookie(_ cookie: String) {
    headers.append(HTTPField(name: .setCookie, value: cookie))
  }
}
