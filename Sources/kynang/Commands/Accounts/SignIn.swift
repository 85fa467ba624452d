import ArgumentParser
import Foundation
import Localization

/// Exchanges a sign-in name and password for a token, and keeps it.
struct SignIn: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let words = Invocation.words
    return CommandConfiguration(
      commandName: "sign-in", abstract: words["cli.sign_in"],
      discussion: words["cli.sign_in_discussion", ["path": Credentials.path]])
  }

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_url"]))
  var url: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_login"]))
  var login: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_membership"]))
  var membershipId: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_label"]))
  var label: String?

  @Flag(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_password_stdin"]))
  var passwordStdin = false

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_language"]))
  var language: String?

  mutating func run() async throws {
    let words = Invocation.words
    let address = try APIClient.address(url, words)
    let login = self.login ?? Terminal.ask(words["cli.prompt_login"])
    let password = passwordStdin ? readLine() : Terminal.askSecret(words["cli.prompt_password"])
    try await KeptToken.ask(
      APIClient(address: address, token: nil, words: words),
      KeptToken.Request(
        login: login, password: password, membershipId: membershipId,
        label: label ?? ProcessInfo.processInfo.hostName)
    ).keep(for: address, words)
  }
}

/// Forgets the token kept for a server.
struct SignOut: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "sign-out", abstract: Invocation.words["cli.sign_out"])
  }

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_url"]))
  var url: String?

  mutating func run() throws {
    let words = Invocation.words
    guard var kept = try Credentials.load(from: Credentials.path, words: words) else {
      Terminal.standardError.write(Data("\(words["cli.nothing_to_forget"])\n".utf8))
      return
    }
    let address = try url.map { try APIClient.normalised($0, words) } ?? kept.current
    kept.servers[address] = nil
    try kept.save(to: Credentials.path)
    let done = words["cli.signed_out", ["url": address]]
    Terminal.standardError.write(Data("\(done)\n".utf8))
  }
}
