import HTTPTypes
import Hummingbird
import Workforce

/// The headers that surround an input: `If-Match` and `Idempotency-Key`.
enum Preconditions {
  /// The request as the core sees it.
  /// Throws `preconditionRequired` for a change without `If-Match`, and for what cannot be read.
  static func read(
    _ headers: HTTPFields, id: String, requiresMatch: Bool
  ) throws(RequestRefusal) -> UseCaseRequest {
    let match = try version(headers[.ifMatch])
    if requiresMatch, headers[.ifMatch] == nil { throw .preconditionRequired }
    return UseCaseRequest(
      id: id, idempotencyKey: try key(headers[.idempotencyKey]), ifMatch: match)
  }

  static func etag(_ version: Int) -> String { "\"\(version)\"" }

  /// Nil for no header and for `*`, which any version matches.
  private static func version(_ header: String?) throws(RequestRefusal) -> Int? {
    guard let header, header != "*" else { return nil }
    guard header.count > 2, header.first == "\"", header.last == "\"",
      let version = Int(header.dropFirst().dropLast())
    else { throw .preconditionMalformed }
    return version
  }

  private static func key(_ header: String?) throws(RequestRefusal) -> String? {
    guard let header else { return nil }
    let bytes = header.utf8
    guard (8...128).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .idempotencyKeyMalformed
    }
    return header
  }
}
