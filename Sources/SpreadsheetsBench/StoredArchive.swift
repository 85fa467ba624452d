import CZip
import Foundation

/// A ZIP archive without compression, made in memory. Source: PKWARE APPNOTE 4.3.
enum StoredArchive {
  static func bytes(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
      let name = Array(part.name.utf8)
      let common =
        two(20) + two(0) + two(0) + two(0) + two(0) + four(crc(part.bytes))
        + four(part.bytes.count) + four(part.bytes.count) + two(name.count) + two(0)
      directory +=
        [0x50, 0x4b, 1, 2] + two(20) + common + two(0) + two(0) + two(0) + four(0)
        + four(archive.count) + name
      archive += [0x50, 0x4b, 3, 4] + common + name + part.bytes
    }
    let start = archive.count
    archive += directory
    archive +=
      [0x50, 0x4b, 5, 6] + two(0) + two(0) + two(parts.count) + two(parts.count)
      + four(directory.count) + four(start) + two(0)
    return archive
  }

  /// Empty for what is no archive.
  static func parts(_ data: Data) -> [(name: String, bytes: [UInt8])] {
    guard data.starts(with: [0x50, 0x4b]) else { return [] }
    return data.withUnsafeBytes { bytes in
      guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, nil),
        let archive = zip_open_from_source(source, ZIP_RDONLY, nil)
      else { return [] }
      defer { zip_discard(archive) }
      return (0..<UInt64(max(0, zip_get_num_entries(archive, 0)))).compactMap { index in
        var stat = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &stat) == 0, let name = stat.name,
          let file = zip_fopen_index(archive, index, 0)
        else { return nil }
        defer { zip_fclose(file) }
        var content = [UInt8](repeating: 0, count: Int(stat.size))
        let count = zip_fread(file, &content, UInt64(content.count))
        return count == content.count ? (String(cString: name), content) : nil
      }
    }
  }

  private static func two(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  private static func four(_ value: Int) -> [UInt8] { two(value) + two(value >> 16) }

  private static func crc(_ bytes: [UInt8]) -> Int {
    var crc = UInt32.max
    for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xff)] ^ crc >> 8 }
    return Int(~crc)
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1
    }
  }
}
