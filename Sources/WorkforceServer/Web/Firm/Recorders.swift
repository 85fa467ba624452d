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
      var after: String?
      repeat {
        let page = try await visit.perform(
          ListMemberships(
            accountId: nil, search: nil, firmId: nil, providerId: nil, agencyId: nil, role: nil,
            after: after, limit: 500))
        for one in page.items { names[one.accountId] = one.displayName }
        after = page.next
      } while after != nil
    }
    self.names = names
  }

  func name(_ account: ID<Account>) -> String {
    names[account] ?? words["firm.recorded_by_another"]
  }

  /// `23/11/2026 09:12, Trần Phương`.
  func line(_ at: Date, _ account: ID<Account>) -> String {
    "\(words.moment(at)), \(name(account))"
  }
}
