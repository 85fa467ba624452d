/// What was found out about a delimited text, to be shown to the person who sent it.
package struct DelimitedFormat: Hashable, Sendable {
  package let encoding: TextEncoding
  package let separator: Separator
  /// From 0 to 1; below a half, another separator does nearly as well.
  package let certainty: Double
}

package enum Separator: Character, Hashable, CaseIterable, Sendable {
  case comma = ","
  case semicolon = ";"
  case tab = "\t"

  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    }
  }
}

package enum TextEncoding: String, Hashable, CaseIterable, Sendable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian
  case windows1258
}
