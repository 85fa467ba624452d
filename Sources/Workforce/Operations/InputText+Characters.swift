import Foundation

extension InputText {
  /// No text holds the character NUL, which PostgreSQL does not keep. It can come as an escape alone, which
  /// is rare enough that a body is taken apart for it only where one stands.
  static func refuseNUL(in json: Data) throws {
    guard json.range(of: Data("\\u0000".utf8)) != nil else { return }
    let fields = paths(in: try object(json), at: "")
    guard fields.isEmpty else {
      throw AppError.invalid(
        fields.map { FieldError(field: $0, rule: "field.control_characters", parameters: [:]) })
    }
  }

  /// Where a text or a name holds it. An escaped backslash before `u0000` is none.
  private static func paths(in value: Any, at path: String) -> [String] {
    switch value {
    case let text as String:
      return text.unicodeScalars.contains("\0") ? [path] : []
    case let list as [Any]:
      return list.enumerated().flatMap { paths(in: $1, at: "\(path)[\($0)]") }
    case let object as [String: Any]:
      return object.sorted { $0.key < $1.key }.flatMap { name, inner in
        name.unicodeScalars.contains("\0")
          ? [path] : paths(in: inner, at: path.isEmpty ? name : "\(path).\(name)")
      }
    default:
      return []
    }
  }
}
