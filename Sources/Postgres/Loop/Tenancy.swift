/// The exclusive use of one connection by one task, from its first statement to its release.
final class Tenancy {
  let id: TenancyID
  let isDedicated: Bool
  /// Nil until the first statement has found a connection.
  var connection: Connection?
  /// Statements that wait for the connection.
  var waiting: [Request] = []
  /// `begin` and settings, until they travel with the first statement.
  var prologue: [Call] = []
  /// What made the transaction fail; its commit will answer with it.
  var firstError: PostgresError?
  /// Why there is no connection any more.
  var lost: PostgresError?

  init(id: TenancyID, isDedicated: Bool) {
    self.id = id
    self.isDedicated = isDedicated
  }
}
