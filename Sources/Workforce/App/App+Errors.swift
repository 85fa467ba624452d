import Foundation
import Logging
import Postgres

extension PostgresError {
  /// Conflicts that pass when the same work is done again in a new transaction.
  var isWorthRetrying: Bool {
    guard case .server(let error) = self else { return false }
    return error.sqlState == .serializationFailure || error.sqlState == .deadlockDetected
      || error.constraint == "idempotency_record_key"
  }
}

extension App {
  /// Everything that can be thrown becomes one `AppError`; what is inside is logged, never shown.
  func translate(_ error: any Error, useCase: String, request: Request) -> AppError {
    switch error {
    case let error as AppError:
      return error
    case let error as PostgresError:
      return translate(error, useCase: useCase, request: request)
    case is CancellationError:
      return AppError(.unavailable, "error.cancelled")
    default:
      logger.error(
        "use case failed",
        metadata: [
          "use_case": "\(useCase)", "request_id": "\(request.id)",
          "error_type": "\(type(of: error))",
        ])
      return AppError(.internalError, "error.internal")
    }
  }

  private func translate(
    _ error: PostgresError, useCase: String, request: Request
  ) -> AppError {
    switch error {
    case .server(let server):
      if let known = Self.known(server) { return known }
      logger.error(
        "statement failed",
        metadata: [
          "use_case": "\(useCase)", "request_id": "\(request.id)",
          "sql_state": "\(server.sqlState.rawValue)", "constraint": "\(server.constraint ?? "-")",
        ])
      return AppError(.internalError, "error.internal")
    case .connectionLost, .connectionRefused:
      return AppError(.unavailable, "error.database_unavailable")
    case .commitUnknown:
      return AppError(.unavailable, "error.outcome_unknown")
    case .timedOut:
      return AppError(.unavailable, "error.timed_out")
    case .cancelled:
      return AppError(.unavailable, "error.cancelled")
    case .overloaded:
      return AppError(.limitReached, "error.overloaded")
    case .decoding, .misuse:
      logger.error(
        "database layer misused",
        metadata: [
          "use_case": "\(useCase)", "request_id": "\(request.id)", "error": "\(error)",
        ])
      return AppError(.internalError, "error.internal")
    }
  }

  /// Constraints are named as the sentence they enforce; that name is the key of the words.
  private static func known(_ server: ServerError) -> AppError? {
    switch server.sqlState {
    case .uniqueViolation, .exclusionViolation:
      return .conflict("constraint.\(server.constraint ?? "unknown")")
    case .checkViolation, .notNullViolation:
      return AppError(.invalidInput, "constraint.\(server.constraint ?? "unknown")")
    case .foreignKeyViolation:
      return AppError(.invalidInput, "constraint.\(server.constraint ?? "unknown")")
    case .numericValueOutOfRange, .datetimeFieldOverflow:
      return AppError(.invalidInput, "error.value_out_of_range")
    case .characterNotInRepertoire, .untranslatableCharacter:
      return AppError(.invalidInput, "error.unusable_character")
    case .insufficientPrivilege:
      return .forbidden
    case .serializationFailure, .deadlockDetected:
      // Done again as often as may be; what stands in the way is not passing.
      return .conflict("error.changed_meanwhile")
    case .lockNotAvailable, .queryCanceled:
      return AppError(.unavailable, "error.timed_out")
    default:
      return nil
    }
  }
}
