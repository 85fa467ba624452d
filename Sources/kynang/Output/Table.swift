import Foundation

/// Rows as columns of equal width, numbers to the right.
enum Table {
  static let gap = 2

  static func text(header: [String], _ rows: [[Cell]], columns: Int?, hasColour: Bool) -> String {
    let widths = fitted(header, rows, columns)
    func line(_ cells: [(text: String, isNumber: Bool)]) -> String {
      zip(cells, widths).map { cell, width in
        DisplayWidth.padded(
          DisplayWidth.cut(cell.text, to: width), to: width, alignedRight: cell.isNumber)
      }
      .joined(separator: String(repeating: " ", count: gap)).trimmedRight()
    }
    let numeric = header.indices.map { column in
      rows.contains { $0[column].isNumber }
    }
    let head = line(zip(header, numeric).map { ($0, $1) })
    let lines = rows.map { row in line(row.map { ($0.oneLine, $0.isNumber) }) }
    let styled = hasColour ? "\u{1B}[1m\(head)\u{1B}[0m" : head
    return ([styled] + lines).joined(separator: "\n") + "\n"
  }

  /// One value per line, its name before it.
  static func text(pairs: [(name: String, cell: Cell)], hasColour: Bool) -> String {
    let width = pairs.map { DisplayWidth.of($0.name) }.max() ?? 0
    return pairs.map { pair in
      let name = DisplayWidth.padded(pair.name, to: width, alignedRight: false)
      let space = String(repeating: " ", count: gap)
      let styled = hasColour ? "\u{1B}[1m\(name)\u{1B}[0m" : name
      return (styled + space + pair.cell.oneLine).trimmedRight() + "\n"
    }.joined()
  }

  /// Which columns a terminal has room for, each at twelve or its own width: an id whole or not at all,
  /// and the ids of other things only after everything else.
  static func fitting(
    _ header: [String], _ rows: [[Cell]], _ isID: [Bool], isOwnID: Bool, columns: Int?
  ) -> [Int] {
    guard let columns else { return Array(header.indices) }
    var room = columns + gap
    // The id of the row itself comes first; one of something else is no beginning.
    let own = isOwnID ? [0] : []
    let others = header.indices.dropFirst(own.count)
    let wanted = own + others.filter { !isID[$0] } + others.filter { isID[$0] }
    let kept = wanted.filter { column in
      let width = max(
        DisplayWidth.of(header[column]),
        rows.map { DisplayWidth.of($0[column].oneLine) }.max() ?? 0)
      let least = (isID[column] ? width : min(width, 12)) + gap
      guard least <= room else { return column == wanted.first }
      room -= least
      return true
    }
    return kept.sorted()
  }

  /// The widest columns give way until the line fits the terminal; none below eight.
  private static func fitted(_ header: [String], _ rows: [[Cell]], _ columns: Int?) -> [Int] {
    var widths = header.indices.map { column in
      max(
        DisplayWidth.of(header[column]),
        rows.map { DisplayWidth.of($0[column].oneLine) }.max() ?? 0)
    }
    guard let columns else { return widths }
    var excess = widths.reduce(0, +) + gap * max(0, widths.count - 1) - columns
    while excess > 0,
      let widest = widths.indices.filter({ !isID(rows, $0) }).map({ widths[$0] }).max(),
      widest > 8,
      let column = widths.indices.first(where: { widths[$0] == widest && !isID(rows, $0) })
    {
      widths[column] -= 1
      excess -= 1
    }
    return widths
  }

  /// An id that is cut is of no use.
  private static func isID(_ rows: [[Cell]], _ column: Int) -> Bool {
    rows.contains { UUID(uuidString: $0[column].text) != nil }
  }
}

extension String {
  fileprivate func trimmedRight() -> String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
