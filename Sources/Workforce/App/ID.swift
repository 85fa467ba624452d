import Foundation
import Postgres

/// An identifier that knows what it identifies, so that a unit's cannot be passed for an employee's.
package struct ID<Entity>: Hashable, Sendable, Codable, LosslessStringConvertible {
  package let uuid: UUID

  package init(_ uuid: UUID) {
    self.uuid = uuid
  }

  package init?(_ description: String) {
    guard let uuid = UUID(text: description) else { return nil }
    self.uuid = uuid
  }

  package init(from decoder: any Decoder) throws {
    uuid = try decoder.singleValueContainer().decode(UUID.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package var description: String { uuid.text }
}

/// What the firm of a row is when the row belongs to no firm: catalogue and delivery work.
extension ID where Entity == Firm {
  package static let none = ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
}
