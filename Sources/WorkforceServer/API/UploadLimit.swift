import HTTPTypes

/// How the answer to `OPTIONS` says how long a body may be, so that nobody sends one to be refused.
/// Source: IETF draft-ietf-httpbis-resumable-upload, 5.
package enum UploadLimit {
  package static let field = "Upload-Limit"
  // The name is a literal that HTTP allows.
  static let name = HTTPField.Name(field)!

  static func text(_ bytes: Int) -> String { "max-size=\(bytes)" }

  /// Nil where it says something else.
  package static func bytes(_ text: String) -> Int? {
    text.split(separator: ",").lazy.map { $0.drop { $0 == " " } }
      .first { $0.hasPrefix("max-size=") }
      .flatMap { Int($0.dropFirst("max-size=".count)) }
  }
}
