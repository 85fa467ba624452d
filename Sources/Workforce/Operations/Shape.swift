import Foundation
import Postgres

/// What an input or output looks like, found by decoding it from nothing: the API's description, the
/// command line's options and the check for unknown fields all come from the use case itself.
package indirect enum Shape: Sendable, Equatable {
  case text(format: String?)
  case integer
  case number
  case boolean
  case enumeration([String])
  case array(Shape)
  case map
  case object(name: String, fields: [Field])

  package struct Field: Sendable, Equatable {
    package let name: String
    package let shape: Shape
    package let isOptional: Bool

    package init(name: String, shape: Shape, isOptional: Bool) {
      self.name = name
      self.shape = shape
      self.isOptional = isOptional
    }
  }

  /// Throws when a type cannot be decoded from samples; the registry's test finds that.
  package static func of<Value: Decodable>(_ type: Value.Type) throws -> Shape {
    try ShapeDecoder.discover(type, depth: 0).shape
  }

  /// The fields of an object, none for anything else.
  package var fields: [Field] {
    guard case .object(_, let fields) = self else { return [] }
    return fields
  }
}

/// A type that says its own shape instead of being taken apart.
package protocol Shaped {
  static var shape: Shape { get }
  static var sample: Self { get }
}

extension String: Shaped {
  package static var shape: Shape { .text(format: nil) }
  package static var sample: String { "" }
}
extension Bool: Shaped {
  package static var shape: Shape { .boolean }
  package static var sample: Bool { false }
}
extension Int: Shaped {
  package static var shape: Shape { .integer }
  package static var sample: Int { 1 }
}
extension Int64: Shaped {
  package static var shape: Shape { .integer }
  package static var sample: Int64 { 1 }
}
extension Double: Shaped {
  package static var shape: Shape { .number }
  package static var sample: Double { 1 }
}
extension Decimal: Shaped {
  package static var shape: Shape { .number }
  package static var sample: Decimal { 1 }
}
extension UUID: Shaped {
  package static var shape: Shape { .text(format: "uuid") }
  package static var sample: UUID { ID<Firm>.none.uuid }
}
extension Date: Shaped {
  package static var shape: Shape { .text(format: "date-time") }
  package static var sample: Date { Date(timeIntervalSince1970: 0) }
}
extension CalendarDate: Shaped {
  package static var shape: Shape { .text(format: "date") }
  package static var sample: CalendarDate { CalendarDate(dayNumber: 0) }
}
extension ID: Shaped {
  package static var shape: Shape { .text(format: "uuid") }
  package static var sample: ID { ID(UUID.sample) }
}
extension RawJSON: Shaped {
  package static var shape: Shape {
    do { return try Shape.of(Document.self) } catch { return .map }
  }
  package static var sample: RawJSON { RawJSON(bytes: []) }
}
