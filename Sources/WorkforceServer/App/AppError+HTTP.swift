import HTTPTypes
import Workforce

extension AppError.Code {
  package var status: HTTPResponse.Status {
    switch self {
    case .invalidInput: .unprocessableContent
    case .unauthenticated: .unauthorized
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .conflict: .conflict
    case .limitReached: .tooManyRequests
    case .unavailable: .serviceUnavailable
    case .internalError: .internalServerError
    }
  }

  /// Seconds after which trying again makes sense; nil when it never does by itself.
  var retryAfter: Int? {
    switch self {
    case .limitReached: 1
    case .unavailable: 5
    case .invalidInput, .unauthenticated, .forbidden, .notFound, .conflict, .internalError: nil
    }
  }
}
