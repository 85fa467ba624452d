import Foundation
import Postgres

/// The open runs that would close the gaps of one person, or of one competency to a level.
package struct ListClosingRuns: UseCase {
  package let employeeId: ID<Employee>?
  package let competencyId: ID<Competency>?
  package let level: Int?

  package init(employeeId: ID<Employee>?, competencyId: ID<Competency>?, level: Int?) {
    self.employeeId = employeeId
    self.competencyId = competencyId
    self.level = level
  }

  package static let name = "skill-gap.closing-runs"
  package static let route = Route.get("/closing-runs")
  package static let permission = Permission.readSkills
  package static let access = Access.readPersons

  package func check(_ problems: inout Problems) {
    problems.range(level, "level", 1...8)
    if employeeId == nil {
      if competencyId == nil { problems.add("competencyId", "field.required") }
      if level == nil { problems.add("level", "field.required") }
    }
  }

  package func run(in session: Session) async throws -> [ClosingRun] {
    let wanted = try await wantedLevels(in: session)
    guard !wanted.isEmpty else { return [] }
    return try await session.fetchAll(
      .closingRuns, wanted.map(\.competency), wanted.map(\.level), session.now, 500)
  }

  private func wantedLevels(
    in session: Session
  ) async throws -> [(competency: UUID, level: Int)] {
    guard let employeeId else {
      guard let competencyId, let level else { return [] }
      return [(competencyId.uuid, level)]
    }
    let gaps = try await ShowSkillGaps(employeeId: employeeId, asOf: nil, knownAt: nil)
      .run(in: session).document()
    return gaps.cells.compactMap { cell in
      guard competencyId == nil || cell.competencyId == competencyId,
        let required = level ?? cell.requiredLevel, cell.verdict != .met, cell.verdict != .exempt
      else { return nil }
      return (cell.competencyId.uuid, required)
    }
  }
}

/// An open run that brings a competency to a level, with what it costs and whether there is room.
package struct ClosingRun: Codable, Sendable {
  package let competencyId: ID<Competency>
  package let courseRunId: ID<CourseRun>
  package let runCode: String
  package let courseId: ID<Course>
  package let courseCode: String
  package let title: LocalizedText
  package let entryLevel: Int?
  package let targetLevel: Int
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate
  package let cutOffAt: Date
  package let place: String?
  package let communeCode: String?
  package let language: String
  package let priceVnd: Int
  package let capacity: Int
  package let freeSeats: Int
  package let waiting: Int
  package let waitingPolicy: String
  package let providerName: String
}

extension Query<ClosingRun> {
  static var closingRuns: Self { Query("skill_gap.closing_runs") }
}
