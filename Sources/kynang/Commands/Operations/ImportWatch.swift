import Dispatch
import Foundation
import Localization

/// Watches an import until it is read or applied. The work is the server's: whoever stops watching, or
/// loses the connection, can look again.
struct ImportWatch {
  let client: APIClient
  let words: Words
  let progress: Progress

  private static let width = 24
  /// Half-seconds that a server may be out of reach: long enough for it to be started anew.
  private static let mostMisses = 240

  /// The answer once nothing is under way.
  func finished(_ answer: Data) async throws -> Data {
    var body = answer
    let interruption = try id(of: body).map(untilInterrupted)
    defer {
      interruption?.cancel()
      signal(SIGINT, SIG_DFL)
    }
    while let state = try state(of: body), let id = state["importId"] as? String {
      progress.say(line(state))
      try await Task.sleep(for: .milliseconds(300))
      body = try await again(id)
    }
    return body
  }

  /// Ctrl-C ends the watching and not the work, so it says where to watch again.
  private func untilInterrupted(_ id: String) -> any DispatchSourceSignal {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { [progress, words] in
      progress.stop()
      let line = words["cli.import_left", ["id": id]]
      Terminal.say(Terminal.showsProgress ? "\r\u{1B}[K\(line)" : line)
      exit(ExitCodes.interrupted)
    }
    source.activate()
    return source
  }

  /// Nil when nothing is under way.
  private func id(of body: Data) throws -> String? { try state(of: body)?["importId"] as? String }

  /// The import while it is being worked on; nil when it is not.
  private func state(of body: Data) throws -> [String: Any]? {
    guard let object = try JSONSerialization.jsonObject(with: body) as? [String: Any],
      ["reading", "applying"].contains(object["state"] as? String ?? ""),
      object["isInterrupted"] as? Bool != true
    else { return nil }
    return object
  }

  private func again(_ id: String) async throws -> Data {
    let request = APIRequest(method: "GET", path: "/v1/imports/\(id)", body: nil, headers: [:])
    for _ in 0..<Self.mostMisses {
      do {
        return try await client.send(request).body
      } catch let failure as CommandFailure where failure.exitCode == ExitCodes.unavailable {
        progress.say(words["cli.import_waiting", ["id": id]])
        try await Task.sleep(for: .milliseconds(500))
      }
    }
    return try await client.send(request).body
  }

  private func line(_ state: [String: Any]) -> String {
    let rows = state["rowCount"] as? Int ?? 0
    let read = state["readCount"] as? Int ?? 0
    guard state["state"] as? String == "reading" else {
      let writes = (state["createCount"] as? Int ?? 0) + (state["changeCount"] as? Int ?? 0)
      return words["cli.import_applying", ["rows": words.number(writes)]]
    }
    return words[
      "cli.import_reading",
      [
        "bar": Self.bar(read, of: rows), "read": words.number(read), "rows": words.number(rows),
      ]]
  }

  static func bar(_ done: Int, of all: Int) -> String {
    let full = all > 0 ? min(width, width * done / all) : 0
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }
}
