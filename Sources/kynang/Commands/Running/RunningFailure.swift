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
      throw CommandFailure(error.description, ExitCodes.unavailable)
    } catch let error as Migrator.Failure {
      throw CommandFailure(error.description, ExitCodes.software)
    } catch let error as DemoSeedingError {
      throw CommandFailure(error.description, ExitCodes.input)
    } catch let error as PostgresError {
      throw CommandFailure(
        lines: [words["running.database_refused"], error.description],
        exitCode: ExitCodes.unavailable)
    } catch {
      throw CommandFailure(
        words["running.cannot_run", ["reason": "\(error)"]], ExitCodes.unavailable)
    }
  }
}
