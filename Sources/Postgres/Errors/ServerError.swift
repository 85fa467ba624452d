/// What PostgreSQL said when it refused a statement.
///
/// Message, detail and hint may quote a person's data, so no description, dump or mirror shows them;
/// read them only where they are kept from logs and users.
package struct ServerError: Error, Sendable {
  package let sqlState: SQLState
  package let message: String
  package let detail: String?
  package let hint: String?
  package let constraint: String?
  package let table: String?
  package let column: String?

  package init(
    sqlState: SQLState, message: String, detail: String?, hint: String?, constraint: String?,
    table: String?, column: String?
  ) {
    self.sqlState = sqlState
    self.message = message
    self.detail = detail
    self.hint = hint
    self.constraint = constraint
    self.table = table
    self.column = column
  }
}

extension ServerError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    var text = "SQLSTATE \(sqlState.rawValue)"
    if let constraint { text += ", constraint \(constraint)" }
    if let table { text += ", table \(table)" }
    return text
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror {
    Mirror(self, children: ["description": description])
  }
}
