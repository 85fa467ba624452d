import Foundation
import Localization
import WorkforceServer

/// Where the service will listen, tried before anything else is started: a port that another program
/// has is known at once, not after a database was made.
enum ListeningAddress {
  /// Throws a sentence when nothing can listen there.
  static func check(_ settings: Settings, _ words: Words) throws {
    let configuration = try settings.server()
    let port = "\(configuration.port)"
    guard let code = refusal(host: configuration.host, port: port) else { return }
    let key =
      switch code {
      case EADDRINUSE: "running.port_in_use"
      case EACCES: "running.port_forbidden"
      default: "running.address_unavailable"
      }
    throw CommandFailure(
      words[key, ["host": configuration.host, "port": port]], ExitCodes.unavailable)
  }

  /// The `errno` of listening there; nil where one can. Asked with the option that servers set, so that a
  /// port that was left a moment ago counts as free.
  private static func refusal(host: String, port: String) -> Int32? {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, port, &hints, &found) == 0, let address = found?.pointee else {
      return EADDRNOTAVAIL
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var isOn: Int32 = 1
    setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout.size(ofValue: isOn)))
    return bind(descriptor, address.ai_addr, address.ai_addrlen) == 0
      && listen(descriptor, 1) == 0 ? nil : errno
  }
}
