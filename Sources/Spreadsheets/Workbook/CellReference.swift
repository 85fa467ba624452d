/// `AB12` as a column, counted from 0, and a row, counted from 1.
struct CellReference {
  let row: Int
  let column: Int

  /// Nil for what Excel could not have written.
  init?(_ text: some Sequence<UInt8>) {
    var letters = 0
    var digits = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "$"): continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z") where digits == 0:
        letters = letters * 26 + Int(byte - UInt8(ascii: "A")) + 1
      case UInt8(ascii: "0")...UInt8(ascii: "9") where letters > 0:
        digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
      default: return nil
      }
      guard letters <= 16_384, digits <= 1_048_576 else { return nil }
    }
    guard letters > 0, digits > 0 else { return nil }
    row = digits
    column = letters - 1
  }
}

extension CellRange {
  /// `A1:C2`, or one cell.
  init?(reference: some Collection<UInt8>) {
    let parts = reference.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = CellReference(parts[0]),
      let last = CellReference(parts[parts.count - 1]),
      first.row <= last.row, first.column <= last.column
    else { return nil }
    self.init(rows: first.row...last.row, columns: first.column...last.column)
  }
}
