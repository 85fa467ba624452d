/// What one connection has prepared, and under which name the server knows it.
struct PreparedStatements {
  /// One statement with the types of its values; a class, because results refer to it.
  final class Entry {
    enum State { case unsent, sent, ready, stale }

    let statement: Statement
    let types: [UInt32]
    let serverName: String
    var state = State.unsent

    init(statement: Statement, types: [UInt32], serverName: String) {
      self.statement = statement
      self.types = types
      self.serverName = serverName
    }
  }

  private var entries: [Statement: [Entry]] = [:]
  private var generation = 0

  /// True if it was sent and not answered yet: nobody may rely on it, nor prepare it again.
  func isUnconfirmed(_ call: Call) -> Bool {
    entries[call.statement]?.contains { $0.state == .sent } ?? false
  }

  /// An entry that may have to be sent first.
  mutating func entry(for call: Call) -> Entry {
    if let known = entries[call.statement]?.first(where: { $0.types == call.binds.types }) {
      return known
    }
    generation += 1
    // The server cuts names after 63 bytes, so the part that makes it unique comes first.
    let entry = Entry(
      statement: call.statement, types: call.binds.types,
      serverName: "\(generation).\(call.statement.name)")
    entries[call.statement, default: []].append(entry)
    return entry
  }

  /// The session was reset: whatever was prepared is gone.
  mutating func forgetAll() {
    entries = [:]
  }

  /// The server does not know it, or not as it was: the next call prepares it under a new name.
  mutating func forget(_ entry: Entry) {
    entry.state = .stale
    entries[entry.statement]?.removeAll { $0 === entry }
  }
}
