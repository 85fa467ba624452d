import Foundation
import Logging
import Synchronization

/// How lines of the log are written to standard error.
enum LogFormat: String, CaseIterable, Sendable {
  /// For a person at a terminal.
  case plain
  /// One JSON object a line, for programs that collect logs.
  case json

  /// Called once, before the first logger is made.
  func bootstrap(level: Logger.Level) {
    switch self {
    case .plain:
      LoggingSystem.bootstrap { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
      }
    case .json:
      LoggingSystem.bootstrap { JSONLogHandler(label: $0, logLevel: level) }
    }
  }
}

/// Writes each event as one line of JSON.
struct JSONLogHandler: LogHandler {
  let label: String
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  private static let lock = Mutex(())

  init(label: String, logLevel: Logger.Level) {
    self.label = label
    self.logLevel = logLevel
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let line = Self.line(
      event.message, level: event.level, label: label, at: Date(),
      metadata.merging(event.metadata ?? [:]) { $1 })
    Self.lock.withLock { _ in FileHandle.standardError.write(line) }
  }

  static func line(
    _ message: Logger.Message, level: Logger.Level, label: String, at moment: Date,
    _ metadata: Logger.Metadata
  ) -> Data {
    var object = metadata.mapValues { "\($0)" }
    object["at"] = moment.ISO8601Format(.init(includingFractionalSeconds: true))
    object["level"] = level.rawValue
    object["label"] = label
    object["message"] = "\(message)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(object) + Data("\n".utf8)
    } catch {
      return Data(#"{"level":"error","message":"a line could not be written"}"#.utf8 + [0x0A])
    }
  }
}
