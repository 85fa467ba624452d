/// What is wrong, as a pattern and the values that stand in it, so that it can be said in any
/// language. Written as an English sentence without its stop.
package struct RefusalDetail: Equatable, Sendable, ExpressibleByStringInterpolation {
  /// The English sentence with `{{1}}`, `{{2}}` … where values stand.
  package let pattern: String
  package let values: [String]

  package init(stringLiteral value: String) {
    pattern = value
    values = []
  }

  package init(stringInterpolation: StringInterpolation) {
    pattern = stringInterpolation.pattern
    values = stringInterpolation.values
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var pattern = ""
    var values: [String] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      pattern += literal
    }

    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      values.append(value.description)
      pattern += "{{\(values.count)}}"
    }
  }

  package var sentence: String {
    values.indices.reduce(pattern) { text, index in
      text.replacing("{{\(index + 1)}}", with: values[index], maxReplacements: 1)
    }
  }

  /// A name for the pattern: its letters and digits, words joined by `_`.
  package var name: String { Self.name(of: pattern) }

  package static func name(of pattern: String) -> String {
    let words = pattern.replacing(#/\{\{\d+\}\}/#, with: " ").lowercased()
      .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.joined(separator: "_")
  }
}
