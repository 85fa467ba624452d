import Foundation
import Postgres

/// How far requirements are met in the firm, by unit or by job role, without a person's name.
package struct ShowCoverage: UseCase, Dated {
  package enum Grouping: String, Codable, Sendable, CaseIterable { case unit, role, competency }

  package let asOf: CalendarDate?
  package let knownAt: Date?
  package let unitId: ID<Unit>?
  package let by: Grouping?

  package init(asOf: CalendarDate?, knownAt: Date?, unitId: ID<Unit>?, by: Grouping?) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.unitId = unitId
    self.by = by
  }

  package static let name = "skill-gap.coverage"
  package static let route = Route.get("/skill-coverage")
  package static let permission = Permission.readSkills
  package static let access = Access.read

  package func run(in session: Session) async throws -> SkillCoverage {
    let reading = try await session.readSkills(
      SkillSight(
        asOf: asOf ?? session.today, knownAt: try await session.knownAt(knownAt), unitId: unitId,
        jobRoleId: nil, frameworkId: nil, search: nil, includesOther: false, threshold: nil))
    let matrix = SkillMatrix(reading, gapsOnly: false, sortBy: nil, skip: 0, limit: .max)
    return SkillCoverage(
      asOf: reading.asOf, people: matrix.people, summary: matrix.summary,
      coverage: matrix.summary.coverage, groups: groups(matrix),
      fragile: matrix.columns.filter(\.isFragile))
  }

  private func groups(_ matrix: SkillMatrix) -> [SkillCoverage.Group] {
    var summaries: [String: (people: Int, summary: SkillSummary)] = [:]
    func add(_ name: String, _ cells: [SkillCell]) {
      var entry = summaries[name] ?? (0, SkillSummary())
      entry.people += 1
      for cell in cells { entry.summary.count(cell) }
      summaries[name] = entry
    }
    let codes = Dictionary(
      uniqueKeysWithValues: matrix.columns.map {
        ($0.competencyId, "\($0.frameworkCode) \($0.code)")
      })
    for line in matrix.lines {
      switch by ?? .unit {
      case .unit: add(line.unitName, line.cells)
      case .role:
        for title in line.roleTitles { add(title.text(english: false), line.cells) }
      case .competency:
        for cell in line.cells { add(codes[cell.competencyId] ?? "", [cell]) }
      }
    }
    return summaries.map {
      SkillCoverage.Group(
        name: $0.key, people: $0.value.people, summary: $0.value.summary,
        coverage: $0.value.summary.coverage)
    }
    .sorted { $0.name < $1.name }
  }
}

package struct SkillCoverage: Codable, Sendable {
  package struct Group: Codable, Sendable {
    package let name: String
    package let people: Int
    package let summary: SkillSummary
    package let coverage: Double?
  }

  package let asOf: CalendarDate
  package let people: Int
  package let summary: SkillSummary
  /// Share of requirements met, 0 to 1; nil when nothing is required.
  package let coverage: Double?
  package let groups: [Group]
  package let fragile: [SkillColumn]
}
