/// The texts that cells of a workbook share, in one buffer: 100,000 names as strings of their own
/// would take three times the memory.
struct SharedTexts {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  static let none = SharedTexts()

  private init() {}

  init(_ path: String, in archive: ZipArchive) throws {
    let reader = SharedTextReader(limits: archive.limits)
    try XMLPart.read(archive.open(path), limits: archive.limits, with: reader) {
      reader.stream = $0
    }
    self = reader.texts
  }

  /// Nil when there is no such text.
  subscript(index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    let start = index == 0 ? 0 : ends[index - 1]
    return String(decoding: bytes[start..<ends[index]], as: UTF8.self)
  }

  fileprivate mutating func append(_ text: String, _ limits: SpreadsheetLimits) throws {
    guard text.utf8.count <= limits.cellBytes else {
      throw SpreadsheetError(.limit(.cellBytes, most: limits.cellBytes), at: nil)
    }
    bytes += text.utf8
    ends.append(bytes.count)
    guard bytes.count <= limits.sharedTextBytes, ends.count <= limits.cells else {
      throw SpreadsheetError(.limit(.sharedTextBytes, most: limits.sharedTextBytes), at: nil)
    }
  }
}

private final class SharedTextReader: XMLPartReader {
  var texts = SharedTexts.none
  var stream: XMLEntryStream?
  private let limits: SpreadsheetLimits
  private var rich = RichText()

  init(limits: SpreadsheetLimits) { self.limits = limits }

  func start(_ name: String, _ attributes: [String: String]) { rich.start(name) }

  func text(_ text: String) throws { try rich.text(text, most: limits.cellBytes) }

  func end(_ name: String) throws {
    rich.end(name)
    guard name == "si" else { return }
    let text = rich.take()
    try texts.append(text, limits)
    if !text.isEmpty { stream?.noteProgress() }
  }
}

/// The text of a cell in one or several formats, without the readings that East Asian files add.
struct RichText {
  private var text = ""
  private var isText = false
  private var isReading = false

  mutating func start(_ name: String) {
    if name == "t" { isText = !isReading }
    if name == "rPh" { isReading = true }
  }

  mutating func text(_ part: String, most: Int) throws {
    guard isText else { return }
    text += part
    guard text.utf8.count <= most else {
      throw SpreadsheetError(.limit(.cellBytes, most: most), at: nil)
    }
  }

  mutating func end(_ name: String) {
    if name == "t" { isText = false }
    if name == "rPh" { isReading = false }
  }

  mutating func take() -> String {
    defer { text = "" }
    return text.unescapedCharacters.composed
  }
}
