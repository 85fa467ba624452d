import ArgumentParser
import Foundation
import Localization
import Workforce

/// Accepts an invitation by its code or link, and signs in. The code and the password are asked for, or read
/// from standard input; they have no place among the options of a command, which others on the machine see.
struct EnterInvitation: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let words = Invocation.words
    return CommandConfiguration(
      commandName: "accept-invitation", abstract: words["cli.accept_invitation"],
      discussion: words["cli.accept_invitation_discussion"])
  }

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_url"]))
  var url: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_label"]))
  var label: String?

  @Flag(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_code_stdin"]))
  var codeStdin = false

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_language"]))
  var language: String?

  private struct Offer: Decodable {
    let login: String
    let role: Role?
    let placeName: String?
    let inviterName: String?
    let setsPassword: Bool
  }

  private struct Accepted: Decodable {
    struct Place: Decodable {
      let membershipId: String
      let role: Role
      let name: String?
    }
    let token: String
    let places: [Place]
  }

  mutating func run() async throws {
    let words = Invocation.words
    let address = try APIClient.address(url, words)
    let client = APIClient(address: address, token: nil, words: words)
    let typed = codeStdin ? readLine() : Terminal.ask(words["cli.prompt_code"])
    let code = Self.code(in: typed ?? "")
    let offer: Offer = try await client.post("/v1/invitations/show", ["code": code])
    Terminal.say(said(of: offer, words))
    let password = try self.password(for: offer, words)
    let accepted: Accepted = try await client.post(
      "/v1/invitations/accept", ["code": code, "password": password])
    // That session is a browser's; the command line keeps a token of its own.
    try await client.post("/v1/sign-out", ["token": accepted.token])
    let place = accepted.places.first { $0.role == offer.role && $0.name == offer.placeName }
    try await KeptToken.ask(
      client,
      KeptToken.Request(
        login: offer.login, password: password, membershipId: place?.membershipId,
        label: label ?? ProcessInfo.processInfo.hostName)
    ).keep(for: address, words)
  }

  /// The code itself, or the end of a link that holds it.
  static func code(in text: String) -> String {
    let typed = text.trimmingCharacters(in: .whitespaces)
    guard typed.contains("://") else { return typed }
    return typed.split(separator: "/").last.map(String.init) ?? typed
  }

  private func said(of offer: Offer, _ words: Words) -> String {
    guard let role = offer.role else {
      return words["cli.code_sets_password", ["login": offer.login]]
    }
    return words[
      "cli.invited",
      [
        "role": words["value.\(role.rawValue)"],
        "place": offer.placeName ?? words["cli.everywhere"],
        "login": offer.login,
      ]]
  }

  /// Typed twice where it is new: nobody sees what they type.
  private func password(for offer: Offer, _ words: Words) throws(CommandFailure) -> String {
    let question = words[offer.setsPassword ? "cli.prompt_new_password" : "cli.prompt_password"]
    guard !codeStdin else { return readLine() ?? "" }
    let password = Terminal.askSecret(question) ?? ""
    if offer.setsPassword, Terminal.askSecret(words["cli.prompt_password_again"]) != password {
      throw CommandFailure(words["cli.passwords_differ"], ExitCodes.input)
    }
    return password
  }
}
