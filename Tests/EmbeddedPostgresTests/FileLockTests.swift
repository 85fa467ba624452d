import Foundation
import Testing

@testable import EmbeddedPostgres

@Suite struct FileLockTests {
  private let path = NSTemporaryDirectory() + "kynang-lock-\(UUID().uuidString)"

  @Test func whoHoldsItAloneIsWaitedFor() async throws {
    let (mine, other) = (try FileLock(path: path), try FileLock(path: path))
    defer { unlink(path) }
    #expect(other.tryLock(.exclusive))
    let taken = Task { try await mine.lockUnlessShared(within: .seconds(60)) }
    try await Task.sleep(for: .milliseconds(100))
    other.unlock()

    #expect(try await taken.value)
    #expect(!other.tryLock(.shared))
  }

  @Test func whoSharesItIsNot() async throws {
    let (mine, other) = (try FileLock(path: path), try FileLock(path: path))
    defer { unlink(path) }
    #expect(other.tryLock(.shared))

    #expect(try await !mine.lockUnlessShared(within: .seconds(60)))
    other.unlock()
    #expect(other.tryLock(.exclusive))
  }
}
