import Localization
import Workforce

/// A person's levels by area, each with its timeline.
struct PersonLevels {
  private let visit: Visit
  private let cells: [EmployeeSkillCell]
  private let timelines: [ID<Competency>: [AssessmentLine]]
  /// Where what is recorded of the person is corrected; nil where it may only be read.
  private let correctionsURL: String?

  init(of id: ID<Employee>, _ dates: ReportDates, _ visit: Visit) async throws {
    self.visit = visit
    correctionsURL =
      visit.may(.assessSkills) && !dates.isPast ? "/people/\(id)/assessments" : nil
    cells = try await visit.perform(
      ShowSkillGaps(employeeId: id, asOf: dates.asOf, knownAt: dates.knownAt)
    ).document().cells
    let lines = try await visit.perform(
      ListAssessments(
        employeeId: id, competencyId: nil, asOf: dates.asOf, knownAt: dates.knownAt,
        includesCorrections: nil))
    timelines = Dictionary(grouping: lines, by: \.assessment.competencyId)
  }

  var hasLevels: Bool { !cells.isEmpty }
  private var words: Words { visit.words }

  func content() async throws -> PageContent {
    guard hasLevels else { return ["hasLevels": false] }
    let required = cells.filter { $0.requiredLevel != nil }
    let counted = required.filter { $0.verdict != .exempt }
    let frameworks = try await LevelFrameworks(Set(cells.map(\.frameworkCode)), visit)
    let others = cells.filter { $0.requiredLevel == nil }.map { cell -> PageContent in
      var content = competency(cell, frameworks)
      // Which framework is said where several have the same competency.
      content["framework"] = frameworks.name(cell.frameworkCode)
      return content
    }
    return [
      "hasLevels": true,
      "levelSummary": words[
        "people.level_summary",
        [
          "met": words.number(counted.count { $0.verdict == .met }),
          "required": words.number(counted.count),
          "unproven": words.number(counted.count { $0.verdict == .notAssessed }),
        ]],
      "areas": areas(required, frameworks), "hasOthers": !others.isEmpty, "others": others,
      "othersTitle": words["people.other_levels", ["count": words.number(others.count)]],
    ]
  }

  private func areas(
    _ required: [EmployeeSkillCell], _ frameworks: LevelFrameworks
  ) -> [PageContent] {
    var areas: [(title: String, competencies: [PageContent])] = []
    for cell in required {
      let title = frameworks.area(of: cell)
      if areas.last?.title != title { areas.append((title, [])) }
      areas[areas.count - 1].competencies.append(competency(cell, frameworks))
    }
    return areas.map { ["area": $0.title, "competencies": $0.competencies] }
  }

  private func competency(_ cell: EmployeeSkillCell, _ frameworks: LevelFrameworks) -> PageContent {
    var content = VerdictMark(cell).content(
      words, isExpiring: cell.isExpiring, isInTraining: cell.isInTraining)
    content["competency"] = "\(cell.code) \(cell.title.text(english: words.isEnglish))"
    content["levelWords"] =
      frameworks.levels(of: cell)?.meaning(cell.attainedLevel) ?? words["verdict.not_assessed"]
    let lines = (timelines[cell.competencyId] ?? []).map(\.assessment)
    content["hasTimeline"] = !lines.isEmpty
    content["timeline"] = lines.map { assessment -> PageContent in
      var entry = TimelineEntry(assessment, words).content
      if assessment.grade != .selfRated, assessment.grade == cell.grade,
        assessment.occurredOn == cell.assessedOn, assessment.level == cell.attainedLevel
      {
        entry["counts"] = true
      }
      if let correctionsURL, assessment.kind != .selfRating, assessment.kind != .application {
        entry["correctURL"] = "\(correctionsURL)/\(assessment.id)/correct"
        entry["voidURL"] = "\(correctionsURL)/\(assessment.id)/void"
      }
      return entry
    }
    return content
  }
}

/// The frameworks that a person's levels are in: their names, areas and levels.
private struct LevelFrameworks {
  private var names: [String: String] = [:]
  private var areas: [String: String] = [:]
  private var levels: [String: LevelWords] = [:]

  init(_ codes: Set<String>, _ visit: Visit) async throws {
    let isEnglish = visit.words.isEnglish
    for framework in try await visit.perform(ListFrameworks()) where codes.contains(framework.code)
    {
      names[framework.code] = framework.name.text(english: isEnglish)
      let details = try await visit.perform(ShowFramework(frameworkId: framework.id))
      for area in details.areas {
        areas["\(framework.code) \(area.code)"] =
          "\(area.code). \(area.title.text(english: isEnglish))"
      }
      levels[framework.code] = try await LevelWords(of: framework.code, for: visit)
    }
  }

  func name(_ code: String) -> String { names[code] ?? code }

  func area(of cell: EmployeeSkillCell) -> String {
    cell.areaCode.flatMap { areas["\(cell.frameworkCode) \($0)"] } ?? name(cell.frameworkCode)
  }

  func levels(of cell: EmployeeSkillCell) -> LevelWords? { levels[cell.frameworkCode] }
}
