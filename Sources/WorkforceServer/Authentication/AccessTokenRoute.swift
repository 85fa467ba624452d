import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Workforce

/// `POST /v1/access-token`: a sign-in name and password for an access token. The one address of the API
/// that needs no token.
package struct AccessTokenRoute: Sendable {
  package struct Input: Codable, Sendable {
    package let login: String
    package let password: String
    /// The workplace that the token is for; may be nil when there is one only.
    package let membershipId: ID<Membership>?
    /// What the token is called in the list of tokens, such as the name of a machine.
    package let label: String?
  }

  struct Output: Codable {
    /// Under which it is revoked.
    let tokenId: UUID
    let token: String
    let workplace: Workplace
  }

  let authentication: Authentication
  let bodyLimit: Int

  func respond(_ request: Request, _ context: KynangContext) async throws -> Response {
    let body = try await request.jsonBody(limit: min(bodyLimit, StrangersBody.limit))
    let shape = try Shape.of(Input.self)
    let input = try InputText(parameters: [:], json: body).decode(Input.self, shape: shape)
    let issued = try await authentication.issueToken(input, .plain(id: context.requestID))
    let output = Output(
      tokenId: issued.id, token: issued.token, workplace: issued.workplace)
    return JSONAnswer.response(
      [UInt8](try JSONCoding.encoder().encode(output)), status: .ok, headers: [:])
  }
}
