/// A named piece of SQL, prepared once on each connection that runs it.
package struct Statement: Sendable {
  package let name: String
  package let sql: String

  package init(name: String, sql: String) {
    self.name = name
    self.sql = sql
  }
}

extension Statement: Hashable {
  /// The name alone is hashed: hashing a long text for every call would cost more than its sending.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}

/// A statement with its values, encoded where it was made and not on the thread of the connections.
package struct Call: Sendable {
  package let statement: Statement
  let binds: Binds

  package init(_ statement: Statement, _ binds: [any PostgresEncodable]) {
    self.statement = statement
    var encoded = Binds(capacity: binds.count)
    for bind in binds { encoded.append(bind) }
    self.binds = encoded
  }

  init(statement: Statement, encoded: Binds) {
    self.statement = statement
    self.binds = encoded
  }
}
