import Foundation
import Postgres

/// Whether a use case writes, and whether it shows persons (whose reads are logged).
package enum Access: Sendable, Equatable {
  case read
  case readPersons
  case write
}

/// As which role of the database a use case runs.
package enum DatabaseContext: Sendable, Equatable {
  /// The role that belongs to the caller's membership.
  case caller
  /// Listed statements for sign-in, look-ups across firms and the outbox; sees no tenant table of people.
  case system
}

/// Where a use case answers in the JSON API, relative to `/v1`.
package struct Route: Sendable, Hashable {
  package enum Method: String, Sendable { case get, post, patch, put, delete }
  package let method: Method
  /// Path with the input's fields in braces: `/employees/{employeeID}`.
  package let path: String

  package static func get(_ path: String) -> Route { Route(method: .get, path: path) }
  package static func post(_ path: String) -> Route { Route(method: .post, path: path) }
  package static func patch(_ path: String) -> Route { Route(method: .patch, path: path) }
  package static func put(_ path: String) -> Route { Route(method: .put, path: path) }
  package static func delete(_ path: String) -> Route { Route(method: .delete, path: path) }
}

/// Everything the product can do: a struct whose fields are the input.
///
/// HTTP decodes it, the command line parses it, a test writes it; `App.perform` alone runs it. Tenant
/// and caller come from the principal and are never part of the input.
package protocol UseCase: Codable, Sendable {
  associatedtype Output: Codable & Sendable
  /// `noun.verb`: the operation of the API, the path of the command line, the label of metrics, the
  /// action of the audit.
  static var name: String { get }
  static var route: Route { get }
  static var permission: Permission { get }
  static var access: Access { get }
  static var context: DatabaseContext { get }
  /// Says what is wrong with the input as far as it can be known without the database.
  func check(_ problems: inout Problems)
  func run(in session: Session) async throws -> Output
}

extension UseCase {
  package static var context: DatabaseContext { .caller }
  package func check(_ problems: inout Problems) {}
}

/// A use case that is one statement: begin, settings, statement and commit travel as one pipeline.
package protocol Lookup: UseCase {
  func call(in context: LookupContext) throws -> Call
  func output(from rows: Rows) throws -> Output
}

/// What a lookup may know before it has a transaction.
package struct LookupContext: Sendable {
  package let principal: Principal
  package let now: Date
  /// What had been recorded by then counts; later than every record when the present is asked for.
  package let knownAt: Date

  package var today: CalendarDate { CalendarDate.inVietnam(at: now) }

  package func firmID() throws(AppError) -> ID<Firm> {
    guard let firmID = principal.firmID else { throw .forbidden }
    return firmID
  }
}

/// A report as known at any moment: what was recorded, or published, by then.
package protocol KnownThen {
  /// Nil for now.
  var knownAt: Date? { get }
}

/// A report as of any day as well: what was true then.
package protocol Dated: KnownThen {
  /// Nil for today.
  var asOf: CalendarDate? { get }
}

extension Lookup {
  package func run(in session: Session) async throws -> Output {
    let context = LookupContext(
      principal: session.principal, now: session.now,
      knownAt: try await session.knownAt((self as? any KnownThen)?.knownAt))
    return try output(from: await session.rows(try call(in: context)))
  }
}

/// A use case whose statements may run for minutes: it handles the rows of a whole file at once.
package protocol TakesLong {}

/// Several use cases as one request: a class of several firms is one transaction per firm.
package protocol Workflow: Codable, Sendable {
  associatedtype Output: Codable & Sendable
  static var name: String { get }
  static var route: Route { get }
  static var permission: Permission { get }
  static var access: Access { get }
  func check(_ problems: inout Problems)
  func run(in app: App, as principal: Principal, request: Request) async throws -> Output
}

extension Workflow {
  package func check(_ problems: inout Problems) {}
}

/// JSON made by PostgreSQL, passed through; `Document` says what it holds.
package struct RawJSON<Document: Codable & Sendable>: Codable, Sendable {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  package func document() throws -> Document {
    try JSONCoding.decoder().decode(Document.self, from: Data(bytes))
  }

  package init(from decoder: any Decoder) throws {
    let document = try Document(from: decoder)
    bytes = [UInt8](try JSONCoding.encoder().encode(document))
  }

  package func encode(to encoder: any Encoder) throws {
    try document().encode(to: encoder)
  }
}

/// The one way in which the product writes and reads JSON: ISO 8601 moments, sorted keys.
package enum JSONCoding {
  package static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  package static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    // Foundation's own strategy does not say which field held what it could not read.
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      guard let moment = Self.moment(try container.decode(String.self)) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a moment")
      }
      return moment
    }
    return decoder
  }

  /// A moment of RFC 3339, with or without fractions of a second; nil for anything else, a day that no
  /// calendar has among it, which Foundation takes for one of the next month.
  package static func moment(_ text: String) -> Date? {
    guard CalendarDate(String(text.prefix(10))) != nil else { return nil }
    do {
      return try Date(text, strategy: text.contains(".") ? fractional : .iso8601)
    } catch {
      return nil
    }
  }

  private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

/// An id is written in small letters wherever it stands, as PostgreSQL writes it; Foundation's own way is
/// capitals. Generated `encode(to:)` finds these before the general ones.
extension KeyedEncodingContainer {
  mutating func encode(_ id: UUID, forKey key: Key) throws {
    try encode(id.text, forKey: key)
  }

  mutating func encode(_ ids: [UUID], forKey key: Key) throws {
    try encode(ids.map { $0.uuidString.lowercased() }, forKey: key)
  }

  mutating func encodeIfPresent(_ id: UUID?, forKey key: Key) throws {
    try encodeIfPresent(id?.text, forKey: key)
  }
}

/// One page of a list in a stable order; `next` is the key to continue after, nil on the last page.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
  package let items: [Item]
  package let next: String?

  package init(items: [Item], next: String?) {
    self.items = items
    self.next = next
  }
}

/// An output that changes carry a precondition on: its version is the `ETag`.
package protocol Versioned {
  var version: Int { get }
}
