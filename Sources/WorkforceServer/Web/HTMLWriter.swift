import Localization

/// Appends HTML to bytes: for grids, whose thousands of cells would cost Mustache a hundred times more.
struct HTMLWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  /// Markup as it stands.
  mutating func markup(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Markup that the program made; never a value.
  mutating func made(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// A value: what is special in HTML is escaped, in text and between double quotes alike.
  mutating func text(_ value: String) {
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "&"): markup("&amp;")
      case UInt8(ascii: "<"): markup("&lt;")
      case UInt8(ascii: ">"): markup("&gt;")
      case UInt8(ascii: "\""): markup("&quot;")
      case UInt8(ascii: "'"): markup("&#39;")
      default: bytes.append(byte)
      }
    }
  }

  mutating func number(_ value: Int) {
    bytes.append(contentsOf: String(value).utf8)
  }

  var html: String { String(decoding: bytes, as: UTF8.self) }
}

/// Words with `{name}` places, taken apart once and filled thousands of times.
struct WordPattern {
  private enum Part {
    case words(String)
    case place(String)
  }

  private let parts: [Part]

  init(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let opening = rest.firstIndex(of: "{"),
      let closing = rest[opening...].firstIndex(of: "}")
    {
      parts.append(.words(String(rest[..<opening])))
      parts.append(.place(String(rest[rest.index(after: opening)..<closing])))
      rest = rest[rest.index(after: closing)...]
    }
    parts.append(.words(String(rest)))
    self.parts = parts
  }

  /// Writes the words, asking for the value of each place; no value writes nothing.
  func write(into html: inout HTMLWriter, _ value: (String) -> String?) {
    for part in parts {
      switch part {
      case .words(let words): html.text(words)
      case .place(let name): html.text(value(name) ?? "")
      }
    }
  }

  func filled(_ values: [String: String]) -> String {
    parts.map { part in
      switch part {
      case .words(let words): words
      case .place(let name): values[name] ?? ""
      }
    }.joined()
  }
}
