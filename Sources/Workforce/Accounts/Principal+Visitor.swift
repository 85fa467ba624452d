import Foundation

extension Principal {
  /// Somebody who has not signed in. May do what `Permission.anyone` allows and nothing else: the role
  /// is the one that reaches least, and there is neither firm nor employee behind it.
  package static let visitor = Principal(
    accountID: ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2))),
    membershipID: ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2))),
    role: .employee, firmID: nil, employeeID: nil, unitIDs: [], providerID: nil, trainerID: nil,
    agencyID: nil, provinceCode: nil)
}
