import Foundation

/// An input as it arrived: texts by field name, and a JSON object when there was a body.
package struct InputText: Sendable {
  package let parameters: [String: [String]]
  package let json: Data?

  package init(parameters: [String: [String]], json: Data?) {
    self.parameters = parameters
    self.json = json
  }

  /// Throws `invalidInput` naming each field that is unknown, missing or of another type.
  package func decode<Input: Decodable>(_ type: Input.Type, shape: Shape) throws -> Input {
    guard let json, !json.isEmpty else {
      try Self.refuseUnknown(parameters.keys, shape.fields)
      return try ParameterDecoder(parameters).decode(type)
    }
    do {
      try Self.refuseNUL(in: json)
      guard !parameters.isEmpty else { return try Self.whole(json, shape) }
      return try JSONCoding.decoder().decode(type, from: try joined(json, shape))
    } catch let error as DecodingError {
      throw AppError.invalid([FieldError(error, in: shape)])
    }
  }

  /// A body that is the whole input is read once: it may hold a file of megabytes.
  private static func whole<Input: Decodable>(_ json: Data, _ shape: Shape) throws -> Input {
    do {
      return try JSONCoding.decoder().decode(
        KnownFields<Input>.self, from: json, configuration: shape.fields
      ).input
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw AppError(.invalidInput, "error.malformed_json")
    } catch DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty {
      throw AppError(.invalidInput, "error.json_object_expected")
    } catch DecodingError.valueNotFound(_, let context) where context.codingPath.isEmpty {
      throw AppError(.invalidInput, "error.json_object_expected")
    }
  }

  private struct KnownFields<Input: Decodable>: DecodableWithConfiguration {
    let input: Input

    init(from decoder: any Decoder, configuration fields: [Shape.Field]) throws {
      let names = try decoder.container(keyedBy: AnyName.self).allKeys.map(\.stringValue)
      try refuseUnknown(names, fields)
      input = try Input(from: decoder)
    }
  }

  private struct AnyName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private func joined(_ json: Data, _ shape: Shape) throws -> Data {
    var object = try Self.object(json)
    for (field, texts) in parameters {
      guard let declared = shape.fields.first(where: { $0.name == field }) else {
        throw AppError.invalid(field, "field.unknown")
      }
      object[field] = try Self.value(texts, field, declared.shape)
    }
    try Self.refuseUnknown(object.keys, shape.fields)
    return try JSONSerialization.data(withJSONObject: object)
  }

  private static func refuseUnknown(
    _ keys: some Collection<String>, _ fields: [Shape.Field]
  ) throws {
    let unknown = keys.filter { key in !fields.contains { $0.name == key } }.sorted()
    guard unknown.isEmpty else {
      // A body of nothing but names would come back longer than it was sent.
      throw AppError.invalid(
        unknown.prefix(20).map { FieldError(field: $0, rule: "field.unknown", parameters: [:]) })
    }
  }

  static func object(_ json: Data) throws -> [String: Any] {
    do {
      guard let object = try JSONSerialization.jsonObject(with: json) as? [String: Any] else {
        throw AppError(.invalidInput, "error.json_object_expected")
      }
      return object
    } catch let error as AppError {
      throw error
    } catch {
      throw AppError(.invalidInput, "error.malformed_json")
    }
  }

  /// A text of the path or query as the JSON value that its field declares.
  private static func value(_ texts: [String], _ field: String, _ shape: Shape) throws -> Any {
    let text = texts.last ?? ""
    switch shape {
    case .text, .enumeration: return text
    case .integer:
      guard let number = Int(text) else {
        throw AppError.invalid(field, "field.not_a_whole_number")
      }
      return number
    case .number:
      guard let number = Double(text) else { throw AppError.invalid(field, "field.not_a_number") }
      return number
    case .boolean: return text == "true"
    case .array(let element):
      return try texts.flatMap { $0.split(separator: ",") }.map {
        try value([String($0)], field, element)
      }
    case .map, .object: throw AppError.invalid(field, "field.malformed")
    }
  }
}

extension FieldError {
  /// What a JSON decoder found, without the value that it found; the shape says what should stand there.
  init(_ error: DecodingError, in shape: Shape) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(
        field: Self.path(context.codingPath + [key]), rule: "field.required", parameters: [:])
    case .valueNotFound(_, let context):
      self.init(field: Self.path(context.codingPath), rule: "field.required", parameters: [:])
    case .typeMismatch(_, let context):
      self.init(
        field: Self.path(context.codingPath),
        rule: shape.part(at: context.codingPath)?.expectation ?? "field.wrong_type",
        parameters: [:])
    case .dataCorrupted(let context):
      self.init(
        field: Self.path(context.codingPath),
        rule: shape.part(at: context.codingPath)?.expectation ?? "field.malformed",
        parameters: [:])
    @unknown default:
      self.init(field: "", rule: "field.malformed", parameters: [:])
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}

extension Shape {
  /// The shape of a field inside; nil where there is none of that name.
  fileprivate func part(at path: [any CodingKey]) -> Shape? {
    guard let key = path.first else { return self }
    let inner: Shape? =
      switch self {
      case .array(let element): element
      case .object(_, let fields): fields.first { $0.name == key.stringValue }?.shape
      case .text, .integer, .number, .boolean, .enumeration, .map: nil
      }
    return inner?.part(at: Array(path.dropFirst()))
  }

  /// The key of the sentence that says what must stand here; nil where no sentence is closer than that the
  /// value is of another kind.
  fileprivate var expectation: String? {
    switch self {
    case .integer: "field.not_a_whole_number"
    case .number: "field.not_a_number"
    case .boolean: "field.not_yes_or_no"
    case .enumeration: "field.not_a_choice"
    case .text("uuid"): "field.not_an_id"
    case .text("date"): "field.not_a_date"
    case .text("date-time"): "field.not_a_moment"
    case .text, .array, .map, .object: nil
    }
  }
}
