/// Stops a throwaway server some seconds after its last user has gone, in whatever way.
struct Watcher: Sendable {
  let folder: ClusterFolder
  let binaries: Binaries

  /// Users hold a shared lock; the watcher waits for the exclusive one, gives those who come next a
  /// moment, and stops the server while it holds the lock.
  private static let script = """
    (
      while :; do
        flock -x "$1" true
        sleep 15
        if flock -n -x "$1" "$2" stop -s -w -m fast -D "$3"; then exit; fi
        if ! "$2" status -D "$3" >/dev/null; then exit; fi
      done
    ) </dev/null >/dev/null 2>&1 &
    """

  func start() async throws {
    try await Command("/bin/sh", as: folder.user).succeed([
      "-c", Self.script, "sh", folder.usersLock, binaries.path("pg_ctl"), folder.data,
    ])
  }
}
