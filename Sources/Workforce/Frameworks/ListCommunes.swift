import Postgres

package struct Commune: Codable, Sendable {
  package let code: String
  package let provinceCode: String
  package let name: LocalizedText
  package let fullNameVi: String
  /// `ward`, `commune` or `special_zone`.
  package let kind: String
  package let formerProvince: String?
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

package struct ListCommunes: Lookup {
  package let provinceCode: String
  package let search: String?

  package typealias Output = [Commune]

  package static let name = "place.list-communes"
  package static let route = Route.get("/provinces/{provinceCode}/communes")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(provinceCode: String, search: String?) {
    self.provinceCode = provinceCode
    self.search = search
  }

  package func check(_ problems: inout Problems) {
    problems.require(provinceCode, "provinceCode", limit: 2)
    problems.bound(search, "search", limit: 200)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<Commune>.communes.statement, [provinceCode, search])
  }

  package func output(from rows: Rows) throws -> [Commune] {
    try rows.decode(Commune.self)
  }
}

extension Query<Commune> {
  static var communes: Self { Query("place.communes") }
}
