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

/// What an invitation offers before it is accepted.
package struct InvitationOffer: Sendable {
  package let inviter: String
  package let place: String
  package let role: Role

  package init(inviter: String, place: String, role: Role) {
    self.inviter = inviter
    self.place = place
    self.role = role
  }
}

/// A token just made: shown once, kept only as a hash.
package struct IssuedToken: Sendable {
  package let token: String
  package let workplace: Workplace

  package init(token: String, workplace: Workplace) {
    self.token = token
    self.workplace = workplace
  }
}

/// What HTTP asks of accounts. Tokens are what cookies and `Authorization` carry; they are never
/// logged.
package struct Authentication: Sendable {
  /// The token of a new browser session. Throws `unauthenticated`, `limitReached`.
  package let signIn:
    @Sendable (_ login: String, _ password: String, _ request: UseCaseRequest)
      async throws(AppError) -> String
  /// The session of a token; nil when it has ended.
  package let session: @Sendable (_ token: String) async throws(AppError) -> BrowserSession?
  /// The workplaces that the session may enter.
  package let workplaces: @Sendable (_ token: String) async throws(AppError) -> [Workplace]
  /// Throws `notFound` when the membership is not the account's.
  package let enter:
    @Sendable (_ token: String, _ membership: ID<Membership>) async throws(AppError) -> Void
  package let signOut: @Sendable (_ token: String) async throws(AppError) -> Void
  /// Who a bearer token stands for; nil when it is unknown, expired or revoked.
  package let bearer: @Sendable (_ token: String) async throws(AppError) -> Principal?
  /// A token for the API. Throws `unauthenticated`; `conflict` with `account.choose_place` when there
  /// are several workplaces and none is named.
  package let issueToken:
    @Sendable (
      _ login: String, _ password: String, _ membership: ID<Membership>?, _ label: String,
      _ request: UseCaseRequest
    ) async throws(AppError) -> IssuedToken
  /// What the code offers; nil when it is unknown, used or expired.
  package let invitation: @Sendable (_ code: String) async throws(AppError) -> InvitationOffer?
  /// Sets the password and gives the token of a new session. Throws `invalidInput`.
  package let accept:
    @Sendable (_ code: String, _ password: String, _ request: UseCaseRequest)
      async throws(AppError) -> String

  package init(
    signIn: @escaping @Sendable (String, String, UseCaseRequest) async throws(AppError) -> String,
    session: @escaping @Sendable (String) async throws(AppError) -> BrowserSession?,
    workplaces: @escaping @Sendable (String) async throws(AppError) -> [Workplace],
    enter: @escaping @Sendable (String, ID<Membership>) async throws(AppError) -> Void,
    signOut: @escaping @Sendable (String) async throws(AppError) -> Void,
    bearer: @escaping @Sendable (String) async throws(AppError) -> Principal?,
    issueToken:
      @escaping @Sendable (String, String, ID<Membership>?, String, UseCaseRequest)
      async throws(AppError) -> IssuedToken,
    invitation: @escaping @Sendable (String) async throws(AppError) -> InvitationOffer?,
    accept: @escaping @Sendable (String, String, UseCaseRequest) async throws(AppError) -> String
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
