import Foundation

/// A text of unknown encoding in UTF-8, without a byte-order mark.
struct DecodedText {
  let bytes: [UInt8]
  let encoding: TextEncoding

  /// Throws what the file is instead, or that its encoding is one of the time before Unicode.
  init(_ data: Data) throws(SpreadsheetError) {
    if data.starts(with: [0xff, 0xfe]) {
      self = try Self.utf16(data.dropFirst(2), isLittleEndian: true)
    } else if data.starts(with: [0xfe, 0xff]) {
      self = try Self.utf16(data.dropFirst(2), isLittleEndian: false)
    } else if data.starts(with: [0xef, 0xbb, 0xbf]) {
      self = try Self.utf8(Array(data.dropFirst(3)), isCertain: true)
    } else if data.prefix(4_096).contains(0) {
      self = try Self.utf16(data, isLittleEndian: try Self.isLittleEndian(data))
    } else {
      self = try Self.utf8(Array(data), isCertain: false)
    }
    if bytes.contains(0) { throw SpreadsheetError(.unsupported(.binary), at: nil) }
  }

  private init(bytes: [UInt8], encoding: TextEncoding) {
    self.bytes = bytes
    self.encoding = encoding
  }

  private static func utf8(
    _ bytes: [UInt8], isCertain: Bool
  ) throws(SpreadsheetError) -> DecodedText {
    let wrong = firstInvalidUTF8(bytes)
    guard let wrong else { return DecodedText(bytes: bytes, encoding: .utf8) }
    if bytes.contains(0) { throw SpreadsheetError(.unsupported(.binary), at: nil) }
    // A damaged UTF-8 file is told with its line; guessing it a code page would spoil every name.
    let hasUTF8 = bytes[..<wrong].contains { $0 >= 0x80 }
    if isCertain || hasUTF8 {
      let row = bytes[..<wrong].count { $0 == UInt8(ascii: "\n") } + 1
      throw SpreadsheetError(
        .malformed(.notUnicode), at: CellPlace(sheet: nil, row: row, column: nil))
    }
    switch EightBitText.encoding(of: bytes) {
    case .windows1258:
      guard let text = EightBitText.windows1258(bytes) else {
        throw SpreadsheetError(.unknownEncoding, at: nil)
      }
      return DecodedText(bytes: Array(text.utf8), encoding: .windows1258)
    case .tcvn3: throw SpreadsheetError(.legacyText(.tcvn3), at: nil)
    case .vni: throw SpreadsheetError(.legacyText(.vni), at: nil)
    case nil: throw SpreadsheetError(.unknownEncoding, at: nil)
    }
  }

  private static func utf16(
    _ data: Data, isLittleEndian: Bool
  ) throws(SpreadsheetError) -> DecodedText {
    guard let text = UTF16Transcoder.utf8(data, isLittleEndian: isLittleEndian) else {
      throw SpreadsheetError(.malformed(.notUnicode), at: nil)
    }
    return DecodedText(
      bytes: text, encoding: isLittleEndian ? .utf16LittleEndian : .utf16BigEndian)
  }

  /// In Vietnamese text of two bytes a letter, the upper byte is 0 in most and never the lower one.
  private static func isLittleEndian(_ data: Data) throws(SpreadsheetError) -> Bool {
    var zeros = (even: 0, odd: 0)
    for (index, byte) in data.prefix(4_096).enumerated() where byte == 0 {
      if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let least = min(data.count, 4_096) / 5
    if zeros.even == 0 && zeros.odd >= least { return true }
    if zeros.odd == 0 && zeros.even >= least { return false }
    throw SpreadsheetError(.unsupported(.binary), at: nil)
  }

  private static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var at = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): at += scalar.count
      case .error: return at
      case .emptyInput: return nil
      }
    }
  }
}
