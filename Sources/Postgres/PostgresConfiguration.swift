/// How a pool reaches its database and how much it may ask of it.
package struct PostgresConfiguration: Sendable {
  /// A libpq connection string or URI. May hold a password, so it is never printed.
  package var conninfo: String
  /// Connections that share many short reads, several in flight on each; 2–4 are enough.
  package var readConnections: Int
  /// Connections with one transaction in flight each; 16–32 let writes share the disk's flush.
  package var writeConnections: Int
  package var connectTimeout: Duration
  /// Longest run of one statement; zero means no limit.
  package var statementTimeout: Duration
  /// Longest wait for a connection.
  package var acquireTimeout: Duration
  /// Requests that may wait before the next is refused as overloaded.
  package var maxQueued: Int
  package var applicationName: String

  package init(
    conninfo: String, readConnections: Int, writeConnections: Int, connectTimeout: Duration,
    statementTimeout: Duration, acquireTimeout: Duration, maxQueued: Int, applicationName: String
  ) {
    precondition(readConnections > 0 && writeConnections > 0 && maxQueued >= 0)
    self.conninfo = conninfo
    self.readConnections = readConnections
    self.writeConnections = writeConnections
    self.connectTimeout = connectTimeout
    self.statementTimeout = statementTimeout
    self.acquireTimeout = acquireTimeout
    self.maxQueued = maxQueued
    self.applicationName = applicationName
  }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String {
    "\(applicationName): \(readConnections) read, \(writeConnections) write connections"
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror {
    Mirror(self, children: ["description": description])
  }
}
