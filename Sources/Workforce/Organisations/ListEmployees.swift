import Foundation
import Postgres

package enum EmployeeStatusFilter: String, Codable, Sendable, CaseIterable {
  case present, left, all
}

/// The people of the firm in Vietnamese order: by given name, then by the whole name.
package struct ListEmployees: Lookup {
  package typealias Output = Page<EmployeeSummary>

  package static let name = "employee.list"
  package static let route = Route.get("/employees")
  package static let permission = Permission.readPeople
  package static let access = Access.readPersons

  /// Words of name or code, without marks if need be; each must be found.
  package let search: String?
  /// With the units below it.
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?
  /// Nil for those at work.
  package let status: EmployeeStatusFilter?
  /// Nil for today.
  package let asOf: CalendarDate?
  package let after: String?
  package let limit: Int?

  package init(
    search: String?, unitId: ID<Unit>?, jobRoleId: ID<JobRole>?, status: EmployeeStatusFilter?,
    asOf: CalendarDate?, after: String?, limit: Int?
  ) {
    self.search = search
    self.unitId = unitId
    self.jobRoleId = jobRoleId
    self.status = status
    self.asOf = asOf
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let words = search.map { FoldedText($0).value.split(separator: " ").map(String.init) }
    return Call(
      Query<EmployeeSummary>.employees.statement,
      [
        try context.firmID().uuid, asOf ?? context.today, context.today,
        context.principal.unitScope, unitId?.uuid, jobRoleId?.uuid,
        (status ?? .present).rawValue, words?.isEmpty == false ? words : nil, search?.tidied,
        try ListCursor.id(after), ListCursor.limit(limit) + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<EmployeeSummary> {
    ListCursor.page(
      try rows.decode(EmployeeSummary.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}
