import Postgres

/// Runs by their first day: those open to all and the caller's own. All but the cancelled ones unless a
/// state is named.
package struct ListCourseRuns: Lookup {
  package let search: String?
  package let courseId: ID<Course>?
  /// Finds runs of courses that bring this competency, or one whose levels count as its.
  package let competencyId: ID<Competency>?
  /// The level in that competency that the course reaches at least.
  package let targetLevel: Int?
  package let startsFrom: CalendarDate?
  package let startsUntil: CalendarDate?
  package let communeCode: String?
  /// Only runs with a free seat.
  package let hasFreeSeats: Bool?
  package let providerId: ID<Provider>?
  package let trainerId: ID<Trainer>?
  package let state: CourseRunState?
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<CourseRunSummary>

  package static let name = "course-run.list"
  package static let route = Route.get("/course-runs")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(
    search: String?, courseId: ID<Course>?, competencyId: ID<Competency>?, targetLevel: Int?,
    startsFrom: CalendarDate?, startsUntil: CalendarDate?, communeCode: String?,
    hasFreeSeats: Bool?, providerId: ID<Provider>?, trainerId: ID<Trainer>?,
    state: CourseRunState?, after: String?, limit: Int?
  ) {
    self.search = search
    self.courseId = courseId
    self.competencyId = competencyId
    self.targetLevel = targetLevel
    self.startsFrom = startsFrom
    self.startsUntil = startsUntil
    self.communeCode = communeCode
    self.hasFreeSeats = hasFreeSeats
    self.providerId = providerId
    self.trainerId = trainerId
    self.state = state
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.range(targetLevel, "targetLevel", 1...8)
    if targetLevel != nil, competencyId == nil { problems.add("competencyId", "field.required") }
    if let startsFrom, let startsUntil, startsUntil < startsFrom {
      problems.add("startsUntil", "field.ends_before_it_starts")
    }
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let scope = context.principal.planningScope
    let key = try PageKey(after, parts: 2)
    let day = try key.map { key in
      guard let day = CalendarDate(key.parts[0]) else {
        throw AppError.invalid("after", "field.malformed")
      }
      return day
    }
    return Call(
      Query<CourseRunSummary>.courseRuns.statement,
      [
        scope.role, scope.firm, scope.provider, search, courseId?.uuid, competencyId?.uuid,
        targetLevel, startsFrom, startsUntil, communeCode, hasFreeSeats ?? false,
        providerId?.uuid, trainerId?.uuid, states, day, try key?.id(1), pageSize + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<CourseRunSummary> {
    Page(try rows.decode(CourseRunSummary.self), limit: pageSize) {
      [$0.startsOn.description, $0.id.description]
    }
  }

  private var states: [String] {
    let wanted: [CourseRunState] = state.map { [$0] } ?? [.planned, .open, .finished]
    return wanted.map(\.rawValue)
  }

  private var pageSize: Int { limit ?? Page<CourseRunSummary>.usualLimit }
}

extension Query<CourseRunSummary> {
  static var courseRuns: Self { Query("course_run.list") }
}
