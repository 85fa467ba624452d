import CPostgres

extension PostgresError {
  /// `libpq` numbers the fields of an error by letters. Source: `postgres_ext.h`.
  private enum Field: Character {
    case severity = "V"
    case sqlState = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case table = "t"
    case column = "c"
    case constraint = "n"
    case function = "R"
  }

  /// - Parameter isCancelled: whether the statement was cancelled by us and not by its time limit.
  init(result: OpaquePointer, isCancelled: Bool) {
    guard let code = Self.field(.sqlState, of: result) else {
      self = .connectionLost("the server closed the connection")
      return
    }
    let severity = Self.field(.severity, of: result)
    let state = SQLState(rawValue: code)
    if severity == "FATAL" || severity == "PANIC" {
      self = .connectionLost("the server ended it with SQLSTATE \(code)")
    } else if state == .queryCanceled {
      self = isCancelled ? .cancelled : .timedOut
    } else {
      self = .server(
        ServerError(
          sqlState: state,
          message: Self.field(.message, of: result) ?? "",
          detail: Self.field(.detail, of: result),
          hint: Self.field(.hint, of: result),
          constraint: Self.field(.constraint, of: result),
          table: Self.field(.table, of: result),
          column: Self.field(.column, of: result)))
    }
  }

  /// How much of what a connection has prepared the server has another idea of.
  enum Staleness { case none, statement, session }

  static func staleness(_ result: OpaquePointer) -> Staleness {
    switch field(.sqlState, of: result) {
    // `discard all` or a connection pooler took the statements away.
    case "26000": .session
    // A table changed its columns under a prepared statement.
    case "0A000": field(.function, of: result) == "RevalidateCachedQuery" ? .statement : .none
    default: .none
    }
  }

  /// Of a notice: the only part of it that cannot hold a person's data.
  static func noticeCode(_ result: OpaquePointer?) -> String {
    result.flatMap { field(.sqlState, of: $0) } ?? "unknown"
  }

  private static func field(_ field: Field, of result: OpaquePointer) -> String? {
    guard let code = field.rawValue.asciiValue,
      let text = PQresultErrorField(result, Int32(code))
    else { return nil }
    return String(cString: text)
  }
}
