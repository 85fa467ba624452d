/// What surrounds an input without being part of it.
package struct Request: Sendable {
  package let id: String
  /// Given by a client that may repeat a creating request.
  package let idempotencyKey: String?
  /// The version that a change was made on.
  package let ifMatch: Int?

  package init(id: String, idempotencyKey: String?, ifMatch: Int?) {
    self.id = id
    self.idempotencyKey = idempotencyKey
    self.ifMatch = ifMatch
  }

  package static func plain(id: String) -> Request {
    Request(id: id, idempotencyKey: nil, ifMatch: nil)
  }
}
