import Foundation
import Glibc

/// Where a cluster keeps what: its data, its password, its socket and its locks.
struct ClusterFolder: Sendable {
  let root: String
  let user: ServerUser

  var data: String { "\(root)/server" }
  var unfinishedData: String { "\(root)/server.unfinished" }
  /// In the format of `.pgpass`, so that connection strings carry no secret.
  var password: String { "\(root)/password" }
  var startLock: String { "\(root)/start.lock" }
  var usersLock: String { "\(root)/users.lock" }
  var settings: String { "\(data)/kynang.conf" }
  var log: String { "\(data)/start.log" }

  /// The path of a Unix socket is at most 107 bytes long, with `/.s.PGSQL.5432` at its end.
  var socket: String {
    let inside = "\(root)/socket"
    if inside.utf8.count <= 90 { return inside }
    let digest = root.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return "/tmp/kynang-\(user.userID)-\(String(digest, radix: 36))"
  }

  func make() async throws {
    if !FileManager.default.fileExists(atPath: root) {
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
      // The server's user must pass through, and needs to see nothing.
      chmod(root, user.isOther ? 0o711 : 0o700)
    }
    let passage = try await Command("/bin/sh", as: user).run(["-c", "cd \"$1\"", "sh", root])
    guard passage.code == 0 else {
      throw EmbeddedPostgresError.folderUnreachable(folder: root, user: user.name)
    }
    try makeOwned(socket)
  }

  /// Made for the server's user alone; refused if it is anybody else's, as `/tmp` is everybody's.
  func makeOwned(_ path: String) throws {
    if mkdir(path, 0o700) == 0 { try give(path) }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      status.st_uid == user.userID
    else {
      throw EmbeddedPostgresError.fileSystem(operation: "taken", path: path, code: errno)
    }
    chmod(path, 0o700)
  }

  /// Written as a whole or not at all, and never readable by others in between.
  func write(_ text: String, to path: String, owned: Bool) throws {
    let draft = "\(path).draft"
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw EmbeddedPostgresError.fileSystem(operation: "written", path: path, code: errno)
    }
    let bytes = Array(text.utf8)
    let written = Glibc.write(file, bytes, bytes.count)
    fsync(file)
    close(file)
    guard written == bytes.count, rename(draft, path) == 0 else {
      throw EmbeddedPostgresError.fileSystem(operation: "written", path: path, code: errno)
    }
    if owned { try give(path) }
  }

  private func give(_ path: String) throws {
    guard !user.isOther || chown(path, user.userID, user.groupID) == 0 else {
      throw EmbeddedPostgresError.fileSystem(operation: "given away", path: path, code: errno)
    }
  }

  var dataVersion: Int? {
    get throws {
      let path = "\(data)/PG_VERSION"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }
}
