import ArgumentParser
import Foundation
import Localization

/// Revokes the token kept for a server, and forgets it.
struct SignOut: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "sign-out", abstract: Invocation.words["cli.sign_out"])
  }

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_url"]))
  var url: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_language"]))
  var language: String?

  mutating func run() async throws {
    let words = Invocation.words
    var kept = try Credentials.load(from: Credentials.path, words: words)
    let address = try url.map { try APIClient.normalised($0, words) } ?? kept?.current ?? ""
    guard let server = kept?.servers.removeValue(forKey: address) else {
      return Terminal.say(words["cli.nothing_to_forget"])
    }
    // Forgotten whatever the server says: who leaves this machine leaves nothing behind.
    try kept?.save(to: Credentials.path)
    let remains = words["cli.not_revoked", ["url": address]]
    guard let id = server.tokenId else { throw CommandFailure(remains, ExitCodes.unavailable) }
    do {
      try await APIClient(address: address, token: server.token, words: words)
        .post("/v1/api-tokens/\(id)/revoke", [:])
    } catch let failure as CommandFailure where failure.exitCode == ExitCodes.permission {
      // It had ended, or was revoked elsewhere.
    } catch let failure as CommandFailure {
      throw CommandFailure(lines: failure.lines + [remains], exitCode: failure.exitCode)
    }
    Terminal.say(words["cli.signed_out", ["url": address]])
  }
}
