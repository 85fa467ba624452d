import Foundation
import Localization

/// What a sign-in name and a password are exchanged for, and kept.
struct KeptToken: Decodable {
  struct Workplace: Decodable { let name: String }
  let tokenId: String
  let token: String
  let workplace: Workplace

  struct Request: Encodable {
    let login: String?
    let password: String?
    let membershipId: String?
    /// What the token is called in the list of tokens.
    let label: String
  }

  static func ask(_ client: APIClient, _ request: Request) async throws -> KeptToken {
    let answer = try await client.send(
      APIRequest(
        method: "POST", path: APIClient.tokenPath, body: try JSONEncoder().encode(request),
        headers: [:]))
    return try JSONDecoder().decode(KeptToken.self, from: answer.body)
  }

  /// Commands ask this server from now on.
  func keep(for address: String, _ words: Words) throws {
    var kept =
      try Credentials.load(from: Credentials.path, words: words)
      ?? Credentials(current: address, servers: [:])
    kept.current = address
    kept.servers[address] = .init(token: token, tokenId: tokenId, place: workplace.name)
    try kept.save(to: Credentials.path)
    let place = workplace.name.isEmpty ? words["cli.everywhere"] : workplace.name
    Terminal.say(words["cli.signed_in", ["url": address, "place": place]])
  }
}
