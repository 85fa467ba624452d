extension Problems {
  /// A text that a person must give in at least one language, each at most `limit` characters long.
  package mutating func require(_ text: LocalizedText, _ field: String, limit: Int) {
    if text.isBlank { add(field, "field.required") }
    bound(text, field, limit: limit)
  }

  package mutating func bound(_ text: LocalizedText?, _ field: String, limit: Int) {
    bound(text?.vi, "\(field).vi", limit: limit)
    bound(text?.en, "\(field).en", limit: limit)
  }
}
