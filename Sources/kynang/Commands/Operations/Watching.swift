import Dispatch
import Foundation
import Localization

/// Looks again and again at work that the server does beside the requests: whoever stops watching, or loses
/// the connection, can look again.
struct Watching {
  let client: APIClient
  let words: Words
  let progress: Progress

  private static let width = 24
  /// Half-seconds that a server may be out of reach: long enough for it to be started anew.
  private static let mostMisses = 240

  /// Ctrl-C ends the watching and not the work, so it says where to watch again. Holds until what it returns
  /// is cancelled by `end`.
  func untilInterrupted(_ line: String) -> any DispatchSourceSignal {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { [progress] in
      progress.stop()
      Terminal.say(Terminal.showsProgress ? "\r\u{1B}[K\(line)" : line)
      exit(ExitCodes.interrupted)
    }
    source.activate()
    return source
  }

  static func end(_ interruption: (any DispatchSourceSignal)?) {
    interruption?.cancel()
    signal(SIGINT, SIG_DFL)
  }

  /// - Parameter waiting: what is said while the server is out of reach.
  func look(at path: String, waiting: String) async throws -> Data {
    let request = APIRequest(method: "GET", path: path, body: nil, headers: [:])
    for _ in 0..<Self.mostMisses {
      do {
        return try await client.send(request).body
      } catch let failure as CommandFailure where failure.exitCode == ExitCodes.unavailable {
        progress.say(waiting)
        try await Task.sleep(for: .milliseconds(500))
      }
    }
    return try await client.send(request).body
  }

  static func bar(_ done: Int, of all: Int) -> String {
    let full = all > 0 ? min(width, width * done / all) : 0
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }
}
