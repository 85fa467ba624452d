import Foundation

/// The number that the bytes spell, correctly rounded; nil when they spell none. Infinities and
/// NaN are no data.
func parsedNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  guard let base = bytes.baseAddress, !bytes.isEmpty else { return nil }
  let count = bytes.count
  var at = 0
  let negative = base[0] == 0x2D
  if negative || base[0] == 0x2B { at = 1 }
  var digits: UInt64 = 0
  var significant = 0
  var places = 0
  var seen = false
  var point = false
  while at < count {
    let byte = base[at]
    if byte >= 0x30, byte <= 0x39 {
      seen = true
      if significant > 0 || byte != 0x30 { significant += 1 }
      if significant <= 19 { digits = digits &* 10 &+ UInt64(byte &- 0x30) }
      if point { places += 1 }
    } else if byte == 0x2E, !point {
      point = true
    } else {
      break
    }
    at += 1
  }
  guard seen else { return nil }
  // Two exactly representable numbers divided once are correctly rounded; anything longer is left
  // to the C library.
  if at == count, significant <= 19, digits <= 1 << 53, places <= 22 {
    let value = Double(digits) / powersOfTen[places]
    return negative ? -value : value
  }
  return longNumber(bytes, from: at)
}

func parsedNumber(_ text: String) -> Double? {
  var copy = text
  return copy.withUTF8 { parsedNumber($0) }
}

private let powersOfTen: [Double] = (0...22).map { pow(10, Double($0)) }

private func longNumber(_ bytes: UnsafeBufferPointer<UInt8>, from mantissaEnd: Int) -> Double? {
  var at = mantissaEnd
  if at < bytes.count {
    guard bytes[at] == 0x65 || bytes[at] == 0x45 else { return nil }
    at += 1
    if at < bytes.count, bytes[at] == 0x2D || bytes[at] == 0x2B { at += 1 }
    guard at < bytes.count else { return nil }
    while at < bytes.count {
      guard bytes[at] >= 0x30, bytes[at] <= 0x39 else { return nil }
      at += 1
    }
  }
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { text in
    for (index, byte) in bytes.enumerated() { text[index] = CChar(bitPattern: byte) }
    text[bytes.count] = 0
    guard let start = text.baseAddress else { return nil }
    let value = strtod(start, nil)
    return value.isFinite ? value : nil
  }
}
