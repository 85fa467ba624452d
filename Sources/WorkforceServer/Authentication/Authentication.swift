import Foundation
import Workforce

/// A place that an account may enter: one membership, named as its people name it.
package struct Workplace: Sendable, Equatable, Codable {
  package let membershipId: ID<Membership>
  package let role: Role
  /// The firm, provider or agency; empty for the administrator of the installation.
  package let name: String

  package init(membershipId: ID<Membership>, role: Role, name: String) {
    self.membershipId = membershipId
    self.role = role
    self.name = name
  }
}

/// A browser that has signed in.
package struct BrowserSession: Sendable {
  package let displayName: String
  /// The language of the account: `vi` or `en`.
  package let language: String
  /// Nil until one of several workplaces is chosen.
  package let principal: Principal?
  /// The firm, provider or agency of the principal; nil for the administrator of the installation.
  package let placeName: String?

  package init(
    displayName: String, language: String, principal: Principal?, placeName: String?
  ) {
    self.displayName = displayName
    self.language = language
    self.principal = principal
    self.placeName = placeName
  }
}

/// What an invitation offers before it is accepted; nobody, nowhere and nothing for a code that sets a
/// new password.
package struct InvitationOffer: Sendable {
  package let inviter: String?
  package let place: String?
  package let role: Role?
  package let login: String
  /// False where the login has a password already, which is then asked for.
  package let setsPassword: Bool

  package init(
    inviter: String?, place: String?, role: Role?, login: String, setsPassword: Bool
  ) {
    self.inviter = inviter
    self.place = place
    self.role = role
    self.login = login
    self.setsPassword = setsPassword
  }
}

/// A token just made: shown once, kept only as a hash.
package struct IssuedToken: Sendable {
  /// Under which its owner revokes it.
  package let id: UUID
  package let token: String
  package let workplace: Workplace

  package init(id: UUID, token: String, workplace: Workplace) {
    self.id = id
    self.token = token
    self.workplace = workplace
  }
}

/// What HTTP asks of accounts. Tokens are what cookies and `Authorization` carry; they are never
/// logged.
package struct Authentication: Sendable {
  package typealias SignInCheck =
    @Sendable (_ login: String, _ password: String, UseCaseRequest) async throws(AppError) -> String
  package typealias Entry =
    @Sendable (_ token: String, ID<Membership>, UseCaseRequest) async throws(AppError) -> Void
  package typealias Issue =
    @Sendable (AccessTokenRoute.Input, UseCaseRequest) async throws(AppError) -> IssuedToken
  package typealias Offer =
    @Sendable (_ code: String, UseCaseRequest) async throws(AppError) -> InvitationOffer
  package typealias Acceptance =
    @Sendable (_ code: String, _ password: String, UseCaseRequest) async throws(AppError) -> String

  /// The token of a new browser session. Throws `unauthenticated`, `limitReached`.
  let signIn: SignInCheck
  /// The session of a token; nil when it has ended.
  let session: @Sendable (_ token: String) async throws(AppError) -> BrowserSession?
  /// The workplaces that the session may enter.
  let workplaces: @Sendable (_ token: String) async throws(AppError) -> [Workplace]
  /// Throws `notFound` when the membership is not the account's.
  let enter: Entry
  let signOut: @Sendable (_ token: String, UseCaseRequest) async throws(AppError) -> Void
  /// Who a bearer token stands for; nil when it is unknown, expired or revoked.
  let bearer: @Sendable (_ token: String) async throws(AppError) -> Principal?
  /// A token for the API. Throws `unauthenticated`; `invalidInput` that lists the workplaces when
  /// there are several and none is named.
  let issueToken: Issue
  /// What a code offers. Throws `invalidInput` when it is unknown, used or expired.
  let invitation: Offer
  /// Sets the password, or checks the account's own, and gives the token of a new session.
  /// Throws `invalidInput`.
  let accept: Acceptance

  package init(
    signIn: @escaping SignInCheck,
    session: @escaping @Sendable (String) async throws(AppError) -> BrowserSession?,
    workplaces: @escaping @Sendable (String) async throws(AppError) -> [Workplace],
    enter: @escaping Entry,
    signOut: @escaping @Sendable (String, UseCaseRequest) async throws(AppError) -> Void,
    bearer: @escaping @Sendable (String) async throws(AppError) -> Principal?,
    issueToken: @escaping Issue, invitation: @escaping Offer, accept: @escaping Acceptance
  ) {
    self.signIn = signIn
    self.session = session
    self.workplaces = workplaces
    self.enter = enter
    self.signOut = signOut
    self.bearer = bearer
    self.issueToken = issueToken
    self.invitation = invitation
    self.accept = accept
  }
}
