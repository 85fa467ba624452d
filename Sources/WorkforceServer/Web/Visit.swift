import Foundation
import Hummingbird
import Localization
import Workforce

/// One look at one page by somebody who has signed in.
package struct Visit: Sendable {
  package let app: App
  package let principal: Principal
  package let session: BrowserSession
  package let words: Words
  /// The fields of the path, `{code}`, decoded.
  package let path: [String: String]
  /// The fields of the address, each with its texts in order.
  package let query: [String: [String]]
  package let requestID: String
  /// Where this service is found: `https://kynang.example`.
  package let origin: String
  /// What the browser's cookie carries: by it its session goes on when the others of the account end.
  let secret: String

  /// One text of the address; nil when it is absent or empty.
  package func text(_ name: String) -> String? {
    guard let text = query[name]?.last, !text.isEmpty else { return nil }
    return text
  }

  /// A field of the path as an id. Throws `notFound` naming the noun.
  package func id<Entity>(_ field: String, _ noun: String) throws(AppError) -> ID<Entity> {
    guard let id = path[field].flatMap({ ID<Entity>($0) }) else { throw .notFound(noun) }
    return id
  }

  package func may(_ permission: Permission) -> Bool {
    Permission.granted(to: principal.role).contains(permission)
  }

  var request: UseCaseRequest { .plain(id: requestID) }

  package func perform<Task: UseCase>(_ useCase: Task) async throws(AppError) -> Task.Output {
    try await app.perform(useCase, as: principal, request: request)
  }

  /// A change made on the version that the page showed. Throws `conflict` when there is a newer one.
  package func perform<Task: UseCase>(
    _ useCase: Task, onVersion version: Int?
  ) async throws(AppError) -> Task.Output {
    let request = UseCaseRequest(id: requestID, idempotencyKey: nil, ifMatch: version)
    return try await app.perform(useCase, as: principal, request: request)
  }

  package func perform<Task: Lookup>(_ lookup: Task) async throws(AppError) -> Task.Output {
    try await app.perform(lookup, as: principal, request: request)
  }

  package func perform<Task: Workflow>(_ workflow: Task) async throws(AppError) -> Task.Output {
    try await app.perform(workflow, as: principal, request: request)
  }
}
