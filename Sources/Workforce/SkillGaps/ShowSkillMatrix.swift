import Foundation
import Postgres

/// People against the competencies that their roles require.
package struct ShowSkillMatrix: UseCase, Dated {
  package let asOf: CalendarDate?
  package let knownAt: Date?
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?
  package let frameworkId: ID<Framework>?
  package let search: String?
  /// The weakest grade of evidence that counts; nil for any but a self-rating.
  package let threshold: EvidenceGrade?
  /// Also competencies that no role requires.
  package let includesOther: Bool?
  /// Only lines with something missing.
  package let gapsOnly: Bool?
  /// Who misses most in this competency comes first; nil keeps the order of names.
  package let sortBy: ID<Competency>?
  package let after: String?
  /// Lines of the page; nil for all of up to 200 people, and 50 of more.
  package let limit: Int?

  package init(
    asOf: CalendarDate?, knownAt: Date?, unitId: ID<Unit>?, jobRoleId: ID<JobRole>?,
    frameworkId: ID<Framework>?, search: String?, threshold: EvidenceGrade?,
    includesOther: Bool?, gapsOnly: Bool?, sortBy: ID<Competency>?, after: String?,
    limit: Int?
  ) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.unitId = unitId
    self.jobRoleId = jobRoleId
    self.frameworkId = frameworkId
    self.search = search
    self.threshold = threshold
    self.includesOther = includesOther
    self.gapsOnly = gapsOnly
    self.sortBy = sortBy
    self.after = after
    self.limit = limit
  }

  package static let name = "skill-gap.matrix"
  package static let route = Route.get("/skill-matrix")
  package static let permission = Permission.readSkills
  package static let access = Access.readPersons

  package func check(_ problems: inout Problems) {
    problems.range(limit, "limit", 1...5000)
    problems.bound(search, "search", limit: 100)
    if let after, Int(after) == nil { problems.add("after", "field.malformed") }
  }

  package func run(in session: Session) async throws -> SkillMatrix {
    let reading = try await session.readSkills(
      SkillSight(
        asOf: asOf ?? session.today, knownAt: try await session.knownAt(knownAt), unitId: unitId,
        jobRoleId: jobRoleId, frameworkId: frameworkId,
        search: search?.trimmingCharacters(in: .whitespaces).nilIfEmpty,
        includesOther: includesOther ?? false, threshold: threshold))
    return SkillMatrix(
      reading, gapsOnly: gapsOnly ?? false, sortBy: sortBy, skip: after.flatMap(Int.init) ?? 0,
      limit: limit)
  }
}

extension SkillMatrix {
  /// Margins are of everyone in sight, lines of one page.
  init(
    _ reading: SkillReading, gapsOnly: Bool, sortBy: ID<Competency>?, skip: Int, limit: Int?
  ) {
    var margins: [ID<Competency>: SkillMargin] = [:]
    var summary = SkillSummary()
    for cell in reading.people.lazy.flatMap(\.cells) {
      summary.count(cell)
      margins[cell.competencyId, default: SkillMargin()].count(cell)
    }
    for cell in reading.people.lazy.flatMap(\.cells) {
      margins[cell.competencyId]?.countHolder(cell)
    }
    let chosen =
      gapsOnly
      ? reading.people.filter { person in person.cells.contains { ($0.gap ?? 0) > 0 } }
      : reading.people
    let sorted = sortBy.map { competency in Self.sorted(chosen, by: competency) } ?? chosen
    let page = sorted.dropFirst(skip).prefix(limit ?? (sorted.count > 200 ? 50 : 200))
    self.init(
      asOf: reading.asOf, people: chosen.count,
      columns: reading.competencies.compactMap { row in
        margins[ID(row.id)].map { SkillColumn(row, $0) }
      },
      lines: page.map(SkillLine.init), summary: summary,
      next: skip + page.count < chosen.count ? "\(skip + page.count)" : nil)
  }
}

extension SkillMatrix {
  /// The largest gap first; who is not asked for the competency comes last, names keep their order.
  private static func sorted(
    _ people: [SkillReading.Person], by competency: ID<Competency>
  ) -> [SkillReading.Person] {
    func gap(_ person: SkillReading.Person) -> Int {
      person.cells.first { $0.competencyId == competency }?.gap ?? -1
    }
    return people.enumerated()
      .map { (offset: $0.offset, gap: gap($0.element), person: $0.element) }
      .sorted { ($1.gap, $0.offset) < ($0.gap, $1.offset) }
      .map(\.person)
  }
}

struct SkillMargin {
  var required = 0
  var met = 0
  var holders = 0
  var minimumHolders = 1
  var lowestRequired: Int?

  mutating func count(_ cell: SkillCell) {
    guard let level = cell.requiredLevel else { return }
    lowestRequired = min(lowestRequired ?? level, level)
    minimumHolders = max(minimumHolders, cell.minimumHolders ?? 1)
    if cell.verdict != .exempt { required += 1 }
    if cell.verdict == .met { met += 1 }
  }

  mutating func countHolder(_ cell: SkillCell) {
    if cell.isHeld(at: lowestRequired ?? 1) { holders += 1 }
  }
}

extension SkillColumn {
  init(_ row: SkillReading.CompetencyRow, _ margin: SkillMargin) {
    self.init(
      competencyId: ID(row.id), frameworkCode: row.frameworkCode, areaCode: row.areaCode,
      areaTitle: row.areaTitle, code: row.code,
      title: row.title, requiredCount: margin.required,
      metCount: margin.met, holderCount: margin.holders, minimumHolders: margin.minimumHolders)
  }
}

extension SkillLine {
  init(_ person: SkillReading.Person) {
    self.init(
      employeeId: ID(person.id), employeeCode: person.code, fullName: person.fullName,
      unitName: person.unitName, roleTitles: person.roleTitles,
      gap: person.cells.reduce(0) { $0 + ($1.gap ?? 0) },
      nextExpiry: person.cells.filter(\.isExpiring).compactMap(\.validUntil).min(),
      cells: person.cells)
  }
}

extension String {
  var nilIfEmpty: String? { isEmpty ? nil : self }
}
