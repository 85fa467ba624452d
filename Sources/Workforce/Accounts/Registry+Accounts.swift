extension Registry {
  static func accounts() throws -> [Operation] {
    try [
      Operation(SignIn.self), Operation(SignOut.self), Operation(ChoosePlace.self),
      Operation(ShowSession.self),
      Operation(ShowOwnAccount.self), Operation(ChangeOwnAccount.self),
      Operation(ChangePassword.self),
      Operation(InvitePerson.self), Operation(ShowInvitation.self),
      Operation(AcceptInvitation.self), Operation(ReissueInvitation.self),
      Operation(ListMemberships.self), Operation(GrantMembership.self),
      Operation(RevokeMembership.self), Operation(ListUnitLeads.self),
      Operation(DisableAccount.self), Operation(EnableAccount.self),
      Operation(CreateAPIToken.self), Operation(ListAPITokens.self),
      Operation(RevokeAPIToken.self),
    ]
  }
}
