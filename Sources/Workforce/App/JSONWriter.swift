import Foundation
import Postgres

/// An output large enough that it writes its own JSON: Foundation's encoder would cost many times the
/// query. A test holds the two to the same document.
package protocol WritesJSON: Encodable {
  func write(into json: inout JSONWriter)
}

/// Appends JSON to bytes. The caller keeps the order of calls that JSON needs.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {
    bytes.reserveCapacity(512)
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  package mutating func array<Elements: Sequence>(
    _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
  ) {
    nest(UInt8(ascii: "["), UInt8(ascii: "]")) { json in
      for element in elements { body(&json, element) }
    }
  }

  package mutating func key(_ name: StaticString) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A key that only the data knows.
  package mutating func key(named name: String) {
    value(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func value(_ text: String) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    let isAppended = text.utf8.withContiguousStorageIfAvailable { plain in
      guard plain.allSatisfy(Self.isPlain) else { return false }
      bytes.append(contentsOf: plain)
      return true
    }
    if isAppended != true { appendEscaped(text) }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 32 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func appendEscaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<32:
        bytes.append(contentsOf: Array("\\u00".utf8))
        bytes.append(Self.hexadecimal[Int(byte >> 4)])
        bytes.append(Self.hexadecimal[Int(byte & 15)])
      default:
        bytes.append(byte)
      }
    }
  }

  package mutating func value(_ number: Int) {
    comma()
    if (0..<10).contains(number) {
      bytes.append(UInt8(ascii: "0") + UInt8(number))
    } else {
      bytes.append(contentsOf: String(number).utf8)
    }
    needsComma = true
  }

  package mutating func value(_ flag: Bool) {
    comma()
    bytes.append(contentsOf: flag ? Self.yes : Self.no)
    needsComma = true
  }

  package mutating func value(_ uuid: UUID) {
    comma()
    bytes.append(UInt8(ascii: "\""))
    withUnsafeBytes(of: uuid.uuid) { raw in
      for (index, byte) in raw.enumerated() {
        if index == 4 || index == 6 || index == 8 || index == 10 {
          bytes.append(UInt8(ascii: "-"))
        }
        bytes.append(Self.hexadecimal[Int(byte >> 4)])
        bytes.append(Self.hexadecimal[Int(byte & 15)])
      }
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func value(_ text: LocalizedText) {
    object { json in
      if let vi = text.vi {
        json.key("vi")
        json.value(vi)
      }
      if let en = text.en {
        json.key("en")
        json.value(en)
      }
    }
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)
  private static let yes = Array("true".utf8)
  private static let no = Array("false".utf8)

  private mutating func comma() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func nest(
    _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void
  ) {
    comma()
    bytes.append(open)
    needsComma = false
    body(&self)
    bytes.append(close)
    needsComma = true
  }
}
