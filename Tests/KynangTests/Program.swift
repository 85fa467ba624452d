import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import TestSupport
import Testing
import Workforce
import WorkforceServer

/// The built binary, with a home of its own.
struct Program: Sendable {
  struct Answer: Sendable {
    let output: String
    let errors: String
    let exitCode: Int32
  }

  private static let token = "token-of-hr-of-firm-a"
  /// Whom the server knows, by token.
  static let people = [
    Program.token: World.hrA, "token-of-trainer": World.teacher1,
    "token-of-manager": World.managerOfSales, "token-of-officer": World.officer,
  ]
  let url: String
  private let home: URL

  init(url: String) throws {
    self.url = url
    home = FileManager.default.temporaryDirectory.appending(path: "kynang-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
  }

  /// The binary stands beside the bundle of the tests.
  static var binary: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "kynang")
  }

  /// - Parameter token: nil for whoever signs in with the program itself.
  func run(
    _ arguments: [String], input: String = "", token: String? = Self.token
  ) async throws -> Answer {
    let process = Process()
    process.executableURL = Self.binary
    process.arguments = arguments
    process.environment = ["HOME": home.path, "LANG": "vi_VN.UTF-8", "KYNANG_URL": url]
    process.environment?["KYNANG_TOKEN"] = token
    let (inputs, outputs, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = inputs
    process.standardOutput = outputs
    process.standardError = errors
    return try await withCheckedThrowingContinuation { continuation in
      // Reading blocks, which the threads of the tests must not.
      Thread.detachNewThread {
        do {
          try process.run()
          inputs.fileHandleForWriting.write(Data(input.utf8))
          try inputs.fileHandleForWriting.close()
          let output = outputs.fileHandleForReading.readDataToEndOfFile()
          let error = errors.fileHandleForReading.readDataToEndOfFile()
          process.waitUntilExit()
          continuation.resume(
            returning: Answer(
              output: String(decoding: output, as: UTF8.self),
              errors: String(decoding: error, as: UTF8.self),
              exitCode: process.terminationStatus))
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }

  /// The token that signing in has kept.
  func keptToken() throws -> String {
    struct Kept: Decodable {
      struct Server: Decodable { let token: String }
      let servers: [String: Server]
    }
    let file = home.appending(path: ".config/kynang/credentials")
    let kept = try JSONDecoder().decode(Kept.self, from: try Data(contentsOf: file))
    return try #require(kept.servers[url]?.token)
  }

  /// The id of a course made for the test.
  func createdCourse() async throws -> String {
    let created = try await run([
      "course", "create", "--code", "BT1", "--title", "Bảng tính", "--mode", "classroom",
      "--field-language", "vi", "--duration-hours", "8", "--price-vnd", "1500000",
      "--required-attendance-pct", "80", "--is-published", "--outcomes", "[]",
      "--prerequisites", "[]", "--format", "json",
    ])
    let object = try JSONSerialization.jsonObject(with: Data(created.output.utf8))
    return try #require((object as? [String: Any])?["id"] as? String)
  }

  /// HR of firm A, who signs in as `phuong`.
  static var authentication: Authentication {
    let workplace = Workplace(
      membershipId: World.hrA.membershipID, role: .hr, name: "Công ty A")
    return Authentication(
      signIn: { _, _, _ throws(AppError) in throw .unauthenticated },
      session: { _ throws(AppError) in nil },
      workplaces: { _ throws(AppError) in [workplace] },
      enter: { _, _, _ throws(AppError) in },
      signOut: { _, _ throws(AppError) in },
      bearer: { token throws(AppError) in Program.people[token] },
      issueToken: { input, _ throws(AppError) in
        guard input.login == "phuong", input.password == "một câu dễ nhớ" else {
          throw .unauthenticated
        }
        return IssuedToken(id: UUID(), token: Program.token, workplace: workplace)
      },
      invitation: { _, _ throws(AppError) in
        throw .invalid("code", "account.invitation_expired")
      },
      accept: { _, _, _ throws(AppError) in throw .unauthenticated })
  }
}

/// Runs the body with the program, beside a server of a world of its own.
func withServer(_ body: @Sendable @escaping (Program) async throws -> Void) async throws {
  try await withServer { program, _ in try await body(program) }
}

/// The same, for whoever must move the clock of the world.
func withServer(
  _ body: @Sendable @escaping (Program, World) async throws -> Void
) async throws {
  try await withWorld { world in
    let router = try Server.router(
      ServerParts(
        app: world.app, registry: try .all(), authentication: Program.authentication,
        configuration: .local(port: 0), logger: Logger(label: "kynang.tests"),
        isReady: { true }))
    try await Application(router: router).test(.live) { client in
      let port = try #require(client.port)
      try await body(try Program(url: "http://127.0.0.1:\(port)"), world)
    }
  }
}
