import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// The memory that the allocator keeps for later.
enum Heap {
  /// Gives back what a bulk load held and a server never needs again: the allocator of Linux keeps the
  /// pages of freed memory otherwise, for as long as the process runs.
  static func giveBack() {
    #if canImport(Glibc)
      // The module map of the C library leaves its header out.
      guard let symbol = dlsym(nil, "malloc_trim") else { return }
      let trim = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)
      _ = trim(0)
    #endif
  }
}

/// The pages of the program and its libraries, which Linux reads from their files.
enum ProgramText {
  /// Lets go of what starting needed: nearly all code is run once for the registry, the description of
  /// the API and the checks of the schema, and a server at rest runs little of it. What is called again
  /// comes back from the cache of files; the system itself would take these pages whenever it likes.
  static func giveBack() throws {
    #if canImport(Glibc)
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/smaps"))
      let maps = try file.readToEnd() ?? Data()
      for range in untouchedFiles(inMaps: String(decoding: maps, as: UTF8.self)) {
        _ = madvise(
          UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, Int32(MADV_DONTNEED))
      }
    #endif
  }

  /// Mappings of files that cannot be written and never were: a page that was, such as one that the
  /// linker has filled in, exists nowhere else.
  static func untouchedFiles(inMaps text: String) -> [Range<UInt>] {
    var ranges: [Range<UInt>] = []
    var candidate: Range<UInt>?
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard let first = fields.first else { continue }
      if !first.hasSuffix(":") {
        candidate = fileThatCannotBeWritten(fields)
      } else if first == "Anonymous:", fields.dropFirst().first == "0", let range = candidate {
        ranges.append(range)
      }
    }
    return ranges
  }

  /// Of a line such as `55d0-55e0 r-xp 00000000 fd:00 131 /usr/bin/kynang`.
  private static func fileThatCannotBeWritten(_ fields: [Substring]) -> Range<UInt>? {
    guard fields.count >= 6, fields[5].hasPrefix("/"), !fields[1].contains("w") else { return nil }
    let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
    guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
    return bounds[0]..<bounds[1]
  }
}
