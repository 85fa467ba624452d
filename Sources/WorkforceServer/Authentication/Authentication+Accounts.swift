import Workforce

extension Authentication {
  /// Accounts as the product keeps them.
  package static func accounts(of app: App) -> Authentication {
    Authentication(
      signIn: { login, password, request throws(AppError) in
        let session = try await app.perform(
          SignIn(login: login, password: password), as: .visitor, request: request)
        return session.token
      },
      session: { token throws(AppError) in
        try await found { () async throws(AppError) in
          BrowserSession(try await app.authenticator.identity(cookie: token))
        }
      },
      workplaces: { token throws(AppError) in
        let session = try await app.perform(
          ShowSession(token: token), as: .visitor, request: .plain(id: "workplaces"))
        return session.places.map(Workplace.init)
      },
      enter: { token, membership, request throws(AppError) in
        _ = try await app.perform(
          ChoosePlace(token: token, membershipId: membership), as: .visitor, request: request)
      },
      signOut: { token, request throws(AppError) in
        _ = try await app.perform(SignOut(token: token), as: .visitor, request: request)
      },
      bearer: { token throws(AppError) in
        try await found { () async throws(AppError) in
          try await app.authenticator.identity(bearer: token).principal
        }
      },
      issueToken: { input, request throws(AppError) in
        try await app.issueToken(input, request)
      },
      invitation: { code, request throws(AppError) in
        let detail = try await app.perform(
          ShowInvitation(code: code), as: .visitor, request: request)
        return InvitationOffer(
          inviter: detail.inviterName, place: detail.placeName, role: detail.role,
          login: detail.login, setsPassword: detail.setsPassword)
      },
      accept: { code, password, request throws(AppError) in
        let session = try await app.perform(
          AcceptInvitation(code: code, password: password), as: .visitor, request: request)
        return session.token
      })
  }

  /// Nil instead of `unauthenticated`: the token is not one of ours, or no longer.
  private static func found<Value>(
    _ find: () async throws(AppError) -> Value?
  ) async throws(AppError) -> Value? {
    do {
      return try await find()
    } catch  where error.code == .unauthenticated {
      return nil
    }
  }
}

extension App {
  /// How long an access token of the command line lasts.
  private static let tokenDays = 90

  /// Signs in, makes a token for the one workplace or the one named, and signs out again.
  fileprivate func issueToken(
    _ input: AccessTokenRoute.Input, _ request: UseCaseRequest
  ) async throws(AppError) -> IssuedToken {
    let opened = try await perform(
      SignIn(login: input.login, password: input.password), as: .visitor, request: request)
    do {
      let issued = try await issueToken(input, opened, request)
      _ = try await perform(SignOut(token: opened.token), as: .visitor, request: request)
      return issued
    } catch {
      _ = try await perform(SignOut(token: opened.token), as: .visitor, request: request)
      throw error
    }
  }

  private func issueToken(
    _ input: AccessTokenRoute.Input, _ opened: SignedIn, _ request: UseCaseRequest
  ) async throws(AppError) -> IssuedToken {
    guard let membership = input.membershipId ?? opened.membershipId else {
      let choices = opened.places.map { place in
        "\(place.membershipId) (\(place.name ?? place.role.rawValue), \(place.role.rawValue))"
      }
      throw .invalid(
        "membershipId", "account.choose_workplace",
        ["workplaces": choices.joined(separator: "; ")])
    }
    let chosen = try await perform(
      ChoosePlace(token: opened.token, membershipId: membership), as: .visitor, request: request)
    guard let principal = try await authenticator.identity(cookie: opened.token).principal else {
      throw .forbidden
    }
    let token = try await perform(
      CreateAPIToken(label: input.label ?? "API", lastsDays: Self.tokenDays), as: principal,
      request: request)
    return IssuedToken(id: token.id, token: token.token, workplace: Workplace(chosen.place))
  }
}

extension Workplace {
  fileprivate init(_ place: Place) {
    self.init(membershipId: place.membershipId, role: place.role, name: place.name ?? "")
  }
}

extension BrowserSession {
  fileprivate init(_ identity: Identity) {
    self.init(
      displayName: identity.displayName, language: identity.language,
      principal: identity.principal, placeName: identity.placeName)
  }
}
