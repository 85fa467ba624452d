import CivilCalendar
import Foundation
import Localization
import Workforce

/// One cell opened: what the level means, how it was judged, what would close the gap, and the
/// actions of whoever may act.
struct CellPanel {
  private let name: CellName
  private let query: MatrixQuery

  init(_ name: CellName, _ query: MatrixQuery) {
    self.name = name
    self.query = query
  }

  func content(_ visit: Visit) async throws -> PageContent {
    let skills = try await visit.perform(
      ShowSkillGaps(
        employeeId: name.employeeId, asOf: query["asOf"].flatMap { CalendarDate($0) },
        knownAt: nil)
    ).document()
    guard let cell = skills.cells.first(where: { $0.competencyId == name.competencyId }) else {
      throw AppError.notFound("competency")
    }
    let person = try await visit.perform(ShowEmployee(employeeId: name.employeeId))
    let levels = try await LevelWords(of: cell.frameworkCode, for: visit)
    let isEnglish = visit.words.language == .en
    let assignment = person.assignments.first
    var content = VerdictMark(cell).content(
      visit.words, isExpiring: cell.isExpiring, isInTraining: cell.isInTraining)
    content["id"] = "\(name.employeeId)~\(name.competencyId)"
    content["competency"] = "\(cell.code) \(cell.title.text(english: isEnglish))"
    content["person"] = person.fullName
    content["personURL"] = "/people/\(name.employeeId)"
    content["role"] = assignment?.jobRoleTitle?.text(english: isEnglish) ?? ""
    content["unit"] = assignment?.unitName ?? ""
    content["closeURL"] = query.url("/matrix", [:])
    content["required"] = levels.name(cell.requiredLevel) ?? visit.words["verdict.not_required"]
    content["attained"] = levels.name(cell.attainedLevel) ?? visit.words["verdict.not_assessed"]
    content["levelWords"] = levels.meaning(cell.attainedLevel)
    content["targetWords"] = levels.meaning(cell.requiredLevel)
    content["exemption"] = cell.exemptUntil.map { visit.words.date(iso: $0.description) }
    try await addRuns(cell, skills.employeeCode, to: &content, visit)
    try await addMentors(cell, to: &content, visit)
    try await addTimeline(to: &content, visit, levels)
    addActions(cell, levels, to: &content, visit)
    return content
  }

  private func addRuns(
    _ cell: EmployeeSkillCell, _ employeeCode: String, to content: inout PageContent, _ visit: Visit
  ) async throws {
    guard let level = cell.requiredLevel, cell.verdict != .met, cell.verdict != .exempt else {
      return
    }
    let runs = try await visit.perform(
      ListClosingRuns(employeeId: nil, competencyId: name.competencyId, level: level))
    content["hasRuns"] = !runs.isEmpty
    content["runs"] = runs.prefix(5).map { run -> PageContent in
      var row = RunWords(visit.words).content(run)
      if visit.may(.enrol), run.freeSeats > 0 || run.waitingPolicy != "none" {
        row["enrolURL"] =
          "/enrol?people=\(QueryText.encode(employeeCode))&run=\(run.courseRunId)"
      } else {
        row["note"] = visit.words["matrix.run_full"]
      }
      return row
    }
  }

  /// People in sight who hold what this person is asked for, and could show them.
  private func addMentors(
    _ cell: EmployeeSkillCell, to content: inout PageContent, _ visit: Visit
  ) async throws {
    guard let level = cell.requiredLevel, cell.verdict != .met else { return }
    let matrix = try await visit.perform(
      ParameterDecoder(["includesOther": ["true"], "limit": ["5000"]]).decode(ShowSkillMatrix.self))
    let mentors = matrix.lines.compactMap { line -> (SkillLine, Int)? in
      guard line.employeeId != name.employeeId,
        let held = line.cells.first(where: { $0.competencyId == name.competencyId }),
        held.isHeld(at: level), let attained = held.attainedLevel
      else { return nil }
      return (line, attained)
    }
    content["hasMentors"] = !mentors.isEmpty
    content["mentors"] = mentors.sorted { $0.1 > $1.1 }.prefix(3).map {
      line, attained -> PageContent in
      [
        "name": line.fullName, "url": "/people/\(line.employeeId)",
        "level": visit.words["level.number", ["level": "\(attained)"]],
      ]
    }
  }

  private func addTimeline(
    to content: inout PageContent, _ visit: Visit, _ levels: LevelWords
  ) async throws {
    let lines = try await visit.perform(
      ListAssessments(
        employeeId: name.employeeId, competencyId: name.competencyId, asOf: nil, knownAt: nil,
        includesCorrections: nil))
    content["hasTimeline"] = !lines.isEmpty
    content["timeline"] = lines.map { TimelineEntry($0.assessment, visit.words).content }
  }

  private func addActions(
    _ cell: EmployeeSkillCell, _ levels: LevelWords, to content: inout PageContent, _ visit: Visit
  ) {
    let address = "/people/\(name.employeeId)"
    let suffix =
      "?competency=\(name.competencyId)&back=\(QueryText.encode(query.url("/matrix", [:])))"
    if visit.may(.assessSkills) {
      var form = AssessmentForm(levels: levels, words: visit.words, today: visit.today)
        .content(level: cell.attainedLevel)
      form["url"] = "\(address)/assess\(suffix)"
      content["assess"] = form
    }
    if visit.may(.grantExemptions), cell.requiredLevel != nil, cell.verdict != .exempt {
      content["exempt"] =
        [
          "url": "\(address)/exempt\(suffix)", "competency": false,
          "until": ["value": ""] as PageContent, "reason": ["value": ""] as PageContent,
        ] as PageContent
    }
  }
}

/// A run in a few words: when, where, seats and price.
struct RunWords {
  private let words: Words

  init(_ words: Words) {
    self.words = words
  }

  func content(_ run: ClosingRun) -> PageContent {
    let start = words.date(iso: run.startsOn.description)
    let end = words.date(iso: run.endsOn.description)
    return [
      "course": run.title.text(english: words.language == .en),
      "dates": start == end ? start : "\(start) – \(end)",
      "place": run.place ?? run.providerName,
      "seats": words[
        "matrix.seats_left", ["free": "\(run.freeSeats)", "capacity": "\(run.capacity)"]],
      "price": words.money(run.priceVnd),
    ]
  }
}

/// One assessment as a line of a timeline.
struct TimelineEntry {
  let content: PageContent

  init(_ assessment: Assessment, _ words: Words) {
    var content: PageContent = [
      "date": words.date(iso: assessment.occurredOn.description),
      "grade": assessment.grade.map { words[$0.wordKey] } ?? words["assessment.application"],
      "source": assessment.evidence ?? assessment.appliedWhere ?? "",
    ]
    if let level = assessment.level {
      content["level"] = words["level.number", ["level": "\(level)"]]
    } else if let passed = assessment.isPassed {
      content["level"] = words[passed ? "assessment.passed" : "assessment.not_passed"]
    } else {
      let key = assessment.isApplied == true ? "assessment.applied" : "assessment.not_applied"
      content["level"] = words[key]
    }
    content["validUntil"] = assessment.expiresOn.map { words.date(iso: $0.description) }
    content["note"] = assessment.reason ?? assessment.appliedHow
    content["evidenceURL"] = assessment.evidenceUrl
    self.content = content
  }
}
