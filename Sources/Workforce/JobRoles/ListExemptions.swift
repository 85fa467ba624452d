import Postgres

/// Exemptions of the people whom the caller answers for, the latest granted first.
package struct ListExemptions: Lookup {
  package let employeeId: ID<Employee>?
  package let competencyId: ID<Competency>?
  /// Only those that hold on this day; nil for all.
  package let asOf: CalendarDate?
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<Exemption>

  package static let name = "exemption.list"
  package static let route = Route.get("/exemptions")
  package static let permission = Permission.readSkills
  package static let access = Access.readPersons

  package init(
    employeeId: ID<Employee>?, competencyId: ID<Competency>?, asOf: CalendarDate?, after: String?,
    limit: Int?
  ) {
    self.employeeId = employeeId
    self.competencyId = competencyId
    self.asOf = asOf
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let key = try PageKey(after, parts: 1)
    return Call(
      Query<Exemption>.exemptions.statement,
      [
        try context.firmID().uuid, context.principal.unitScope,
        CalendarDate.inVietnam(at: context.now), employeeId?.uuid, competencyId?.uuid, asOf,
        try key?.id(0), pageSize + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<Exemption> {
    Page(try rows.decode(Exemption.self), limit: pageSize) { [$0.id.description] }
  }

  private var pageSize: Int { limit ?? Page<Exemption>.usualLimit }
}

extension Query<Exemption> {
  static var exemptions: Self { Query("exemption.list") }
}
