import Foundation

/// Finds the merged cells of a sheet before its rows are read: files list them behind the rows.
///
/// It looks at bytes and not at XML, which takes a tenth of the time.
struct MergeScanner {
  private(set) var ranges: [CellRange] = []
  private var carried: [UInt8] = []
  private let limits: SpreadsheetLimits
  private static let name = Array("mergeCell".utf8)
  /// An element with its reference is never longer.
  private static let longest = 200

  static func ranges(
    of path: String, in archive: ZipArchive
  ) throws(SpreadsheetError) -> [CellRange] {
    var scanner = MergeScanner(limits: archive.limits)
    let entry = try archive.open(path)
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = try chunk.withUnsafeMutableBufferPointer { buffer throws(SpreadsheetError) in
        try entry.read(buffer.baseAddress!, buffer.count)
      }
      guard count > 0 else { break }
      try scanner.take(chunk[..<count])
    }
    try scanner.scan(isEnd: true)
    return scanner.ranges.sorted {
      ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound)
    }
  }

  private init(limits: SpreadsheetLimits) { self.limits = limits }

  private mutating func take(_ bytes: ArraySlice<UInt8>) throws(SpreadsheetError) {
    carried += bytes
    try scan(isEnd: false)
  }

  private mutating func scan(isEnd: Bool) throws(SpreadsheetError) {
    var at = 0
    while let found = find(from: at) {
      let end = min(found + Self.longest, carried.count)
      guard isEnd || end == found + Self.longest else {
        carried.removeFirst(found)
        return
      }
      try keep(carried[(found + Self.name.count)..<end])
      at = found + Self.name.count
    }
    carried.removeFirst(max(at, carried.count - Self.name.count + 1))
  }

  private func find(from start: Int) -> Int? {
    carried.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var at = start
      while at + Self.name.count <= bytes.count,
        let found = memchr(base + at, Int32(Self.name[0]), bytes.count - at)
      {
        at = UnsafeRawPointer(found) - base
        guard at + Self.name.count <= bytes.count else { return nil }
        if memcmp(found, Self.name, Self.name.count) == 0 { return at }
        at += 1
      }
      return nil
    }
  }

  private mutating func keep(_ rest: ArraySlice<UInt8>) throws(SpreadsheetError) {
    // `mergeCells` is the list around them.
    guard let next = rest.first, next == 0x20 || next == 0x09 || next == 0x0a || next == 0x0d,
      let at = rest.firstRange(of: Array("ref=".utf8))
    else { return }
    let quoted = rest[at.upperBound...]
    guard let quote = quoted.first, let end = quoted.dropFirst().firstIndex(of: quote) else {
      return
    }
    guard let range = CellRange(reference: quoted[(quoted.startIndex + 1)..<end]) else {
      throw SpreadsheetError(.malformed(.reference), at: nil)
    }
    if range.rows.count > 1 || range.columns.count > 1 { ranges.append(range) }
    guard ranges.count <= limits.mergedRanges else {
      throw SpreadsheetError(.limit(.mergedRanges, most: limits.mergedRanges), at: nil)
    }
  }
}
