import Foundation
import Localization
import Workforce

/// Who recorded what, by name where the reader keeps the accounts of the firm.
struct Recorders: Sendable {
  private let names: [ID<Account>: String]
  private let words: Words

  init(_ visit: Visit) async throws {
    words = visit.words
    var names = [visit.principal.accountID: visit.session.displayName]
    if visit.may(.manageAccounts) {
      let memberships = try await visit.all { after in
        ListMemberships(
          accountId: nil, search: nil, firmId: nil, providerId: nil, agencyId: nil, role: nil,
          after: after, limit: Visit.largestPage)
      }
      for one in memberships { names[one.accountId] = one.displayName }
    }
    self.names = names
  }

  /// Nil for an account that the reader does not keep.
  func known(_ account: ID<Account>) -> String? { names[account] }

  func name(_ account: ID<Account>) -> String {
    names[account] ?? words["firm.recorded_by_another"]
  }

  /// `23/11/2026 09:12, Trần Phương`.
  func line(_ at: Date, _ account: ID<Account>) -> String {
    "\(words.moment(at)), \(name(account))"
  }
}
