import Localization
import Workforce

/// A person's levels by area, each with its timeline.
struct PersonLevels {
  private let visit: Visit
  private let cells: [EmployeeSkillCell]
  private let timelines: [ID<Competency>: [AssessmentLine]]

  init(of id: ID<Employee>, _ visit: Visit) async throws {
    self.visit = visit
    cells = try await visit.perform(ShowSkillGaps(employeeId: id, asOf: nil, knownAt: nil))
      .document().cells
    let lines = try await visit.perform(
      ListAssessments(
        employeeId: id, competencyId: nil, asOf: nil, knownAt: nil, includesCorrections: nil))
    timelines = Dictionary(grouping: lines, by: \.assessment.competencyId)
  }

  var hasLevels: Bool { !cells.isEmpty }
  private var words: Words { visit.words }

  func content() async throws -> PageContent {
    guard hasLevels else { return ["hasLevels": false] }
    let required = cells.filter { $0.requiredLevel != nil && $0.verdict != .exempt }
    return [
      "hasLevels": true,
      "levelSummary": words[
        "people.level_summary",
        [
          "met": words.number(required.count { $0.verdict == .met }),
          "required": words.number(required.count),
          "unproven": words.number(required.count { $0.verdict == .notAssessed }),
        ]],
      "areas": try await areas(),
    ]
  }

  private func areas() async throws -> [PageContent] {
    let titles = try await areaTitles()
    var levels: [String: LevelWords] = [:]
    var areas: [(key: String, competencies: [PageContent])] = []
    for cell in cells {
      let key = "\(cell.frameworkCode) \(cell.areaCode ?? "")"
      if areas.last?.key != key { areas.append((key, [])) }
      let wording =
        if let known = levels[cell.frameworkCode] { known } else {
          try await LevelWords(of: cell.frameworkCode, for: visit)
        }
      levels[cell.frameworkCode] = wording
      areas[areas.count - 1].competencies.append(competency(cell, wording))
    }
    return areas.map { area in
      ["area": titles[area.key] ?? area.key, "competencies": area.competencies]
    }
  }

  /// By framework and area, as the cells name them.
  private func areaTitles() async throws -> [String: String] {
    let codes = Set(cells.map(\.frameworkCode))
    var titles: [String: String] = [:]
    for framework in try await visit.perform(ListFrameworks()) where codes.contains(framework.code)
    {
      let details = try await visit.perform(ShowFramework(frameworkId: framework.id))
      for area in details.areas {
        titles["\(framework.code) \(area.code)"] =
          "\(area.code). \(area.title.text(english: words.isEnglish))"
      }
    }
    return titles
  }

  private func competency(_ cell: EmployeeSkillCell, _ levels: LevelWords) -> PageContent {
    var content = VerdictMark(cell).content(
      words, isExpiring: cell.isExpiring, isInTraining: cell.isInTraining)
    content["competency"] = "\(cell.code) \(cell.title.text(english: words.isEnglish))"
    content["levelWords"] = levels.meaning(cell.attainedLevel) ?? words["verdict.not_assessed"]
    let lines = (timelines[cell.competencyId] ?? []).map(\.assessment)
    content["hasTimeline"] = !lines.isEmpty
    content["timeline"] = lines.map { assessment -> PageContent in
      var entry = TimelineEntry(assessment, words).content
      if assessment.grade != .selfRated, assessment.grade == cell.grade,
        assessment.occurredOn == cell.assessedOn, assessment.level == cell.attainedLevel
      {
        entry["counts"] = true
      }
      return entry
    }
    return content
  }
}
