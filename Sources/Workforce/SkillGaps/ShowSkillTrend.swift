import Foundation
import Postgres

/// How far requirements were met at the end of each quarter, and which levels were shown in which classes.
///
/// People, units and roles are those of each day, so a line moves with who joined and left, too.
package struct ShowSkillTrend: UseCase, Dated {
  package let asOf: CalendarDate?
  package let knownAt: Date?
  /// Quarters to look back; nil for eight.
  package let quarters: Int?
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?
  package let frameworkId: ID<Framework>?
  package let search: String?

  package init(
    asOf: CalendarDate?, knownAt: Date?, quarters: Int?, unitId: ID<Unit>?,
    jobRoleId: ID<JobRole>?, frameworkId: ID<Framework>?, search: String?
  ) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.quarters = quarters
    self.unitId = unitId
    self.jobRoleId = jobRoleId
    self.frameworkId = frameworkId
    self.search = search
  }

  package static let name = "skill-gap.trend"
  package static let route = Route.get("/skill-trend")
  package static let permission = Permission.readSkills
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.range(quarters, "quarters", 1...20)
    problems.bound(search, "search", limit: 100)
  }

  package func run(in session: Session) async throws -> SkillTrend {
    let firm = try session.firmID().uuid
    let days = Self.days(until: asOf ?? session.today, quarters: quarters ?? 8)
    let knownAt = try await session.knownAt(knownAt)
    let sight: [any PostgresEncodable] = [
      knownAt, session.principal.unitScope, unitId?.uuid, jobRoleId?.uuid,
      search?.trimmingCharacters(in: .whitespaces).nilIfEmpty, frameworkId?.uuid,
    ]
    let results = try await session.pipeline([
      Call(Query<SkillTrend.Day>.skillTrend.statement, [firm, days] + sight),
      Call(
        Query<SkillTrend.Course>.levelsAfterCourses.statement,
        [firm, days[0], days[days.count - 1]] + sight),
    ])
    return SkillTrend(
      days: try results[0].decode(SkillTrend.Day.self),
      courses: try results[1].decode(SkillTrend.Course.self))
  }

  /// The last days of the quarters before a day, and the day itself.
  static func days(until last: CalendarDate, quarters: Int) -> [CalendarDate] {
    var quarter = Period(.quarter, containing: last)
    var days = [last]
    for _ in 0..<quarters {
      quarter = quarter.previous
      days.append(quarter.endsOn)
    }
    return days.reversed()
  }
}

/// Days of a firm's skills, oldest first, and what was shown in classes between the first and the last.
package struct SkillTrend: Codable, Sendable {
  /// How many requirements came to which verdict on one day.
  package struct Day: Codable, Sendable, Equatable {
    package let onDay: CalendarDate
    package let people: Int
    package let met: Int
    package let below: Int
    package let claimedOnly: Int
    package let stale: Int
    package let expired: Int
    package let notAssessed: Int
    package let exempt: Int

    package var required: Int { met + below + claimedOnly + stale + expired + notAssessed }

    /// Share of requirements met, 0 to 1, exemptions left out; nil when nothing was required.
    package var coverage: Double? {
      required == 0 ? nil : Double(met) / Double(required)
    }
  }

  /// People and competencies assessed in a course's classes, beside the level shown before.
  package struct Course: Codable, Sendable, Equatable {
    package let courseId: ID<Workforce.Course>
    package let courseCode: String
    package let title: LocalizedText
    package let people: Int
    /// No evidence that closes a gap was there before.
    package let firstShown: Int
    package let higher: Int
    package let same: Int
    package let lower: Int
  }

  package let days: [Day]
  package let courses: [Course]
}

extension Query<SkillTrend.Day> {
  static var skillTrend: Self { Query("skill_gap.trend") }
}

extension Query<SkillTrend.Course> {
  fileprivate static var levelsAfterCourses: Self { Query("skill_gap.levels_after_courses") }
}
