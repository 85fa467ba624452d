import Foundation

/// The SQL of the product as it is shipped: roles, migrations, routines and named statements.
package enum SQL {
  /// One forward migration, in its order.
  package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let text: String
  }

  /// A statement of `queries/`, with the comment that describes it and its binds.
  package struct NamedStatement: Sendable {
    package let name: String
    package let comment: String
    package let text: String
  }

  package enum Failure: Error, CustomStringConvertible {
    case missingResource(String)
    case malformed(file: String, reason: String)

    package var description: String {
      switch self {
      case .missingResource(let path): "the resource \(path) is missing from the product"
      case .malformed(let file, let reason): "\(file): \(reason)"
      }
    }
  }

  package static func roles() throws -> String {
    try text(of: root.appending(path: "roles.sql"))
  }

  /// All migrations, lowest number first. Throws when two share a number.
  package static func migrations() throws -> [Migration] {
    let found = try files(in: "migrations").map { file in
      let name = file.deletingPathExtension().lastPathComponent
      guard let number = Int(name.prefix(4)) else {
        throw Failure.malformed(file: name, reason: "a migration starts with four digits")
      }
      return Migration(number: number, name: name, text: try text(of: file))
    }
    guard Set(found.map(\.number)).count == found.count else {
      throw Failure.malformed(file: "migrations", reason: "two migrations share a number")
    }
    return found.sorted { $0.number < $1.number }
  }

  /// Functions that are replaced by every migration, in the order of their names.
  package static func routines() throws -> [String] {
    try files(in: "routines").map(text(of:))
  }

  /// The named statements by name, read once per process.
  package static let statements: Result<[String: NamedStatement], any Error> = Result {
    var statements: [String: NamedStatement] = [:]
    for file in try files(in: "queries") {
      for statement in try parse(try text(of: file), file: file.lastPathComponent) {
        guard statements.updateValue(statement, forKey: statement.name) == nil else {
          throw Failure.malformed(
            file: file.lastPathComponent, reason: "\(statement.name) is named twice")
        }
      }
    }
    return statements
  }

  static func parse(_ text: String, file: String) throws -> [NamedStatement] {
    let marker = "-- name: "
    var parsed: [NamedStatement] = []
    var name: String?
    var comment: [Substring] = []
    var body: [Substring] = []
    func finish() throws {
      guard let name else { return }
      let text = body.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
      guard !text.isEmpty else { throw Failure.malformed(file: file, reason: "\(name) is empty") }
      let statement = text.hasSuffix(";") ? String(text.dropLast()) : text
      parsed.append(
        NamedStatement(name: name, comment: comment.joined(separator: "\n"), text: statement))
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(marker) {
        try finish()
        name = line.dropFirst(marker.count).trimmingCharacters(in: .whitespaces)
        comment = []
        body = []
      } else if name != nil {
        if body.isEmpty, line.hasPrefix("-- ") {
          comment.append(line.dropFirst(3))
        } else {
          body.append(line)
        }
      }
    }
    try finish()
    return parsed
  }

  private static var root: URL {
    Bundle.module.resourceURL ?? Bundle.module.bundleURL
  }

  private static func files(in folder: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: root.appending(path: folder), includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == "sql" }
    .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  private static func text(of file: URL) throws -> String {
    guard let data = FileManager.default.contents(atPath: file.path),
      let text = String(data: data, encoding: .utf8)
    else { throw Failure.missingResource(file.lastPathComponent) }
    return text
  }
}
