import Foundation
import Localization

/// Where `kynang up` keeps everything it makes: the database, and the password of its login.
struct DataFolder: Sendable {
  let path: String

  /// The folder given, else the one that the system keeps for data of this user.
  init(_ settings: Settings, environment: [String: String]) throws {
    path = try settings.text(.data) ?? Self.usual(environment, isRoot: geteuid() == 0)
  }

  static func usual(_ environment: [String: String], isRoot: Bool) -> String {
    if isRoot { return "/var/lib/kynang" }
    if let base = environment["XDG_DATA_HOME"], base.hasPrefix("/") { return "\(base)/kynang" }
    return "\(environment["HOME"] ?? NSHomeDirectory())/.local/share/kynang"
  }

  var database: String { "\(path)/database" }
  /// In the format of `.pgpass`, so that no connection string carries the password.
  var loginPassword: String { "\(path)/login.pgpass" }

  func make() throws {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    // Under root the server runs as another user, who must pass through and needs to see nothing.
    chmod(path, geteuid() == 0 ? 0o711 : 0o700)
  }

  /// The password kept here, or a new one; only the owner of the file can read it.
  func password(randomBytes: (Int) -> [UInt8]) throws -> String {
    if FileManager.default.fileExists(atPath: loginPassword) {
      let line = try String(contentsOfFile: loginPassword, encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      if let password = line.split(separator: ":").last { return String(password) }
    }
    let password = randomBytes(24).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    try write("*:*:*:*:\(password)\n", to: loginPassword)
    return password
  }

  /// Written aside and moved into place, never readable by others in between.
  private func write(_ text: String, to path: String) throws {
    let draft = "\(path).new"
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw CocoaError(.fileWriteNoPermission) }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.synchronize()
    try handle.close()
    guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
