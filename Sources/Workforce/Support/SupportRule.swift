import Postgres

package enum Support {}
package enum SupportProgramme {}

/// A rule of public support while it is in force, as the law has it.
package struct SupportRule: Codable, Sendable {
  package enum RateKind: String, Codable, Sendable, CaseIterable {
    /// Up to a share of the cost, or exactly that share.
    case max, exact
    /// No share that could be computed: a schedule of ceilings, a deduction, whatever a programme says.
    case schedule = "cap_schedule"
    case deductible, programme
  }

  package let code: String
  package let validFrom: CalendarDate
  package let validTo: CalendarDate?
  package let topic: String
  package let contentCode: String
  package let contentName: LocalizedText
  /// What makes two supports the same content: `course`, `platform`, …
  package let sameWhen: String
  package let sizes: [String]
  /// Any one of them; empty for none.
  package let needsFlags: [String]
  package let sectorCondition: String?
  /// What else it asks for, which a person must judge.
  package let condition: LocalizedText?
  package let benefit: LocalizedText
  package let rateKind: RateKind
  package let ratePct: Int?
  /// Whole đồng; nil for no ceiling.
  package let capVnd: Int?
  package let capBasis: String
  package let conflictsWith: [String]
  package let legalSource: String
  package let status: Certainty
  package let note: LocalizedText?
}

/// Rules of public support that are in force on a day, today when none is named.
package struct ListSupportRules: Lookup {
  package let asOf: CalendarDate?
  package let contentCode: String?

  package typealias Output = [SupportRule]

  package static let name = "support-rule.list"
  package static let route = Route.get("/support-rules")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(asOf: CalendarDate?, contentCode: String?) {
    self.asOf = asOf
    self.contentCode = contentCode
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<SupportRule>.supportRules.statement, [asOf ?? context.today, contentCode])
  }

  package func output(from rows: Rows) throws -> [SupportRule] {
    try rows.decode(SupportRule.self)
  }
}

extension Query<SupportRule> {
  static var supportRules: Self { Query("support_rule.list") }
}

/// What may be supported.
package struct SupportContent: Codable, Sendable {
  package let code: String
  package let name: LocalizedText
  /// What makes two supports the same content: `course`, `platform`, …
  package let sameWhen: String
  package let status: Certainty
  package let note: LocalizedText?
}

package struct ListSupportContents: Lookup {
  package typealias Output = [SupportContent]

  package static let name = "support-content.list"
  package static let route = Route.get("/support-contents")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init() {}

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<SupportContent>.supportContents.statement, [])
  }

  package func output(from rows: Rows) throws -> [SupportContent] {
    try rows.decode(SupportContent.self)
  }
}

extension Query<SupportContent> {
  static var supportContents: Self { Query("support_content.list") }
}
