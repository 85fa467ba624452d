/// What a transaction is, before its first statement: all of it travels with that statement.
package struct TransactionSettings: Sendable {
  package enum Access: Sendable { case read, write }
  package enum Isolation: Sendable { case readCommitted, repeatableRead, serializable }

  package var access: Access
  package var isolation: Isolation
  /// The database role to become for the length of the transaction.
  package var role: String?
  /// Settings for the length of the transaction, such as `app.firm`.
  package var settings: [(name: String, value: String)]
  /// Longest run of one statement; nil means the pool's, zero means no limit.
  package var statementTimeout: Duration?

  package init(
    access: Access, isolation: Isolation, role: String?, settings: [(name: String, value: String)],
    statementTimeout: Duration? = nil
  ) {
    self.access = access
    self.isolation = isolation
    self.role = role
    self.settings = settings
    self.statementTimeout = statementTimeout
  }

  /// A plain transaction of the connection's own role.
  package init(_ access: Access) {
    self.init(access: access, isolation: .readCommitted, role: nil, settings: [])
  }
}

extension TransactionSettings {
  var begin: Statement {
    switch (access, isolation) {
    case (.read, .readCommitted): Self.beginReadCommittedRead
    case (.read, .repeatableRead): Self.beginRepeatableReadRead
    case (.read, .serializable): Self.beginSerializableRead
    case (.write, .readCommitted): Self.beginReadCommittedWrite
    case (.write, .repeatableRead): Self.beginRepeatableReadWrite
    case (.write, .serializable): Self.beginSerializableWrite
    }
  }

  /// One statement that applies every setting, by value: nothing has to be quoted.
  func apply() throws(PostgresError) -> Call? {
    var pairs = settings
    if let role { pairs.insert(("role", role), at: 0) }
    if let statementTimeout {
      pairs.append(("statement_timeout", String(statementTimeout.wholeMilliseconds)))
    }
    if pairs.isEmpty { return nil }
    for pair in pairs where !Self.isValidName(pair.name) || pair.value.utf8.contains(0) {
      throw .misuse("\(pair.name) cannot be set for a transaction")
    }
    var binds = Binds(capacity: 4 * pairs.count)
    for pair in pairs {
      binds.append(pair.name)
      binds.append(pair.value)
    }
    return Call(statement: Self.applyStatement(count: pairs.count), encoded: binds)
  }

  private static func applyStatement(count: Int) -> Statement {
    if count <= prebuilt.count { return prebuilt[count - 1] }
    return buildApplyStatement(count: count)
  }

  private static let prebuilt = (1...8).map { buildApplyStatement(count: $0) }

  private static func buildApplyStatement(count: Int) -> Statement {
    let calls = (0..<count).map { "set_config($\(2 * $0 + 1), $\(2 * $0 + 2), true)" }
    return Statement(
      name: "postgres.apply_\(count)", sql: "select " + calls.joined(separator: ", "))
  }

  private static func isValidName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 64
      && name.utf8.allSatisfy {
        (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f || $0 == 0x2e
      }
  }

  private static let beginReadCommittedRead = Statement(
    name: "postgres.begin_read_committed_read",
    sql: "begin isolation level read committed read only")
  private static let beginRepeatableReadRead = Statement(
    name: "postgres.begin_repeatable_read_read",
    sql: "begin isolation level repeatable read read only")
  private static let beginSerializableRead = Statement(
    name: "postgres.begin_serializable_read",
    sql: "begin isolation level serializable read only")
  private static let beginReadCommittedWrite = Statement(
    name: "postgres.begin_read_committed_write",
    sql: "begin isolation level read committed read write")
  private static let beginRepeatableReadWrite = Statement(
    name: "postgres.begin_repeatable_read_write",
    sql: "begin isolation level repeatable read read write")
  private static let beginSerializableWrite = Statement(
    name: "postgres.begin_serializable_write",
    sql: "begin isolation level serializable read write")
}

extension Duration {
  /// Rounded up, so that a short time never becomes PostgreSQL's zero, which means "no limit".
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
