import Foundation
import FoundationXML

/// What a reader of one kind of part does with its elements. Names come without a prefix, which
/// writers choose freely.
protocol XMLPartReader: AnyObject {
  func start(_ name: String, _ attributes: [String: String]) throws
  func text(_ text: String) throws
  func end(_ name: String) throws
}

/// Reads one part of a workbook through the XML parser, which pushes.
enum XMLPart {
  /// - Parameter begin: is given the stream, to tell it of progress.
  static func read(
    _ entry: ZipEntry, limits: SpreadsheetLimits, with reader: some XMLPartReader,
    begin: (XMLEntryStream) -> Void = { _ in }
  ) throws {
    let stream = XMLEntryStream(entry, limits: limits)
    begin(stream)
    let parser = XMLParser(stream: stream)
    let pusher = XMLPusher(reader, depth: limits.depth)
    parser.delegate = pusher
    parser.shouldProcessNamespaces = false
    parser.shouldResolveExternalEntities = false
    let isWhole = parser.parse()
    if let failure = pusher.failure {
      if failure is StopReading { return }
      throw failure
    }
    if let failure = stream.failure { throw failure }
    guard isWhole, pusher.isBalanced else { throw SpreadsheetError(.malformed(.xml), at: nil) }
  }
}

/// Thrown by a reader that has read enough.
struct StopReading: Error {}

private final class XMLPusher: NSObject, XMLParserDelegate {
  private(set) var failure: (any Error)?
  private let reader: any XMLPartReader
  private let depth: Int
  private var level = 0
  private var sawElement = false

  init(_ reader: any XMLPartReader, depth: Int) {
    self.reader = reader
    self.depth = depth
  }

  var isBalanced: Bool { sawElement && level == 0 }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    level += 1
    sawElement = true
    attempt(parser) {
      guard level <= depth else { throw SpreadsheetError(.limit(.depth, most: depth), at: nil) }
      try reader.start(Self.local(name), attributes)
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    level -= 1
    attempt(parser) { try reader.end(Self.local(name)) }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    attempt(parser) { try reader.text(text) }
  }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    attempt(parser) {
      guard let text = String(data: block, encoding: .utf8) else {
        throw SpreadsheetError(.malformed(.notUnicode), at: nil)
      }
      try reader.text(text)
    }
  }

  // Nothing is told after the first failure, though the parser finishes its chunk.
  private func attempt(_ parser: XMLParser, _ work: () throws -> Void) {
    guard failure == nil else { return }
    do {
      try work()
    } catch {
      failure = error
      parser.abortParsing()
    }
  }

  private static func local(_ name: String) -> String {
    guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return name }
    return String(name[name.utf8.index(after: colon)...])
  }
}
