import Foundation
import Testing

/// A person at a terminal of their own, who signs in and works by commands alone.
struct Seat {
  /// What a command answered as JSON.
  struct Answer {
    let value: Any

    subscript(field: String) -> Answer {
      Answer(value: (value as? [String: Any])?[field] ?? NSNull())
    }
    /// The rows of a list, of a page or of the answer itself.
    var rows: [Answer] {
      let list = value as? [Any] ?? self["items"].value as? [Any] ?? []
      return list.map { Answer(value: $0) }
    }
    var text: String? { value as? String }
    var number: Int? { value as? Int }

    /// The row in which a field says so.
    func row(where field: String, is text: String) throws -> Answer {
      try #require(rows.first { $0[field].text == text }, "\(field) \(text)")
    }

    /// The value of a field that must be there.
    func id(_ field: String = "id") throws -> String { try #require(self[field].text, "\(field)") }
  }

  private static let password = "một câu dài dễ nhớ"
  private let program: Program

  init(url: String) throws {
    program = try Program(url: url)
  }

  /// Sits down with the code of an invitation.
  init(url: String, code: String) async throws {
    try self.init(url: url)
    let entered = try await program.run(
      ["accept-invitation", "--code-stdin"], input: "\(code)\n\(Self.password)\n", token: nil)
    try #require(entered.exitCode == 0, "\(entered.errors)")
  }

  /// Runs a command that must be done.
  @discardableResult
  func run(_ command: String, _ options: String...) async throws -> Answer {
    let words = command.split(separator: " ").map(String.init) + options
    let said = try await program.run(words + ["--format", "json"], token: nil)
    try #require(said.exitCode == 0, "\(command): \(said.errors)")
    return Answer(value: try JSONSerialization.jsonObject(with: Data(said.output.utf8)))
  }

  /// Signs out, and tries the token once more that this machine had kept.
  func leave() async throws -> (left: Program.Answer, again: Program.Answer, late: Program.Answer) {
    let token = try program.keptToken()
    let left = try await program.run(["sign-out", "--language", "en"], token: nil)
    let again = try await program.run(["sign-out", "--language", "en"], token: nil)
    return (left, again, try await program.run(["skill-gap", "show-own"], token: token))
  }

  /// What people read of a command, and how it ended.
  func read(_ command: String) async throws -> Program.Answer {
    try await program.run(command.split(separator: " ").map(String.init), token: nil)
  }
}
