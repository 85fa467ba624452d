import Foundation
import Workforce

/// The paths of the registry, `/employees/{employeeId}`, as the router wants them.
enum RoutePath {
  /// The names in braces, in order.
  static func fields(of path: String) -> [String] {
    path.split(separator: "/").compactMap { part in
      part.hasPrefix("{") && part.hasSuffix("}") ? String(part.dropFirst().dropLast()) : nil
    }
  }

  static func placeholder(_ index: Int) -> String { "field\(index)" }

  /// The path with its fields named by position: two operations may name the same segment
  /// differently, which one node of the router cannot.
  static func positional(_ path: String) -> String {
    var index = -1
    return path.split(separator: "/").map { part in
      guard part.hasPrefix("{") else { return String(part) }
      index += 1
      return "{\(placeholder(index))}"
    }.joined(separator: "/")
  }
}

/// Where a created thing is read: the path of its `show`, filled from the answer.
struct LocationTemplate: Sendable {
  private let parts: [String]

  /// Nil when the answer lacks what the path needs.
  init?(created: Operation, shown: Operation) {
    let names = Set(created.output.fields.map(\.name))
    let fields = RoutePath.fields(of: shown.route.path)
    guard shown.route.method == .get, !fields.isEmpty,
      fields.allSatisfy({ names.contains($0) || names.contains("id") })
    else { return nil }
    parts = shown.route.path.split(separator: "/").map(String.init)
  }

  /// - Parameter json: the object that the creation answered.
  func address(of json: [UInt8]) -> String? {
    let object: [String: Any]?
    do {
      object = try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    } catch {
      return nil
    }
    var address = "/v1"
    for part in parts {
      guard part.hasPrefix("{") else {
        address += "/\(part)"
        continue
      }
      let name = String(part.dropFirst().dropLast())
      guard let value = (object?[name] ?? object?["id"]) as? String else { return nil }
      address += "/\(QueryText.encode(value))"
    }
    return address
  }
}
