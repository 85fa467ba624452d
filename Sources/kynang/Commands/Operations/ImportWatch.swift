import Foundation
import Localization

/// Watches an import until it is read or applied.
struct ImportWatch {
  let watching: Watching
  private var words: Words { watching.words }

  init(_ watching: Watching) {
    self.watching = watching
  }

  /// The answer once nothing is under way.
  func finished(_ answer: Data) async throws -> Data {
    var body = answer
    let interruption = try id(of: body).map { id in
      watching.untilInterrupted(words["cli.import_left", ["id": id]])
    }
    defer { Watching.end(interruption) }
    while let state = try state(of: body), let id = state["importId"] as? String {
      watching.progress.say(line(state))
      try await Task.sleep(for: .milliseconds(300))
      body = try await watching.look(
        at: "/v1/imports/\(id)", waiting: words["cli.import_waiting", ["id": id]])
    }
    return body
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
        "bar": Watching.bar(read, of: rows), "read": words.number(read),
        "rows": words.number(rows),
      ]]
  }
}
