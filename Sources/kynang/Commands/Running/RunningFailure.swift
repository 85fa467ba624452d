import EmbeddedPostgres
import Foundation
import Localization
import Postgres
import Workforce

/// What stops the service from running, as a sentence for the operator.
enum RunningFailure {
  static func explained<Outcome>(
    _ words: Words, _ body: () async throws -> Outcome
  ) async throws -> Outcome {
    do {
      return try await body()
    } catch let failure as CommandFailure {
      throw failure
    } catch is CancellationError {
      throw CommandFailure(words["running.interrupted"], ExitCodes.interrupted)
    } catch let error as AppError {
      throw CommandFailure(
        words[error.rule, error.parameters], ExitCodes.of(error.code))
    } catch let error as EmbeddedPostgresError {
      throw CommandFailure(error.sentence(words), ExitCodes.unavailable)
    } catch let error as Migrator.Failure {
      throw CommandFailure(error.sentence(words), ExitCodes.software)
    } catch let error as DemoSeedingError {
      throw CommandFailure(words[error.wordKey], ExitCodes.input)
    } catch let error as PostgresError {
      throw CommandFailure(
        lines: [words[error.wordKey], error.description], exitCode: ExitCodes.unavailable)
    } catch let error as CocoaError {
      throw CommandFailure(
        words["running.path_refused", ["path": error.filePath ?? ""]], ExitCodes.unavailable)
    } catch {
      throw CommandFailure(
        words["running.cannot_run", ["reason": "\(error)"]], ExitCodes.unavailable)
    }
  }
}

extension PostgresError {
  /// Of the sentence that says what to look at. libpq tells its causes apart by text alone.
  var wordKey: String {
    if let error = serverError {
      return error.sqlState.rawValue == "42501" ? "running.database_rights" : refused
    }
    guard case .connectionRefused(let reason) = self else { return refused }
    let causes = [
      ("running.database_unreachable", ["Connection refused", "No such file", "timeout", "route"]),
      ("running.database_host_unknown", ["could not translate host name"]),
      ("running.database_tls", ["SSL", "certificate", "no encryption", "pg_hba.conf"]),
      ("running.database_missing", ["database \""]),
      ("running.database_login", ["authentication", "password", "role \"", "not permitted"]),
    ]
    return causes.first { cause in cause.1.contains { reason.contains($0) } }?.0 ?? refused
  }

  private var refused: String { "running.database_refused" }
}

extension Migrator.Failure {
  fileprivate func sentence(_ words: Words) -> String {
    switch self {
    case .edited(let name): words["running.schema_edited", ["name": name]]
    case .newerThanThisRelease(let names):
      words["running.schema_newer", ["names": names.joined(separator: ", ")]]
    case .behind(let names):
      words["running.schema_behind", ["names": names.joined(separator: ", ")]]
    }
  }
}

extension DemoSeedingError {
  fileprivate var wordKey: String {
    switch self {
    case .databaseHasFirms: "running.demo_has_firms"
    case .installationIsReal: "running.demo_is_real"
    case .referenceIsMissing: "running.demo_without_reference"
    case .loaderMayNotCopy: "running.demo_held_by_row_security"
    }
  }
}

extension EmbeddedPostgresError {
  fileprivate func sentence(_ words: Words) -> String {
    switch self {
    case .binariesNotFound: words["running.postgres_not_found"]
    case .versionMissing(let wanted):
      words["running.postgres_version_missing", ["version": "\(wanted)"]]
    case .folderUnreachable(let folder, let user):
      words["running.postgres_folder_unreachable", ["folder": folder, "user": user]]
    case .userMissing(let reason): words["running.postgres_user_missing", ["reason": reason]]
    case .commandFailed(let command, let output):
      words["running.postgres_command_failed", ["command": command, "output": output]]
    case .notAnswering(let folder): words["running.postgres_not_answering", ["folder": folder]]
    case .lockUnavailable(let folder): words["running.postgres_locked", ["folder": folder]]
    case .fileSystem(_, let path, _): words["running.path_refused", ["path": path]]
    }
  }
}
