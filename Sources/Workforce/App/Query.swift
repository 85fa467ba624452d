import Foundation
import Postgres
import SQL

/// A named statement whose rows decode as `Row`.
package struct Query<Row: Decodable & Sendable>: Sendable {
  package let statement: Statement

  /// - Parameter name: a `-- name:` of `sql/queries`; an unknown one is a mistake in the program.
  package init(_ name: String) {
    statement = Statement(named: name)
  }
}

/// A named statement that is run for its effect.
package struct Command: Sendable {
  package let statement: Statement

  package init(_ name: String) {
    statement = Statement(named: name)
  }
}

extension Statement {
  package init(named name: String) {
    do {
      guard let found = try SQL.statements.get()[name] else {
        preconditionFailure("no statement is named \(name)")
      }
      self.init(name: found.name, sql: found.text)
    } catch {
      preconditionFailure("the SQL of the product cannot be read: \(error)")
    }
  }
}

extension Rows {
  /// The one row there must be. Throws `notFound` naming the noun when there is none.
  func one<Row: Decodable>(_ type: Row.Type, _ noun: String) throws -> Row {
    guard let row = try decode(type).first else { throw AppError.notFound(noun) }
    return row
  }
}
