import Postgres

/// Courses by code: those open to all and the caller's own. "Which courses reach level 3 in 1.2" is a
/// competency with a level.
package struct ListCourses: Lookup {
  package let search: String?
  /// Finds courses that bring this competency, or one whose levels count as its.
  package let competencyId: ID<Competency>?
  /// The level in that competency that the course reaches at least.
  package let targetLevel: Int?
  package let providerId: ID<Provider>?
  package let mode: CourseMode?
  package let isInHouse: Bool?
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<CourseDetails>

  package static let name = "course.list"
  package static let route = Route.get("/courses")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(
    search: String?, competencyId: ID<Competency>?, targetLevel: Int?, providerId: ID<Provider>?,
    mode: CourseMode?, isInHouse: Bool?, after: String?, limit: Int?
  ) {
    self.search = search
    self.competencyId = competencyId
    self.targetLevel = targetLevel
    self.providerId = providerId
    self.mode = mode
    self.isInHouse = isInHouse
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.range(targetLevel, "targetLevel", 1...8)
    if targetLevel != nil, competencyId == nil { problems.add("competencyId", "field.required") }
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let scope = context.principal.planningScope
    let key = try PageKey(after, parts: 2)
    return Call(
      Query<CourseDetails>.courses.statement,
      [
        scope.role, scope.firm, scope.provider, scope.province, search, competencyId?.uuid,
        targetLevel, providerId?.uuid, mode?.rawValue, isInHouse, key?.parts[0],
        try key?.id(1), pageSize + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<CourseDetails> {
    Page(try rows.decode(CourseDetails.self), limit: pageSize) { [$0.code, $0.id.description] }
  }

  private var pageSize: Int { limit ?? Page<CourseDetails>.usualLimit }
}

extension Query<CourseDetails> {
  static var courses: Self { Query("course.list") }
}
