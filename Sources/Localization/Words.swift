/// The words of one language: `words["people.summary", ["active": "82", "left": "4"]]`.
package struct Words: Sendable {
  package let language: Language
  private let book: WordBook

  package init(_ language: Language) {
    self.init(language, book: .shipped)
  }

  package init(_ language: Language, book: WordBook) {
    self.language = language
    self.book = book
  }

  /// The text of a key; the key itself when it has no words.
  package subscript(key: String) -> String {
    self[key, [:]]
  }

  /// The text of a key with each `{{name}}` filled from `parameters`.
  package subscript(key: String, parameters: [String: String]) -> String {
    guard let text = book.text(key, in: language) else {
      book.reportMissing(key)
      return key
    }
    return Self.fill(text, parameters)
  }

  /// The text of a key, or nil where having none is no mistake.
  package func ifPresent(_ key: String) -> String? {
    book.text(key, in: language)
  }

  /// What people call a field of an input: its label, or its name where it has none.
  package func label(of field: String) -> String {
    ifPresent("label.\(field)") ?? field
  }

  /// What people call a field of a noun, which may call it otherwise than others do.
  package func label(of field: String, in noun: String) -> String {
    ifPresent("label.\(noun).\(field)") ?? label(of: field)
  }

  /// What people call one of a few values that a field can have, such as a state; the code itself where it
  /// has no words.
  package func value(_ code: String, of field: String) -> String {
    CodeWords(noun: "", words: self).choice(code, of: field)
  }

  /// The names between double braces, in order.
  package static func parameters(of text: String) -> [String] {
    var names: [String] = []
    var rest = text[...]
    while let opening = rest.firstRange(of: "{{") {
      let after = rest[opening.upperBound...]
      guard let closing = after.firstRange(of: "}}") else { break }
      names.append(String(after[..<closing.lowerBound]))
      rest = after[closing.upperBound...]
    }
    return names
  }

  private static func fill(_ text: String, _ parameters: [String: String]) -> String {
    guard !parameters.isEmpty, text.contains("{{") else { return text }
    var filled = ""
    var rest = text[...]
    while let opening = rest.firstRange(of: "{{") {
      let after = rest[opening.upperBound...]
      guard let closing = after.firstRange(of: "}}") else { break }
      filled += rest[..<opening.lowerBound]
      filled += parameters[String(after[..<closing.lowerBound])] ?? ""
      rest = after[closing.upperBound...]
    }
    return filled + rest
  }
}
