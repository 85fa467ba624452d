import HTTPTypes
import Workforce

@testable import WorkforceServer

/// The browser of HR of firm A, unless another's is named.
extension TestSite {
  private static let cookie = "kynang=\(TestTokens.hrA)"

  func page(_ uri: String) async throws -> Answer {
    try await ask(.get, uri, headers: [.cookie: Self.cookie])
  }

  /// As the browser of another of the tokens.
  func page(
    _ uri: String, as token: String, language: String = "vi"
  ) async throws -> Answer {
    try await ask(
      .get, uri, headers: [.cookie: "kynang=\(token); kynang-language=\(language)"])
  }

  func send(
    _ uri: String, as token: String, _ fields: [String: String]
  ) async throws -> Answer {
    try await send(uri, fields.map { ($0, $1) }, as: token)
  }

  func send(
    _ uri: String, _ fields: [(String, String)], as token: String
  ) async throws -> Answer {
    try await send(uri, cookie: "kynang", secret: token, fields)
  }

  func send(_ uri: String, _ fields: [String: String]) async throws -> Answer {
    try await send(uri, fields.map { ($0, $1) })
  }

  /// With fields in their order, some of them repeated.
  func send(_ uri: String, _ fields: [(String, String)]) async throws -> Answer {
    let all = [("csrf", FormToken.make(for: TestTokens.hrA))] + fields
    return try await ask(
      .post, uri,
      headers: [.cookie: Self.cookie, .contentType: "application/x-www-form-urlencoded"],
      body: all.map { "\(QueryText.encode($0))=\(QueryText.encode($1))" }.joined(separator: "&"))
  }

  func upload(_ uri: String, file: String, _ text: String) async throws -> Answer {
    let body = """
      --B\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\
      \(FormToken.make(for: TestTokens.hrA))\r\n\
      --B\r\nContent-Disposition: form-data; name="file"; filename="\(file)"\r\n\
      Content-Type: text/csv\r\n\r\n\(text)\r\n--B--\r\n
      """
    return try await ask(
      .post, uri,
      headers: [.cookie: Self.cookie, .contentType: "multipart/form-data; boundary=B"], body: body)
  }
}
