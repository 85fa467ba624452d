import Foundation
import Postgres

/// A number that the rules go by, or a range of two, in the unit named.
package struct PolicySetting: Codable, Sendable {
  package let key: String
  /// Nil for a range.
  package let value: Decimal?
  package let valueFrom: Decimal?
  package let valueTo: Decimal?
  package let unit: String
  package let validFrom: CalendarDate
  /// The last day; nil while it has no end.
  package let validTo: CalendarDate?
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

/// The settings in force on a day, today when none is named.
package struct ListPolicySettings: Lookup {
  package let asOf: CalendarDate?

  package typealias Output = [PolicySetting]

  package static let name = "policy-setting.list"
  package static let route = Route.get("/policy-settings")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(asOf: CalendarDate?) {
    self.asOf = asOf
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<PolicySetting>.settings.statement,
      [asOf ?? CalendarDate.inVietnam(at: context.now)])
  }

  package func output(from rows: Rows) throws -> [PolicySetting] {
    try rows.decode(PolicySetting.self)
  }
}

extension Query<PolicySetting> {
  static var settings: Self { Query("policy_setting.list") }
}
