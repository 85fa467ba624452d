import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A client that sends all of its body before it listens, and wants the connection closed then.
struct BodyLimitTests {
  @Test func whoSendsTooMuchBeforeListeningIsAnsweredAllTheSame() async throws {
    try await withServer { program in
      let port = try #require(URL(string: program.url)?.port)
      let length = 20_000_000
      let head = """
        POST /v1/imports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
        Authorization: Bearer token-of-hr-of-firm-a\r\nContent-Type: application/json\r\n\
        Content-Length: \(length)\r\n\r\n
        """

      let answer = await Self.exchange(
        Data(head.utf8) + Data(repeating: 0x20, count: length), port: UInt16(port))

      #expect(answer.hasPrefix("HTTP/1.1 413"))
      #expect(answer.contains("application/problem+json"))
    }
  }

  /// What comes back once everything was sent; what was sent that far when nothing moves for ten seconds.
  private static func exchange(_ request: Data, port: UInt16) async -> String {
    await withCheckedContinuation { continuation in
      // Sending blocks, which the threads of the tests must not.
      Thread.detachNewThread {
        let stream = Int32(SOCK_STREAM.rawValue)
        let connection = socket(AF_INET, stream, 0)
        defer { close(connection) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
          setsockopt(
            connection, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        _ = withUnsafePointer(to: &address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
        let sent = request.withUnsafeBytes { bytes in
          var count = 0
          while count < bytes.count {
            let more = send(
              connection, bytes.baseAddress?.advanced(by: count), bytes.count - count, 0)
            guard more > 0 else { break }
            count += more
          }
          return count
        }
        guard sent == request.count else {
          continuation.resume(returning: "only \(sent) bytes were taken")
          return
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(connection, &chunk, chunk.count, 0), count > 0 {
          answer += chunk.prefix(count)
        }
        continuation.resume(returning: String(decoding: answer, as: UTF8.self))
      }
    }
  }
}
