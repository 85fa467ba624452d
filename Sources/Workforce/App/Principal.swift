import Foundation

/// A human who signs in; the row is `kynang.account`.
package enum Account {}
package enum Membership {}

package enum Role: String, Sendable, CaseIterable, Codable {
  case hr, trainer, manager, director, officer, employee, administrator
}

/// Who asks, as what: one membership of one account at a time. Made only by sign-in and by operators.
package struct Principal: Sendable, Hashable {
  package let accountID: ID<Account>
  package let membershipID: ID<Membership>
  package let role: Role
  package let firmID: ID<Firm>?
  package let employeeID: ID<Employee>?
  /// Units a manager answers for, with those below them; empty means the whole firm.
  package let unitIDs: [ID<Unit>]
  package let providerID: ID<Provider>?
  package let trainerID: ID<Trainer>?
  package let agencyID: ID<Agency>?
  package let provinceCode: String?

  package init(
    accountID: ID<Account>, membershipID: ID<Membership>, role: Role, firmID: ID<Firm>?,
    employeeID: ID<Employee>?, unitIDs: [ID<Unit>], providerID: ID<Provider>?,
    trainerID: ID<Trainer>?, agencyID: ID<Agency>?, provinceCode: String?
  ) {
    self.accountID = accountID
    self.membershipID = membershipID
    self.role = role
    self.firmID = firmID
    self.employeeID = employeeID
    self.unitIDs = unitIDs
    self.providerID = providerID
    self.trainerID = trainerID
    self.agencyID = agencyID
    self.provinceCode = provinceCode
  }

  /// The operator at the terminal of the machine itself: what `kynang` does before anybody exists.
  package static let systemOperator = Principal(
    accountID: ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
    membershipID: ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
    role: .administrator, firmID: nil, employeeID: nil, unitIDs: [], providerID: nil,
    trainerID: nil, agencyID: nil, provinceCode: nil)
}

/// Nouns whose identifiers others carry.
package enum Firm {}
package enum Unit {}
package enum Employee {}
package enum Provider {}
package enum Trainer {}
package enum Room {}
package enum Agency {}
