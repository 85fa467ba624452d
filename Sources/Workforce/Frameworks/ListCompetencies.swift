import Postgres

package struct CompetencyItem: Codable, Sendable {
  package let id: ID<Competency>
  package let frameworkId: ID<Framework>
  package let frameworkCode: String
  package let frameworkKind: FrameworkKind
  package let levelCount: Int?
  package let areaCode: String?
  package let areaTitle: LocalizedText?
  package let ordinal: Int
  package let code: String
  package let title: LocalizedText
  package let scope: LocalizedText?
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

/// Competencies of one framework or of all, searched by code or without marks by their words.
package struct ListCompetencies: Lookup {
  package let frameworkId: ID<Framework>?
  package let search: String?
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<CompetencyItem>

  package static let name = "competency.list"
  package static let route = Route.get("/competencies")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(frameworkId: ID<Framework>?, search: String?, after: String?, limit: Int?) {
    self.frameworkId = frameworkId
    self.search = search
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let key = try PageKey(after, parts: 3)
    let ordinal = try key.map { key in
      guard let ordinal = Int(key.parts[1]) else {
        throw AppError.invalid("after", "field.malformed")
      }
      return ordinal
    }
    return Call(
      Query<CompetencyItem>.competencies.statement,
      [
        frameworkId?.uuid, search, key?.parts[0], ordinal, try key?.id(2), pageSize + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<CompetencyItem> {
    Page(try rows.decode(CompetencyItem.self), limit: pageSize) {
      [$0.frameworkCode, "\($0.ordinal)", $0.id.description]
    }
  }

  private var pageSize: Int { limit ?? Page<CompetencyItem>.usualLimit }
}

extension Query<CompetencyItem> {
  static var competencies: Self { Query("competency.list") }
}
