import Glibc
import Subprocess

/// Who runs the server: PostgreSQL refuses root, for whom a user without rights stands in.
struct ServerUser: Sendable {
  let name: String
  let userID: uid_t
  let groupID: gid_t
  /// True if commands must become this user first.
  let isOther: Bool

  static func current() async throws -> ServerUser {
    let own = geteuid()
    if own != 0 {
      return ServerUser(name: "\(own)", userID: own, groupID: getegid(), isOther: false)
    }
    for name in ["postgres", "kynang"] {
      if let user = find(name) { return user }
    }
    let made = try await Command("useradd").run([
      "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "kynang",
    ])
    guard let user = find("kynang") else { throw EmbeddedPostgresError.userMissing(made.output) }
    return user
  }

  private static func find(_ name: String) -> ServerUser? {
    guard let entry = getpwnam(name) else { return nil }
    return ServerUser(
      name: name, userID: entry.pointee.pw_uid, groupID: entry.pointee.pw_gid, isOther: true)
  }
}
