import Foundation
import Synchronization

/// A sign of life on standard error for work that takes longer than a glance; nothing where nobody
/// looks.
final class Progress: Sendable {
  private let text: Mutex<String>
  private let task: Mutex<Task<Void, Never>?>

  init(_ text: String) {
    self.text = Mutex(text)
    task = Mutex(nil)
    guard Terminal.showsProgress else { return }
    let turning = Task { await turn() }
    task.withLock { $0 = turning }
  }

  func say(_ text: String) {
    self.text.withLock { $0 = text }
  }

  func stop() {
    let turning = task.withLock { task in
      defer { task = nil }
      return task
    }
    turning?.cancel()
  }

  private func turn() async {
    let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
    var frame = 0
    do {
      try await Task.sleep(for: .milliseconds(400))
      while true {
        let line = "\r\u{1B}[K\(frames[frame % frames.count]) \(text.withLock { $0 })"
        Terminal.standardError.write(Data(line.utf8))
        frame += 1
        try await Task.sleep(for: .milliseconds(100))
      }
    } catch {
      if frame > 0 { Terminal.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
  }
}
