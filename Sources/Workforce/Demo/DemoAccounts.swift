import Foundation

/// The accounts of a demo: one for each role.
struct DemoAccounts: Sendable {
  static let operatorID = Principal.systemOperator.accountID.uuid

  private let ids: DemoID

  init(seed: UInt64) {
    ids = DemoID(seed: seed, number: nil)
  }

  func id(_ role: Role) -> UUID {
    ids.at(Self.count(role), .account)
  }

  func membershipID(_ role: Role) -> UUID {
    ids.at(Self.count(role), .membership)
  }

  private static func count(_ role: Role) -> UInt32 {
    switch role {
    case .hr: 1
    case .trainer: 2
    case .manager: 3
    case .director: 4
    case .officer: 5
    case .employee: 6
    case .administrator: 7
    }
  }
}
