import Foundation

/// An entry of an archive as the stream that the XML parser reads, refusing what the parser itself
/// would accept or stumble over: document types with their entities, other encodings than UTF-8,
/// instructions that say nothing, and endless nothing.
final class XMLEntryStream: InputStream {
  private(set) var failure: SpreadsheetError?
  private let entry: ZipEntry
  private let limits: SpreadsheetLimits
  private var prolog = XMLProlog()
  private var check = UTF8Check()
  private var instructions = InstructionCheck()
  private var progressAt = 0
  private var isOpen = false

  init(_ entry: ZipEntry, limits: SpreadsheetLimits) {
    self.entry = entry
    self.limits = limits
    super.init(data: Data())
  }

  /// To be called for every row or text that is not empty: far too much XML without one is refused.
  func noteProgress() { progressAt = entry.readBytes }

  override func open() { isOpen = true }
  override func close() { isOpen = false }
  override var hasBytesAvailable: Bool { isOpen && failure == nil }
  // The inherited ones ask a stream that was never opened, and stop the program.
  override var streamError: (any Error)? { failure }
  override var streamStatus: Stream.Status { isOpen ? .open : .closed }

  override func read(_ buffer: UnsafeMutablePointer<UInt8>, maxLength: Int) -> Int {
    guard failure == nil else { return -1 }
    do throws(SpreadsheetError) {
      let count = try entry.read(buffer, maxLength)
      try prolog.take(UnsafeBufferPointer(start: buffer, count: count))
      guard check.take(UnsafeBufferPointer(start: buffer, count: count)),
        count > 0 || !check.isIncomplete
      else { throw SpreadsheetError(.malformed(.xmlEncoding), at: nil) }
      guard instructions.take(UnsafeBufferPointer(start: buffer, count: count)) else {
        throw SpreadsheetError(.malformed(.xml), at: nil)
      }
      guard entry.readBytes - progressAt <= limits.freeBytes else {
        throw SpreadsheetError(.limit(.emptiness, most: limits.freeBytes), at: nil)
      }
      return count
    } catch {
      failure = error
      return -1
    }
  }
}

/// What stands before the first element. A document type can only be there.
private struct XMLProlog {
  private var head: [UInt8] = []
  private var isDone = false
  private static let longest = 4_096

  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) {
    guard !isDone else { return }
    head += bytes.prefix(Self.longest - head.count)
    isDone = try Self.isComplete(head[...])
    // No writer says so much before its first element.
    guard isDone || head.count < Self.longest else {
      throw SpreadsheetError(.malformed(.documentType), at: nil)
    }
  }

  private static func isComplete(_ head: ArraySlice<UInt8>) throws(SpreadsheetError) -> Bool {
    var rest = head
    if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
    if let first = rest.first, first == 0 || first >= 0x80 { throw wrongEncoding }
    while true {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
      guard rest.count >= 4 else { return false }
      guard rest.first == UInt8(ascii: "<") else {
        throw SpreadsheetError(.malformed(.xml), at: nil)
      }
      if rest.dropFirst().first == 0 { throw wrongEncoding }
      let end: [UInt8]
      if rest.starts(with: Array("<?".utf8)) {
        end = Array("?>".utf8)
      } else if rest.starts(with: Array("<!--".utf8)) {
        end = Array("-->".utf8)
      } else if rest.starts(with: Array("<!".utf8)) {
        throw SpreadsheetError(.malformed(.documentType), at: nil)
      } else {
        return true
      }
      guard let range = rest.firstRange(of: end) else { return false }
      if rest.starts(with: Array("<?xml".utf8)) {
        try check(declaration: rest[..<range.lowerBound])
      }
      rest = rest[range.upperBound...]
    }
  }

  private static func check(declaration: ArraySlice<UInt8>) throws(SpreadsheetError) {
    let text = String(decoding: declaration, as: UTF8.self).lowercased()
    guard let at = text.firstRange(of: "encoding") else { return }
    let name = text[at.upperBound...].drop { !"\"'".contains($0) }.dropFirst()
      .prefix { !"\"'".contains($0) }
    guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) else { throw wrongEncoding }
  }

  private static var wrongEncoding: SpreadsheetError {
    SpreadsheetError(.malformed(.xmlEncoding), at: nil)
  }
}
