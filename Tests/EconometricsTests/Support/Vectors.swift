import Foundation

@testable import Econometrics

/// The reference studies under `Vectors/`.
enum Vectors {
  static let folder = Bundle.module.resourceURL?.appending(path: "Vectors") ?? URL(filePath: "/")

  /// Names of all studies, without extension.
  static let names: [String] = {
    let files = FileManager.default.enumerator(
      at: folder.appending(path: "studies"), includingPropertiesForKeys: nil)
    let urls = files?.compactMap { $0 as? URL } ?? []
    return urls.map { $0.deletingPathExtension().lastPathComponent }.sorted()
  }()

  static func study(_ name: String) throws -> JSON {
    try JSONDecoder().decode(
      JSON.self, from: Data(contentsOf: folder.appending(path: "studies/\(name).json")))
  }

  static func file(_ name: String) throws -> JSON {
    try JSONDecoder().decode(JSON.self, from: Data(contentsOf: folder.appending(path: name)))
  }

  static func data(_ path: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: path))
  }

  /// The result as a reader of the output sees it.
  static func run(_ specification: JSON, csv: Data) throws -> JSON {
    let result = Study.run(specification: try JSONEncoder().encode(specification), csv: csv)
    return try JSONDecoder().decode(JSON.self, from: result.json())
  }

  /// The rows of a case as comma-separated text.
  static func csv(columns: JSON, rows: JSON) -> Data {
    var lines = [columns.list.compactMap(\.text).joined(separator: ",")]
    for row in rows.list {
      lines.append(
        row.list.map { cell in
          switch cell {
          case .number(let value): "\(value)"
          case .text(let value): value
          case .null, .bool, .list, .object: ""
          }
        }.joined(separator: ","))
    }
    return Data(lines.joined(separator: "\n").utf8)
  }
}
