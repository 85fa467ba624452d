import Foundation

/// What a term of a study is computed from.
package enum Expression: Hashable, Sendable {
  case column(String)
  case log(String)
  case log1p(String)
  case constant
  case dummies(String, reference: Label)

  /// Throws `invalidField` for anything but a column name, `log(c)`, `log1p(c)`, `const` and
  /// `i(c, ref=level)`.
  init(_ text: String, field: String) throws(StudyRefusal) {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    guard let open = trimmed.firstIndex(of: "("), trimmed.hasSuffix(")") else {
      self = trimmed == "const" ? .constant : .column(trimmed)
      return
    }
    let inner = trimmed[trimmed.index(after: open)..<trimmed.index(before: trimmed.endIndex)]
    let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    switch (trimmed[..<open].trimmingCharacters(in: .whitespaces), parts.count) {
    case ("log", 1): self = .log(parts[0])
    case ("log1p", 1): self = .log1p(parts[0])
    case ("i", 2):
      let reference = parts[1].split(separator: "=", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard reference.count == 2, reference[0] == "ref" else {
        throw .invalidField(field, "\"\(text)\": write i(column, ref=level)")
      }
      self = .dummies(parts[0], reference: Self.label(reference[1]))
    default:
      throw .invalidField(field, "\"\(text)\" is no column, log(), log1p(), const or i()")
    }
  }

  private static func label(_ text: String) -> Label {
    if let number = Double(text) { return .number(number) }
    return .text(text.trimmingCharacters(in: CharacterSet(charactersIn: "'\"")))
  }

  /// The column it reads, if any.
  package var column: String? {
    switch self {
    case .column(let name), .log(let name), .log1p(let name): name
    case .dummies(let name, _): name
    case .constant: nil
    }
  }

  /// The name of the term in the result. Dummies have one name per level instead.
  package var name: String {
    switch self {
    case .column(let name): name
    case .log(let name): "log(\(name))"
    case .log1p(let name): "log1p(\(name))"
    case .constant: "const"
    case .dummies(let name, let reference): "i(\(name),ref=\(reference.description))"
    }
  }

  var isDummies: Bool {
    if case .dummies = self { return true }
    return false
  }

  /// Where the transform is not defined: `log` at 0 and below, `log1p` at −1 and below.
  func isOutside(_ value: Double) -> Bool {
    switch self {
    case .log: value <= 0
    case .log1p: value <= -1
    case .column, .constant, .dummies: false
    }
  }

  func apply(_ value: Double) -> Double {
    switch self {
    case .log: Foundation.log(value)
    case .log1p: Foundation.log1p(value)
    case .constant: 1
    case .column, .dummies: value
    }
  }

  var isTransform: Bool {
    switch self {
    case .log, .log1p: true
    case .column, .constant, .dummies: false
    }
  }
}
