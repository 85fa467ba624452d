import Glibc
import Synchronization

/// An advisory lock on a file. The kernel lets go of it when the process ends in whatever way.
final class FileLock: Sendable {
  enum Mode: Sendable { case shared, exclusive }

  private let descriptor: Int32
  private let path: String

  /// Opens the file, which is made if need be, and locks nothing yet.
  init(path: String) throws {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    self.path = path
    guard descriptor >= 0 else {
      throw EmbeddedPostgresError.fileSystem(operation: "opened", path: path, code: errno)
    }
  }

  deinit {
    close(descriptor)
  }

  /// False if somebody else has it.
  func tryLock(_ mode: Mode) -> Bool {
    let operation = mode == .shared ? LOCK_SH : LOCK_EX
    return flock(descriptor, operation | LOCK_NB) == 0
  }

  func lock(_ mode: Mode, within limit: Duration) async throws {
    let deadline = ContinuousClock.now + limit
    while !tryLock(mode) {
      guard ContinuousClock.now < deadline else {
        throw EmbeddedPostgresError.lockUnavailable(folder: path)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits while somebody else holds the lock alone, and takes it alone. False, with nothing held, if others
  /// share it.
  func lockUnlessShared(within limit: Duration) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while !tryLock(.exclusive) {
      if tryLock(.shared) {
        // Others share it, or who held it alone has let go of it since.
        if tryLock(.exclusive) { return true }
        unlock()
        return false
      }
      guard ContinuousClock.now < deadline else {
        throw EmbeddedPostgresError.lockUnavailable(folder: path)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    return true
  }

  func unlock() {
    flock(descriptor, LOCK_UN)
  }
}
