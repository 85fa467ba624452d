import Foundation

/// Tells what a file is by its first bytes and, for an archive, by what is in it.
enum FileSignature {
  static func isArchive(_ data: Data) -> Bool {
    data.starts(with: [0x50, 0x4b, 3, 4]) || data.starts(with: [0x50, 0x4b, 5, 6])
  }

  /// Nil for a workbook that is read.
  static func unsupported(_ archive: ZipArchive) throws(SpreadsheetError) -> UnsupportedFile? {
    let names = archive.entries.keys
    if archive.contains("mimetype") { return .openDocument }
    if names.contains(where: { $0.hasPrefix("index/") && $0.hasSuffix(".iwa") }) { return .numbers }
    if archive.contains("word/document.xml") { return .word }
    if archive.contains("ppt/presentation.xml") { return .presentation }
    if archive.contains("xl/workbook.bin") { return .binaryWorkbook }
    guard archive.contains("[Content_Types].xml"), archive.contains("_rels/.rels") else {
      return .archive
    }
    let hasMacros = names.contains {
      $0.hasSuffix("vbaproject.bin") || $0.hasPrefix("xl/macrosheets/")
    }
    if hasMacros { return .macros }
    let types = try archive.open("[Content_Types].xml").all(most: 1_000_000)
    return types.firstRange(of: Array("macroEnabled".utf8)) == nil ? nil : .macros
  }

  /// Nil for what may be text.
  static func unsupported(_ data: Data) -> UnsupportedFile? {
    if data.isEmpty { return .empty }
    for (start, kind) in starts where data.starts(with: start) { return kind }
    if data.starts(with: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
      return compound(data)
    }
    if data.prefix(1_024).firstRange(of: Data("%PDF-".utf8)) != nil { return .pdf }
    if data.dropFirst(4).starts(with: Array("ftyp".utf8)) { return .picture }
    return nil
  }

  /// Nil for text that may be a table.
  static func unsupported(textHead: some Sequence<UInt8>) -> UnsupportedFile? {
    let head = String(decoding: Array(textHead), as: UTF8.self).lowercased()
      .drop { $0.isWhitespace }
    if head.isEmpty { return .empty }
    if head.hasPrefix("{\\rtf") { return .richText }
    guard head.hasPrefix("<") else { return nil }
    if ["<html", "<table", "<!doctype html", "<head", "<meta", "<style", "<div"].contains(where: {
      head.hasPrefix($0)
    }) {
      return .webPage
    }
    guard head.hasPrefix("<?xml") || head.hasPrefix("<!doctype") else { return nil }
    return head.contains("<html") ? .webPage : .xml
  }

  private static let starts: [([UInt8], UnsupportedFile)] = [
    ([0x89, 0x50, 0x4e, 0x47], .picture), ([0xff, 0xd8, 0xff], .picture),
    (Array("GIF8".utf8), .picture), (Array("II*\0".utf8), .picture),
    ([0x1f, 0x8b], .archive), (Array("Rar!".utf8), .archive),
    ([0x37, 0x7a, 0xbc, 0xaf], .archive),
  ]

  /// A file of Microsoft's older container: its folder names what is in it.
  private static func compound(_ data: Data) -> UnsupportedFile {
    func holds(_ name: String) -> Bool {
      data.firstRange(of: Data(name.utf8.flatMap { [$0, 0] })) != nil
    }
    if holds("EncryptedPackage") { return .protected }
    if holds("WordDocument") { return .word }
    if holds("PowerPoint Document") { return .presentation }
    return holds("Workbook") || holds("Book") ? .oldExcel : .binary
  }
}
