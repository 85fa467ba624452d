import Postgres

package struct Province: Codable, Sendable {
  package let code: String
  package let name: LocalizedText
  package let fullName: LocalizedText
  /// `city` or `province`.
  package let kind: String
  package let formerCodes: [String]
  /// Names of the provinces it was merged from on 1 July 2025.
  package let formerNames: [String]
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

package struct ListProvinces: Lookup {
  package let search: String?

  package typealias Output = [Province]

  package static let name = "place.list-provinces"
  package static let route = Route.get("/provinces")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(search: String?) {
    self.search = search
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<Province>.provinces.statement, [search])
  }

  package func output(from rows: Rows) throws -> [Province] {
    try rows.decode(Province.self)
  }
}

extension Query<Province> {
  static var provinces: Self { Query("place.provinces") }
}
