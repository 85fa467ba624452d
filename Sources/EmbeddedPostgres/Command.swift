import Subprocess
import SystemPackage

/// A program run to its end, with a clean environment and, for the server's, as its user.
struct Command: Sendable {
  struct Outcome: Sendable {
    let code: Int32
    let output: String
  }

  let executable: String
  let user: ServerUser?

  init(_ executable: String, as user: ServerUser? = nil) {
    self.executable = executable
    self.user = user
  }

  /// Throws if the program cannot be started; its failure is a code other than zero.
  func run(_ arguments: [String]) async throws -> Outcome {
    var words = [executable] + arguments
    if let user, user.isOther {
      // A user given to Subprocess is set between fork and exec, where glibc may wait for ever for
      // a thread that exists in the parent alone.
      words =
        ["setpriv", "--reuid=\(user.userID)", "--regid=\(user.groupID)", "--clear-groups", "--"]
        + words
    }
    // Variables such as PGHOST or PGDATA of the caller would lead the programs elsewhere.
    let result = try await Subprocess.run(
      words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]),
      arguments: Arguments(Array(words.dropFirst())),
      environment: .custom(["PATH": Self.searchPath, "LC_ALL": "C.UTF-8"]),
      workingDirectory: "/", input: .none,
      output: .string(limit: 65_536), error: .combinedWithOutput)
    let output = result.standardOutput
    switch result.terminationStatus {
    case .exited(let code): return Outcome(code: code, output: output)
    case .signaled(let signal): return Outcome(code: 128 + signal, output: output)
    }
  }

  private static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// Throws if the program fails.
  func succeed(_ arguments: [String]) async throws {
    let outcome = try await run(arguments)
    guard outcome.code == 0 else {
      throw EmbeddedPostgresError.commandFailed(command: executable, output: outcome.output)
    }
  }
}
