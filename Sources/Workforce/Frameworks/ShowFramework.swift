import Postgres

package struct ShowFramework: Lookup {
  package let frameworkId: ID<Framework>

  package typealias Output = FrameworkDetails

  package static let name = "framework.show"
  package static let route = Route.get("/frameworks/{frameworkId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(frameworkId: ID<Framework>) {
    self.frameworkId = frameworkId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<FrameworkDetails>.framework.statement, [frameworkId.uuid])
  }

  package func output(from rows: Rows) throws -> FrameworkDetails {
    try rows.one(FrameworkDetails.self, "framework")
  }
}

extension Query<FrameworkDetails> {
  static var framework: Self { Query("framework.show") }
}
