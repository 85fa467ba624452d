/// What the server makes of a statement without running it.
package struct StatementDescription: Sendable {
  package struct Column: Sendable, Hashable {
    package let name: String
    package let type: PostgresType
  }

  package let parameters: [PostgresType]
  package let columns: [Column]
}
