import Foundation

extension Table {
  /// Reads comma-separated text with a header row; an empty field is missing, and a column is
  /// numeric when every field that is present is a number. Columns outside `wanted` are skipped
  /// without being read; nil reads all. Throws `malformedData`.
  package init(csv data: Data, wanted: Set<String>?) throws(StudyRefusal) {
    var scanner = CSVScanner(data)
    let names = try scanner.header()
    var seen = Set<String>()
    for name in names where !seen.insert(name).inserted {
      throw .malformedData(line: 1, "the column \(name) is named twice")
    }
    let kept = names.map { wanted?.contains($0) ?? true }
    var columns = try scanner.body(fields: names.count, kept: kept)
    var named: [String: Column] = [:]
    for (index, name) in names.enumerated() where kept[index] {
      named[name] = columns[index].take()
    }
    self.init(rows: scanner.rows, names: names, columns: named, firstLine: 2)
  }
}

/// A column while it is being read: numbers until the first field that is none.
private struct GrowingColumn {
  var numbers: [Double] = []
  var text: [String] = []
  var isText = false

  /// Hands the column over and forgets it, so that two copies never live at once.
  mutating func take() -> Table.Column {
    if isText { return .text(text) }
    let values = numbers
    numbers = []
    return .numbers(values)
  }
}

private struct CSVScanner {
  let data: Data
  var position = 0
  var rows = 0

  init(_ data: Data) {
    self.data = data
  }

  mutating func header() throws(StudyRefusal) -> [String] {
    let body = data.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard data.count > body else { throw .malformedData(line: 1, "the file is empty") }
    let (fields, end) = Self.quotedRecord(data, from: body)
    position = end
    let names = fields.map { $0.trimmingCharacters(in: .whitespaces) }
    guard !names.contains("") else {
      throw .malformedData(line: 1, "a column has no name")
    }
    return names
  }

  mutating func body(fields count: Int, kept: [Bool]) throws(StudyRefusal) -> [GrowingColumn] {
    let (columns, read, problem) = data.withUnsafeBytes { raw in
      Self.read(
        raw.bindMemory(to: UInt8.self), from: position, fields: count, kept: kept,
        columns: [GrowingColumn](repeating: GrowingColumn(), count: count))
    }
    rows = read
    if let problem { throw problem }
    // A column turns out to be text only when a word appears; the fields before it were read as
    // numbers and must be read again.
    let words = columns.indices.filter { columns[$0].isText }
    guard !words.isEmpty else { return columns }
    var again = [GrowingColumn](repeating: GrowingColumn(), count: count)
    for index in words { again[index].isText = true }
    let textual = data.withUnsafeBytes { raw in
      Self.read(
        raw.bindMemory(to: UInt8.self), from: position, fields: count,
        kept: kept.indices.map { words.contains($0) }, columns: again
      ).columns
    }
    return columns.indices.map { columns[$0].isText ? textual[$0] : columns[$0] }
  }

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, fields count: Int, kept: [Bool],
    columns initial: [GrowingColumn]
  ) -> (columns: [GrowingColumn], rows: Int, problem: StudyRefusal?) {
    var columns = initial
    let alreadyText = columns.map(\.isText)
    var rows = 0
    var at = start
    let lines = lineCount(bytes, from: start)
    for index in columns.indices where kept[index] && !columns[index].isText {
      columns[index].numbers.reserveCapacity(lines)
    }
    guard let base = bytes.baseAddress else { return (columns, 0, nil) }
    let end = bytes.count
    while at < end {
      if base[at] == 0x0A || base[at] == 0x0D {
        at += 1
        continue
      }
      var field = 0
      var ended = false
      while !ended {
        if at < end, base[at] == 0x22 {
          let (text, next) = quotedField(bytes, from: at)
          at = next
          if field < count, kept[field] {
            var copy = text
            copy.withUTF8 { append($0, to: &columns[field], reread: alreadyText[field]) }
          }
        } else {
          let begin = at
          while at < end, base[at] != 0x2C, base[at] != 0x0A, base[at] != 0x0D { at += 1 }
          if field < count, kept[field] {
            append(
              UnsafeBufferPointer(start: base + begin, count: at - begin), to: &columns[field],
              reread: alreadyText[field])
          }
        }
        field += 1
        if at < end, base[at] == 0x2C { at += 1 } else { ended = true }
      }
      rows += 1
      if field != count {
        let problem = StudyRefusal.malformedData(
          line: rows + 1, "\(field) fields where the header names \(count)")
        return (columns, rows, problem)
      }
    }
    return (columns, rows, nil)
  }

  @inline(__always)
  private static func append(
    _ field: UnsafeBufferPointer<UInt8>, to column: inout GrowingColumn, reread: Bool
  ) {
    if reread {
      column.text.append(String(decoding: field, as: UTF8.self))
    } else if !column.isText {
      if field.isEmpty {
        column.numbers.append(.nan)
      } else if let number = parsedNumber(field) {
        column.numbers.append(number)
      } else {
        column.isText = true
        column.numbers = []
      }
    }
  }

  /// At least as many as there are rows, so that columns need not grow while they are read.
  private static func lineCount(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var count = 1
    guard let base = bytes.baseAddress else { return count }
    for index in start..<max(start, bytes.count) { count += base[index] == 0x0A ? 1 : 0 }
    return count
  }

  private static func quotedRecord(_ data: Data, from start: Int) -> ([String], Int) {
    data.withUnsafeBytes { raw in
      let bytes = raw.bindMemory(to: UInt8.self)
      var fields: [String] = []
      var at = start
      while true {
        if at < bytes.count, bytes[at] == 0x22 {
          let (text, next) = quotedField(bytes, from: at)
          fields.append(text)
          at = next
        } else {
          let begin = at
          while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 0x0A, bytes[at] != 0x0D {
            at += 1
          }
          fields.append(String(decoding: bytes[begin..<at], as: UTF8.self))
        }
        guard at < bytes.count, bytes[at] == 0x2C else { return (fields, at) }
        at += 1
      }
    }
  }

  /// A field between quotation marks, in which a doubled mark stands for one.
  private static func quotedField(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (String, Int) {
    var content: [UInt8] = []
    var at = start + 1
    while at < bytes.count {
      if bytes[at] == 0x22 {
        guard at + 1 < bytes.count, bytes[at + 1] == 0x22 else {
          at += 1
          break
        }
        at += 1
      }
      content.append(bytes[at])
      at += 1
    }
    return (String(decoding: content, as: UTF8.self), at)
  }
}
