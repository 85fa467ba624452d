import Foundation
import Postgres

/// Which people and competencies a view of skills is about, on which day and as known when.
package struct SkillSight: Sendable {
  package let asOf: CalendarDate
  package let knownAt: Date
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?
  package let frameworkId: ID<Framework>?
  package let search: String?
  package let includesOther: Bool
  /// Weaker evidence counts as a claim; nil counts every grade for what it is.
  package let threshold: EvidenceGrade?
}

/// Everyone in sight with their cells, read in one pipeline.
struct SkillReading: Sendable {
  struct Person: Sendable {
    let id: UUID
    let code: String
    let fullName: String
    let unitName: String
    let roleTitles: [LocalizedText]
    var cells: [SkillCell]
  }

  struct CompetencyRow: Decodable, Sendable {
    let id: UUID
    let frameworkId: UUID
    let frameworkCode: String
    let areaCode: String
    let code: String
    let title: LocalizedText
    let areaTitle: LocalizedText
  }

  let asOf: CalendarDate
  let people: [Person]
  let competencies: [CompetencyRow]
}

private struct PersonRow: Decodable, Sendable {
  let employeeId: UUID
  let employeeCode: String
  let fullName: String
  let unitName: String
  let roleTitles: [LocalizedText]?
}

extension Query<PersonRow> {
  fileprivate static var people: Self { Query("skill_gap.people") }
}
extension Query<SkillReading.CompetencyRow> {
  fileprivate static var competencies: Self { Query("skill_gap.competencies") }
}

extension Session {
  /// Reads what a view of skills shows. Shape: one cell per person and competency.
  func readSkills(_ sight: SkillSight) async throws -> SkillReading {
    let firm = try firmID().uuid
    let filter: [any PostgresEncodable] = [
      firm, sight.asOf, sight.knownAt, principal.unitScope, sight.unitId?.uuid,
      sight.jobRoleId?.uuid, sight.search,
    ]
    let results = try await pipeline([
      Call(Query<PersonRow>.people.statement, filter),
      Call(
        Command("skill_gap.cells").statement,
        filter + [sight.frameworkId?.uuid, sight.includesOther, sight.threshold?.rawValue]),
      Call(Query<SkillReading.CompetencyRow>.competencies.statement, []),
    ])
    var people = try results[0].decode(PersonRow.self).map { row in
      SkillReading.Person(
        id: row.employeeId, code: row.employeeCode, fullName: row.fullName,
        unitName: row.unitName,
        roleTitles: row.roleTitles ?? [], cells: [])
    }
    let indices = Dictionary(
      uniqueKeysWithValues: people.enumerated().map { ($0.element.id, $0.offset) })
    let cells = results[1]
    for row in 0..<cells.count {
      guard let index = indices[try cells.value(row, 0)] else { continue }
      people[index].cells.append(try SkillCell(cells, row: row))
    }
    return SkillReading(
      asOf: sight.asOf, people: people,
      competencies: try results[2].decode(SkillReading.CompetencyRow.self))
  }
}

extension SkillCell {
  /// Reads by position: a matrix has tens of thousands of cells, and names cost more than values.
  fileprivate init(_ rows: Rows, row: Int) throws {
    let flags: Int = try rows.value(row, 10)
    let verdict: String = try rows.value(row, 7)
    let grade: String? = try rows.optional(row, 6)
    guard let known = SkillVerdict(rawValue: verdict) else {
      throw PostgresError.decoding("\(verdict) is no verdict")
    }
    self.init(
      competencyId: ID(try rows.value(row, 1)),
      requiredLevel: try rows.optional(row, 2),
      attainedLevel: try rows.optional(row, 3),
      claimedLevel: try rows.optional(row, 4),
      minimumHolders: try rows.optional(row, 5),
      grade: grade.flatMap(EvidenceGrade.init(rawValue:)),
      verdict: known,
      assessedOn: try rows.optional(row, 8),
      validUntil: try rows.optional(row, 9),
      exceeds: flags & 1 != 0, isExpiring: flags & 2 != 0, isInTraining: flags & 4 != 0,
      isCarriedOver: flags & 8 != 0,
      exemptUntil: try rows.optional(row, 11))
  }
}
