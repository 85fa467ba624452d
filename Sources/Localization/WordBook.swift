import Foundation
import Logging
import Synchronization

/// Every word of the product in both languages, read once from `Resources/words/*.json`.
package final class WordBook: Sendable {
  package let entries: [String: [Language: String]]
  /// The file that each key stands in, for whoever looks for it.
  package let files: [String: String]
  /// Keys that two files give different words for; the file that sorts first is heard.
  package let conflicts: [Conflict]
  private let logger: Logger
  private let reported = Mutex<Set<String>>([])

  /// The words that travel with the product. Without them nothing can be said, not even an error.
  package static let shipped: WordBook = {
    do {
      guard let folder = Bundle.module.url(forResource: "words", withExtension: nil) else {
        preconditionFailure("the words of the product are not beside its binary")
      }
      return try WordBook(folder: folder, logger: Logger(label: "kynang.words"))
    } catch {
      preconditionFailure("the words of the product cannot be read: \(error)")
    }
  }()

  package struct Conflict: Sendable, Equatable {
    package let key: String
    package let files: [String]
  }

  /// Throws when a file is not JSON of the form `{"key": {"vi": "…", "en": "…"}}`.
  package init(folder: URL, logger: Logger) throws {
    var entries: [String: [Language: String]] = [:]
    var files: [String: String] = [:]
    var conflicts: [Conflict] = []
    let found = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in found.sorted(by: { $0.path < $1.path }) where file.pathExtension == "json" {
      let name = file.lastPathComponent
      let words = try JSONDecoder().decode(
        [String: [String: String]].self, from: Data(contentsOf: file))
      for (key, texts) in words {
        let known = texts.compactMap { code, text in Language(rawValue: code).map { ($0, text) } }
        let entry = Dictionary(known) { first, _ in first }
        if let other = files[key] {
          if entries[key] != entry { conflicts.append(Conflict(key: key, files: [other, name])) }
        } else {
          files[key] = name
          entries[key] = entry
        }
      }
    }
    self.entries = entries
    self.files = files
    self.conflicts = conflicts
    self.logger = logger
  }

  /// The words as they stand, parameters unfilled; nil when there are none.
  package func text(_ key: String, in language: Language) -> String? {
    entries[key]?[language]
  }

  /// Says once per key that it has no words; the tests find it first.
  func reportMissing(_ key: String) {
    let isNew = reported.withLock { $0.insert(key).inserted }
    if isNew { logger.error("no words for a key", metadata: ["key": "\(key)"]) }
  }
}
