import Foundation
import FoundationNetworking
import Synchronization
import TestSupport
import Testing

/// `kynang up` on a folder of its own, which a test may kill and start again.
final class RunningProgram: Sendable {
  enum Content {
    /// A small demo.
    case demo
    /// A real installation that nobody has entered yet.
    case nothing
  }

  private struct State {
    var process: Process?
    var url = ""
  }

  private let folder: URL
  private let content: Content
  private let state = Mutex(State())
  private let announced = TestBox("")

  init(holding content: Content) throws {
    self.content = content
    folder = FileManager.default.temporaryDirectory.appending(path: "kynang-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true,
      // Under root the database runs as another user, who must pass through.
      attributes: [.posixPermissions: 0o711])
  }

  var url: String { state.withLock { $0.url } }
  /// What the program told the terminal when it last started.
  var announcement: String { announced.value }

  /// Starts the program and returns once it listens.
  func start() async throws {
    let process = Process()
    process.executableURL = Program.binary
    process.arguments = [
      "up", "--data", folder.appending(path: "data").path, "--port", "0",
    ]
    process.arguments? += content == .demo ? ["--firms", "2"] : ["--empty"]
    process.environment = [
      "HOME": folder.path, "KYNANG_LANGUAGE": "en", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    announced.value = ""
    output.fileHandleForReading.readabilityHandler = { [announced] handle in
      let text = String(decoding: handle.availableData, as: UTF8.self)
      if text.isEmpty {
        handle.readabilityHandler = nil
      } else {
        announced.change { $0 += text }
      }
    }
    try process.run()
    while true {
      if let found = announcement.firstMatch(of: /http:\/\/[0-9a-z.]+:[0-9]+/) {
        let url = String(found.output)
        state.withLock { $0 = State(process: process, url: url) }
        return
      }
      try #require(process.isRunning, "the program ended before it listened")
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  func kill() async throws {
    guard let process = state.withLock({ $0.process }) else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
  }

  /// Kills the server of the database, all at once, as the kernel does when memory is short.
  func killDatabase() throws {
    let path = folder.appending(path: "data/database/server/postmaster.pid").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let number = try #require(text.split(separator: "\n").first.flatMap { pid_t($0) })
    Glibc.kill(number, SIGKILL)
  }

  func stop() async throws {
    if let process = state.withLock({ $0.process }), process.isRunning {
      process.terminate()
      while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
    }
    try FileManager.default.removeItem(at: folder)
  }

  /// The answer of one request, nil when there was none.
  func answer(
    _ method: String, _ path: String, headers: [String: String], body: [String: String]?
  ) async -> (status: Int, body: Data)? {
    guard let address = URL(string: url + path) else { return nil }
    var request = URLRequest(url: address, timeoutInterval: 10)
    request.httpMethod = method
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    if let body {
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(
        ("{"
          + body.map { "\"\($0)\":" + (["true", "false"].contains($1) ? $1 : "\"\($1)\"") }
          .joined(separator: ",")
          + "}").utf8)
    }
    do {
      let (data, response) = try await URLSession.shared.data(for: request)
      return (response as? HTTPURLResponse).map { ($0.statusCode, data) }
    } catch {
      // Killed in the middle: nobody knows whether it was done, which is what the test is about.
      return nil
    }
  }
}
