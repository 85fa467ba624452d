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
