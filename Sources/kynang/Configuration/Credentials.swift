import Foundation
import Localization

/// The access tokens kept on this machine, one per server, in a file that its owner alone can read.
struct Credentials: Codable, Equatable {
  struct Server: Codable, Equatable {
    let token: String
    /// Under which the server revokes it; nil in files that were written before it was kept.
    let tokenId: String?
    let place: String
  }

  /// The server that commands ask unless told otherwise.
  var current: String
  var servers: [String: Server]

  static var path: String {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    let home = environment["HOME"] ?? NSHomeDirectory()
    return (base ?? home + "/.config") + "/kynang/credentials"
  }

  /// Nil when nothing is kept. Throws when the file is open to others or cannot be read.
  static func load(from path: String, words: Words) throws(CommandFailure) -> Credentials? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
      guard mode & 0o077 == 0 else {
        throw CommandFailure(words["cli.credentials_open", ["path": path]], ExitCodes.permission)
      }
      return try JSONDecoder().decode(
        Credentials.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(
        words["cli.credentials_unreadable", ["path": path]], ExitCodes.permission)
    }
  }

  /// Written beside and renamed, and never readable by others, not even for a moment.
  func save(to path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let new = path + ".new"
    try? FileManager.default.removeItem(atPath: new)
    guard
      FileManager.default.createFile(
        atPath: new, contents: try encoder.encode(self), attributes: [.posixPermissions: 0o600]),
      rename(new, path) == 0
    else { throw CocoaError(.fileWriteUnknown) }
  }
}
