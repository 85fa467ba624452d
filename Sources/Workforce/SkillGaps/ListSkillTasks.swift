import Foundation
import Postgres

/// What to do first about the skills in sight: the same filter as the matrix, as a list.
package struct ListSkillTasks: UseCase, Dated {
  package enum Order: String, Codable, Sendable, CaseIterable {
    case expiry
    case singleHolder = "single_holder"
    case gap
    case staleness
  }

  package let asOf: CalendarDate?
  package let knownAt: Date?
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?
  package let frameworkId: ID<Framework>?
  package let competencyId: ID<Competency>?
  package let search: String?
  package let order: Order?

  package init(
    asOf: CalendarDate?, knownAt: Date?, unitId: ID<Unit>?, jobRoleId: ID<JobRole>?,
    frameworkId: ID<Framework>?, competencyId: ID<Competency>?, search: String?, order: Order?
  ) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.unitId = unitId
    self.jobRoleId = jobRoleId
    self.frameworkId = frameworkId
    self.competencyId = competencyId
    self.search = search
    self.order = order
  }

  package static let name = "skill-gap.tasks"
  package static let route = Route.get("/skill-tasks")
  package static let permission = Permission.readSkills
  package static let access = Access.readPersons

  package func run(in session: Session) async throws -> SkillTasks {
    let reading = try await session.readSkills(
      SkillSight(
        asOf: asOf ?? session.today, knownAt: try await session.knownAt(knownAt), unitId: unitId,
        jobRoleId: jobRoleId, frameworkId: frameworkId,
        search: search?.trimmingCharacters(in: .whitespaces).nilIfEmpty, includesOther: false,
        threshold: nil))
    let matrix = SkillMatrix(reading, gapsOnly: false, sortBy: nil, skip: 0, limit: .max)
    let columns = Dictionary(uniqueKeysWithValues: matrix.columns.map { ($0.competencyId, $0) })
    let tasks = matrix.lines.flatMap { line in
      line.cells.compactMap { cell -> SkillTask? in
        guard competencyId == nil || cell.competencyId == competencyId,
          let column = columns[cell.competencyId]
        else { return nil }
        return SkillTask(line, cell, column)
      }
    }
    return SkillTasks(
      asOf: reading.asOf, tasks: tasks.sorted { $0.precedes($1, in: order ?? .gap) },
      fragile: matrix.columns.filter(\.isFragile))
  }
}

package struct SkillTasks: Codable, Sendable {
  package let asOf: CalendarDate
  package let tasks: [SkillTask]
  /// Competencies that fewer people hold than the firm needs; one person leaving takes them away.
  package let fragile: [SkillColumn]

  package init(asOf: CalendarDate, tasks: [SkillTask], fragile: [SkillColumn]) {
    self.asOf = asOf
    self.tasks = tasks
    self.fragile = fragile
  }
}

/// A cell that asks for something: a level that is missing, unproven, old or about to expire.
package struct SkillTask: Codable, Sendable {
  package let employeeId: ID<Employee>
  package let employeeCode: String
  package let fullName: String
  package let unitName: String
  package let code: String
  package let title: LocalizedText
  package let cell: SkillCell
  /// Nobody, or one person alone, holds this competency.
  package let isFragile: Bool

  init?(_ line: SkillLine, _ cell: SkillCell, _ column: SkillColumn) {
    switch cell.verdict {
    case .met where !cell.isExpiring: return nil
    case .exempt, .notRequired: return nil
    case .met, .below, .claimedOnly, .stale, .expired, .notAssessed: break
    }
    employeeId = line.employeeId
    employeeCode = line.employeeCode
    fullName = line.fullName
    unitName = line.unitName
    code = column.code
    title = column.title
    self.cell = cell
    isFragile = column.isFragile
  }

  /// A strict order for each kind of list; what is equal keeps the order of names.
  package func precedes(_ other: SkillTask, in order: ListSkillTasks.Order) -> Bool {
    switch order {
    case .expiry: Self.earlier(cell.validUntil, other.cell.validUntil)
    case .staleness: Self.earlier(cell.assessedOn, other.cell.assessedOn)
    case .gap: (cell.gap ?? 0) > (other.cell.gap ?? 0)
    case .singleHolder: isFragile && !other.isFragile
    }
  }

  /// No date sorts last.
  private static func earlier(_ one: CalendarDate?, _ other: CalendarDate?) -> Bool {
    guard let one else { return false }
    guard let other else { return true }
    return one < other
  }
}
