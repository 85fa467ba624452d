import Configuration
import Foundation
import Localization
import Postgres
import Testing

@testable import kynang

struct RunningFailureTests {
  @Test(arguments: [
    ("connection to server at \"127.0.0.1\", port 1 failed: Connection refused", "unreachable"),
    ("could not translate host name \"db.invalid\" to address", "host_unknown"),
    ("FATAL:  database \"kynan\" does not exist", "missing"),
    ("FATAL:  password authentication failed for user \"kynang_app\"", "login"),
    ("FATAL:  role \"kynang_ap\" does not exist", "login"),
    ("server does not support SSL, but SSL was required", "tls"),
    ("FATAL:  no pg_hba.conf entry for host \"10.0.0.1\"", "tls"),
    ("something else", "refused"),
  ])
  func whyThereIsNoConnectionIsTold(_ reason: String, _ cause: String) {
    #expect(PostgresError.connectionRefused(reason).wordKey == "running.database_\(cause)")
    #expect(Words(.vi).ifPresent("running.database_\(cause)") != nil)
  }

  @Test func aPortThatIsTakenIsNamedBeforeAnythingStarts() async throws {
    let taken = try TakenPort()
    defer { taken.release() }
    let settings = try await settings(host: "127.0.0.1", port: taken.port)
    let failure = try #require(throws: CommandFailure.self) {
      try ListeningAddress.check(settings, Words(.vi))
    }
    #expect(failure.exitCode == 69)
    #expect(failure.lines.first?.contains("\(taken.port)") == true)
  }

  @Test func anAddressOfAnotherMachineIsRefusedAndAFreePortIsNot() async throws {
    let elsewhere = try await settings(host: "192.0.2.1", port: 8080)
    let free = try await settings(host: "127.0.0.1", port: 0)
    #expect(throws: CommandFailure.self) { try ListeningAddress.check(elsewhere, Words(.en)) }
    try ListeningAddress.check(free, Words(.en))
  }

  @Test func aConnectionStringThatIsNoneIsNamedAndNotRepeated() async throws {
    let settings = try await Settings(
      flags: [:], environment: ["KYNANG_DATABASE_URL": "s3cret"], file: nil, words: Words(.vi))
    let failure = try #require(throws: CommandFailure.self) {
      _ = try settings.conninfo(.databaseUrl, Words(.vi))
    }
    #expect(failure.lines.joined().contains("KYNANG_DATABASE_URL"))
    #expect(!failure.lines.joined().contains("s3cret"))
  }

  private func settings(host: String, port: Int) async throws -> Settings {
    try await Settings(
      flags: [
        .host: ConfigValue(.string(host), isSecret: false),
        .port: ConfigValue(.int(port), isSecret: false),
      ], environment: [:], file: nil, words: Words(.en))
  }
}

/// A port of this machine that somebody listens on.
private struct TakenPort {
  let port: Int
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 1) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    try #require(isListening)
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  func release() { close(descriptor) }
}
