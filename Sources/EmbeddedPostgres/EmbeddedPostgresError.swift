/// Why there is no private cluster; every description is a sentence for the person who started it.
package enum EmbeddedPostgresError: Error, Sendable, CustomStringConvertible {
  case binariesNotFound
  case versionMissing(wanted: Int)
  case folderUnreachable(folder: String, user: String)
  case userMissing(String)
  case commandFailed(command: String, output: String)
  case notAnswering(folder: String)
  case lockUnavailable(folder: String)
  case fileSystem(operation: String, path: String, code: Int32)

  package var description: String {
    switch self {
    case .binariesNotFound:
      "No PostgreSQL of version 15 or later was found: install the package postgresql."
    case .versionMissing(let wanted):
      "The data was made by PostgreSQL \(wanted), which is not installed: install it again."
    case .folderUnreachable(let folder, let user):
      "The user \(user), who runs the database, cannot reach \(folder): choose another folder."
    case .userMissing(let reason):
      "PostgreSQL refuses to run as root and no other user could be made for it: \(reason)"
    case .commandFailed(let command, let output):
      "\(command) failed: \(output)"
    case .notAnswering(let folder):
      "The database of \(folder) runs but does not answer: look into its log."
    case .lockUnavailable(let folder):
      "Another process has been starting or stopping the database of \(folder) for too long."
    case .fileSystem(let operation, let path, let code):
      "\(path) could not be \(operation) (error \(code))."
    }
  }
}
