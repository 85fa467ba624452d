import CZip
import Foundation

/// The files inside a workbook, which is a ZIP archive, bounded before and while they are unpacked.
///
/// Names are compared without case and with `/` only, as some writers need it.
final class ZipArchive {
  struct Entry {
    let index: UInt64
    let packedBytes: Int
    /// As the archive claims; nothing more is unpacked.
    let bytes: Int
  }

  let limits: SpreadsheetLimits
  private(set) var entries: [String: Entry] = [:]
  private let archive: OpaquePointer
  private let archiveBytes: Int

  /// - Parameter data: kept in memory by the archive, as a copy, until it is closed.
  init(_ data: Data, limits: SpreadsheetLimits) throws(SpreadsheetError) {
    self.limits = limits
    guard let count = Self.entryCount(data) else {
      throw SpreadsheetError(.malformed(.archive), at: nil)
    }
    guard count <= limits.entries else {
      throw SpreadsheetError(.limit(.entries, most: limits.entries), at: nil)
    }
    guard let archive = Self.open(data) else {
      throw SpreadsheetError(.malformed(.archive), at: nil)
    }
    self.archive = archive
    archiveBytes = data.count
    try list()
  }

  deinit { zip_discard(archive) }

  func contains(_ name: String) -> Bool { entries[Self.key(name)] != nil }

  /// Throws when there is none of that name.
  func open(_ name: String) throws(SpreadsheetError) -> ZipEntry {
    guard let entry = entries[Self.key(name)] else {
      throw SpreadsheetError(.malformed(.partMissing), at: nil)
    }
    // What the archive says of a packed size is no more than the archive.
    let most = max(limits.freeBytes, min(entry.packedBytes, archiveBytes) * limits.ratio)
    guard entry.bytes <= most else {
      throw SpreadsheetError(.limit(.ratio, most: limits.ratio), at: nil)
    }
    guard let file = zip_fopen_index(archive, entry.index, 0) else {
      throw SpreadsheetError(.malformed(.archive), at: nil)
    }
    return ZipEntry(file: file, bytes: entry.bytes)
  }

  private static func key(_ name: String) -> String {
    let slashed = name.lowercased().replacing("\\", with: "/")
    return slashed.hasPrefix("/") ? String(slashed.dropFirst()) : slashed
  }

  private func list() throws(SpreadsheetError) {
    let count = zip_get_num_entries(archive, 0)
    guard count <= limits.entries else {
      throw SpreadsheetError(.limit(.entries, most: limits.entries), at: nil)
    }
    for index in 0..<UInt64(max(0, count)) {
      var stat = zip_stat_t()
      guard zip_stat_index(archive, index, 0, &stat) == 0, let name = stat.name else {
        throw SpreadsheetError(.malformed(.archive), at: nil)
      }
      guard stat.encryption_method == ZIP_EM_NONE else {
        throw SpreadsheetError(.unsupported(.protected), at: nil)
      }
      guard stat.size <= UInt64(limits.entryBytes) else {
        throw SpreadsheetError(.limit(.entryBytes, most: limits.entryBytes), at: nil)
      }
      let entry = Entry(
        index: index, packedBytes: Int(clamping: stat.comp_size), bytes: Int(stat.size))
      let key = Self.key(String(cString: name))
      if entries[key] == nil { entries[key] = entry }
    }
  }

  private static func open(_ data: Data) -> OpaquePointer? {
    guard let copy = malloc(max(1, data.count)) else { return nil }
    data.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { memcpy(copy, base, bytes.count) }
    }
    var fault = zip_error_t()
    // The source frees the copy, from here on also when it cannot be opened.
    guard let source = zip_source_buffer_create(copy, UInt64(data.count), 1, &fault) else {
      free(copy)
      return nil
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &fault) else {
      zip_source_free(source)
      return nil
    }
    return archive
  }

  /// What the end of the archive says, read before the library builds a list of as many. Nil when
  /// there is no end. Source: PKWARE APPNOTE 4.3.16.
  private static func entryCount(_ data: Data) -> Int? {
    let length = 22
    guard data.count >= length else { return nil }
    return data.withUnsafeBytes { bytes in
      let lowest = max(0, bytes.count - length - 65_535)
      var at = bytes.count - length
      while at >= lowest {
        if bytes[at] == 0x50, bytes[at + 1] == 0x4b, bytes[at + 2] == 5, bytes[at + 3] == 6 {
          return Int(bytes[at + 10]) | Int(bytes[at + 11]) << 8
        }
        at -= 1
      }
      return nil
    }
  }
}

/// One file of an archive while it is unpacked.
final class ZipEntry {
  private let file: OpaquePointer
  private let bytes: Int
  private(set) var readBytes = 0

  fileprivate init(file: OpaquePointer, bytes: Int) {
    self.file = file
    self.bytes = bytes
  }

  deinit { zip_fclose(file) }

  /// The number of bytes put into the buffer; 0 at the end, where the checksum has been compared.
  func read(
    _ buffer: UnsafeMutablePointer<UInt8>, _ length: Int
  ) throws(SpreadsheetError) -> Int {
    let count = Int(zip_fread(file, buffer, UInt64(length)))
    guard count >= 0 else { throw SpreadsheetError(.malformed(.archive), at: nil) }
    readBytes += count
    // An archive that says less than it holds was made to.
    guard readBytes <= bytes else { throw SpreadsheetError(.malformed(.archive), at: nil) }
    return count
  }

  /// A small file as a whole.
  func all(most: Int) throws(SpreadsheetError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = try chunk.withUnsafeMutableBufferPointer { pointer throws(SpreadsheetError) in
        try read(pointer.baseAddress!, pointer.count)
      }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= most else {
        throw SpreadsheetError(.limit(.entryBytes, most: most), at: nil)
      }
    }
  }
}
