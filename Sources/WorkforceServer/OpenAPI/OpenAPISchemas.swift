import Foundation
import Localization
import Workforce

/// The schemas of the description: each named object once, referred to by its name.
struct OpenAPISchemas {
  private(set) var definitions: [String: [String: Any]] = [:]
  private var shapes: [String: Shape] = [:]

  mutating func define(_ name: String, _ schema: [String: Any]) {
    definitions[name] = schema
  }

  mutating func schema(_ shape: Shape) -> [String: Any] {
    switch shape {
    case .text(let format):
      guard let format else { return ["type": "string"] }
      return ["type": "string", "format": format]
    case .integer: return ["type": "integer"]
    case .number: return ["type": "number"]
    case .boolean: return ["type": "boolean"]
    case .enumeration(let names): return ["type": "string", "enum": names]
    case .array(let element): return ["type": "array", "items": schema(element)]
    case .map: return ["type": "object", "additionalProperties": true]
    case .object(let name, let fields):
      return ["$ref": "#/components/schemas/\(component(name, shape, fields))"]
    }
  }

  /// An object of its own, such as the body of one request, with the labels of its fields.
  mutating func object(_ fields: [Shape.Field], words: Words?) -> [String: Any] {
    var properties: [String: Any] = [:]
    for field in fields {
      var schema = schema(field.shape)
      if field.isOptional { schema = Self.nullable(schema) }
      if let label = words?.ifPresent("label.\(field.name)") { schema["description"] = label }
      properties[field.name] = schema
    }
    var object: [String: Any] = ["type": "object", "properties": properties]
    let required = fields.filter { !$0.isOptional }.map(\.name)
    if !required.isEmpty { object["required"] = required }
    return object
  }

  /// What is absent may as well be sent as null.
  private static func nullable(_ schema: [String: Any]) -> [String: Any] {
    guard let type = schema["type"] as? String else {
      return ["anyOf": [schema, ["type": "null"]]]
    }
    var wider = schema
    wider["type"] = [type, "null"]
    if let names = schema["enum"] as? [String] { wider["enum"] = names as [Any] + [NSNull()] }
    return wider
  }

  /// The name under which a shape is defined. Two types of one name and different fields get two.
  private mutating func component(
    _ name: String, _ shape: Shape, _ fields: [Shape.Field]
  ) -> String {
    let plain = Self.identifier(name)
    var candidate = plain
    var number = 2
    while let known = shapes[candidate], known != shape {
      candidate = "\(plain)\(number)"
      number += 1
    }
    if shapes[candidate] == nil {
      shapes[candidate] = shape
      definitions[candidate] = object(fields, words: nil)
    }
    return candidate
  }

  /// `Page<EmployeeRow>` becomes `PageOfEmployeeRow`: names of components are plain words.
  private static func identifier(_ name: String) -> String {
    name.replacing("<", with: "Of")
      .filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}

extension Shape {
  package var isList: Bool {
    if case .array = self { return true }
    return false
  }
}
