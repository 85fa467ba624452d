import Postgres

package struct ListFrameworks: Lookup {
  package typealias Output = [FrameworkSummary]

  package static let name = "framework.list"
  package static let route = Route.get("/frameworks")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init() {}

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<FrameworkSummary>.frameworks.statement, [])
  }

  package func output(from rows: Rows) throws -> [FrameworkSummary] {
    try rows.decode(FrameworkSummary.self)
  }
}

extension Query<FrameworkSummary> {
  static var frameworks: Self { Query("framework.list") }
}
