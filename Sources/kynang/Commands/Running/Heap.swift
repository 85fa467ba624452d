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
