import Foundation
import Localization
import Mustache

/// What a template is filled with: texts, truths, lists and objects by name.
package typealias PageContent = [String: any Sendable]

/// The templates, once per language: `@{key}` stands for the words of the key, whose own
/// `{{parameters}}` the page then fills.
package struct TemplateLibrary: Sendable {
  private let libraries: [Language: MustacheLibrary]

  /// Templates are named by their path below `folder` without the extension: `people/list`.
  /// Throws when one cannot be read or is not Mustache.
  package init(folder: URL, book: WordBook) throws {
    let sources = try Self.sources(in: folder)
    var libraries: [Language: MustacheLibrary] = [:]
    for language in Language.allCases {
      let words = Words(language, book: book)
      let templates = try sources.mapValues {
        try MustacheTemplate(string: Self.worded($0, words))
      }
      libraries[language] = MustacheLibrary(templates: templates)
    }
    self.libraries = libraries
  }

  package static func shipped() throws -> TemplateLibrary {
    guard let folder = Bundle.module.url(forResource: "templates", withExtension: nil) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try TemplateLibrary(folder: folder, book: .shipped)
  }

  /// The page as HTML; nil when there is no such template.
  package func render(
    _ template: String, _ content: PageContent, in language: Language
  ) -> String? {
    libraries[language]?.render(content, withTemplate: template)
  }

  static func sources(in folder: URL) throws -> [String: String] {
    let root = folder.resolvingSymlinksInPath().path + "/"
    var sources: [String: String] = [:]
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "mustache" else { continue }
      let path = file.resolvingSymlinksInPath().deletingPathExtension().path
      sources[String(path.dropFirst(root.count))] = try String(contentsOf: file, encoding: .utf8)
    }
    return sources
  }

  /// Every `@{key}` replaced by its words, escaped for HTML.
  static func worded(_ source: String, _ words: Words) -> String {
    var result = ""
    var rest = source[...]
    while let opening = rest.firstRange(of: "@{") {
      let after = rest[opening.upperBound...]
      guard let closing = after.firstIndex(of: "}") else { break }
      result += rest[..<opening.lowerBound]
      result += HTML.escape(words[String(after[..<closing])])
      rest = after[after.index(after: closing)...]
    }
    return result + rest
  }
}

package enum HTML {
  package static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
