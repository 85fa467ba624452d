/// Everything that can go wrong between a call and its rows.
package enum PostgresError: Error, Sendable {
  /// The connection died before the outcome arrived; nothing was committed.
  case connectionLost(String)
  /// The connection died while `commit` was on its way: it may or may not have happened.
  case commitUnknown
  /// No connection could be made.
  case connectionRefused(String)
  /// A statement, or the wait for a connection, took longer than allowed.
  case timedOut
  /// The task was cancelled; nothing was committed.
  case cancelled
  /// Too many requests wait already.
  case overloaded
  case server(ServerError)
  /// A value was not what the caller asked for; names the column, never the value.
  case decoding(String)
  /// The caller broke a rule of this module.
  case misuse(String)

  /// The error of the server, if it was one.
  package var serverError: ServerError? {
    if case .server(let error) = self { return error }
    return nil
  }
}

extension PostgresError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .connectionLost(let reason): "connection lost: \(reason)"
    case .commitUnknown: "connection lost during commit: its outcome is unknown"
    case .connectionRefused(let reason): "no connection: \(reason)"
    case .timedOut: "timed out"
    case .cancelled: "cancelled"
    case .overloaded: "too many requests wait for the database"
    case .server(let error): "refused by the server: \(error)"
    case .decoding(let reason): "decoding: \(reason)"
    case .misuse(let reason): "misuse: \(reason)"
    }
  }
}
