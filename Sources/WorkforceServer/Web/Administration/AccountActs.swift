import Localization
import Workforce

/// What is done to an account: a new code, another role, a role less, shutting out and letting in.
struct AccountActs {
  func mount(_ pages: PageRouter) {
    pages.post(showing: "/accounts/{accountId}/memberships/{membershipId}/reissue") { visit, _ in
      try await reissue(visit)
    }
    pages.recordForm("/accounts/{accountId}/memberships/{membershipId}/revoke") { visit in
      try await revoking(visit)
    } submit: { visit, submission in
      let account = try await AccountMemberships(visit)
      _ = try await visit.perform(try submission.decode(RevokeMembership.self))
      // Who has no other role here is no longer to be seen.
      return Landing(
        account.memberships.count > 1 ? account.url : "/accounts",
        flash: .done(visit.words["accounts.revoked"]))
    }
    pages.recordForm("/accounts/{accountId}/disable") { visit in
      try await acting("disable", visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(DisableAccount.self))
      return try landing(visit, "accounts.disabled")
    }
    pages.recordForm("/accounts/{accountId}/enable") { visit in
      try await acting("enable", visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(EnableAccount.self))
      return try landing(visit, "accounts.enabled")
    }
    pages.recordForm("/accounts/{accountId}/grant") { visit in
      try await granting(visit)
    } submit: { visit, submission in
      try await grant(visit, submission)
    }
  }

  private func landing(_ visit: Visit, _ key: String) throws -> Landing {
    let id: ID<Account> = try visit.id("accountId", "account")
    return Landing("/accounts/\(id)", flash: .done(visit.words[key]))
  }

  private func reissue(_ visit: Visit) async throws -> PageView {
    let account = try await AccountMemberships(visit)
    let membership = try account.membership(visit)
    let issued = try await visit.perform(
      ReissueInvitation(accountId: account.id, membershipId: membership.membershipId))
    let slip = InvitationSlip(
      name: membership.displayName, login: membership.login, role: membership.role,
      place: visit.words.place(of: membership), back: account.link)
    return slip.page(issued, visit, section: .administration)
  }

  private func subject(_ visit: Visit) async throws -> AccountMemberships {
    guard visit.may(.manageAccounts) else { throw AppError.forbidden }
    return try await AccountMemberships(visit)
  }

  private func revoking(_ visit: Visit) async throws -> RecordForm {
    let account = try await subject(visit)
    let membership = try account.membership(visit)
    let words = visit.words
    var form = RecordForm(
      words["accounts.revoke"], back: account.link,
      action: "\(account.url)/memberships/\(membership.membershipId)/revoke",
      section: .administration, fields: [.reason(words, .optional)])
    form.subtitle = "\(words[membership.role.wordKey]) · \(words.place(of: membership))"
    form.note = words["accounts.revoke_effect"]
    form.button = words["accounts.revoke"]
    form.isGrave = true
    return form
  }

  private func acting(_ act: String, _ visit: Visit) async throws -> RecordForm {
    let account = try await subject(visit)
    let words = visit.words
    var form = RecordForm(
      words["accounts.\(act)"], back: account.link, action: "\(account.url)/\(act)",
      section: .administration, fields: [.reason(words)])
    form.subtitle = account.first.login
    form.note = words["accounts.\(act)_effect"]
    form.button = words["accounts.\(act)"]
    form.isGrave = act == "disable"
    return form
  }

  private func granting(_ visit: Visit) async throws -> RecordForm {
    let account = try await subject(visit)
    let words = visit.words
    let path = "\(account.url)/grant"
    let scope = try await MembershipScopeForm(visit, path: path)
    var form = RecordForm(
      words["accounts.grant"], back: account.link, action: scope.action(path),
      section: .administration, fields: scope.fields)
    form.subtitle = words[scope.role.wordKey]
    form.note = words["accounts.grant_effect"]
    form.button = words["accounts.grant"]
    form.choice = scope.choice
    return form
  }

  private func grant(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    let account = try await subject(visit)
    let form = try await MembershipScopeForm(visit, path: "\(account.url)/grant")
    let scope = try await form.scope(submission)
    _ = try await visit.perform(
      GrantMembership(
        accountId: account.id, role: form.role, firmId: scope.firmId, employeeId: nil,
        unitIds: scope.unitIds, providerId: scope.providerId, trainerId: scope.trainerId,
        agencyId: scope.agencyId))
    return Landing(account.url, flash: .done(visit.words["accounts.granted"]))
  }
}
