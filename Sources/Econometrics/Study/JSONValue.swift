/// Any JSON, for reading a specification field by field with an answer that names the field.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}

/// Reads typed values out of an object; a null counts as absent.
struct FieldReader {
  let fields: [String: JSONValue]

  func value(_ name: String) -> JSONValue? {
    guard let value = fields[name], value != .null else { return nil }
    return value
  }

  func text(_ name: String) throws(StudyRefusal) -> String? {
    guard let value = value(name) else { return nil }
    guard case .text(let text) = value, !text.isEmpty else {
      throw .invalidField(name, "a text is needed")
    }
    return text
  }

  func number(_ name: String) throws(StudyRefusal) -> Double? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value, number.isFinite else {
      throw .invalidField(name, "a number is needed")
    }
    return number
  }

  func whole(_ name: String) throws(StudyRefusal) -> Int? {
    guard let number = try number(name) else { return nil }
    guard let whole = Int(exactly: number) else {
      throw .invalidField(name, "a whole number is needed")
    }
    return whole
  }

  func texts(_ name: String) throws(StudyRefusal) -> [String]? {
    guard let value = value(name) else { return nil }
    guard case .list(let items) = value else {
      throw .invalidField(name, "a list of texts is needed")
    }
    return try Self.texts(items, name)
  }

  func textOrTexts(_ name: String) throws(StudyRefusal) -> [String]? {
    if case .text(let text)? = value(name) { return [text] }
    return try texts(name)
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(StudyRefusal) -> Choice? where Choice.RawValue == String {
    guard let text = try text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw .invalidField(name, "\"\(text)\" is none of \(known)")
    }
    return choice
  }

  func object(_ name: String) throws(StudyRefusal) -> [String: JSONValue]? {
    guard let value = value(name) else { return nil }
    guard case .object(let object) = value else {
      throw .invalidField(name, "an object is needed")
    }
    return object
  }

  private static func texts(_ items: [JSONValue], _ name: String) throws(StudyRefusal) -> [String] {
    var texts: [String] = []
    for item in items {
      guard case .text(let text) = item, !text.isEmpty else {
        throw .invalidField(name, "every item of the list must be a text")
      }
      texts.append(text)
    }
    return texts
  }
}
