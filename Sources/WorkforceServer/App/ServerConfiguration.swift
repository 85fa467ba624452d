/// How the service speaks HTTP.
package struct ServerConfiguration: Sendable {
  package let host: String
  package let port: Int
  /// Whether a proxy in front speaks TLS: cookies are then `Secure` and named `__Host-…`.
  package let isBehindTLS: Bool
  /// Largest body accepted, in bytes.
  package let bodyLimit: Int
  /// Whether each request writes a line to the log.
  package let logsRequests: Bool
  /// Where people find the service; nil for wherever a browser found it.
  package var publicURL: String?

  package init(host: String, port: Int, isBehindTLS: Bool, bodyLimit: Int, logsRequests: Bool) {
    self.host = host
    self.port = port
    self.isBehindTLS = isBehindTLS
    self.bodyLimit = bodyLimit
    self.logsRequests = logsRequests
  }

  /// On this machine alone: plain HTTP on the loopback address, bodies up to 16 MiB, no line per
  /// request.
  package static func local(port: Int) -> ServerConfiguration {
    ServerConfiguration(
      host: "127.0.0.1", port: port, isBehindTLS: false, bodyLimit: 16 << 20, logsRequests: false)
  }
}
