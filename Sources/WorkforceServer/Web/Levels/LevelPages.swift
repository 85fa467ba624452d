import CivilCalendar
import Foundation
import Localization
import Workforce

/// My levels: what my roles ask, what I have shown, what closes a gap, and who sees it.
struct LevelPages {
  func mount(_ pages: PageRouter) {
    pages.get("/me/levels") { visit in
      PageView("levels/mine", try await OwnLevels(visit).content(), section: .myLevels)
    }
    pages.form("/me/levels/{competencyId}/rate") { visit in
      try await rating(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(RateOwnSkill.self))
      return Landing("/me/levels", flash: .done(visit.words["level.rated"]))
    }
    pages.post("/me/training/{completionId}/application") { visit, submission in
      let use = submission.text("use") ?? ""
      let statement = submission.text("statement")
      let frequency = visit.words.ifPresent("level.use_\(use)") ?? ""
      do {
        _ = try await visit.perform(
          try submission.decode(
            StateApplication.self,
            extra: [
              "competencyId": submission.text("competency") ?? "",
              "isApplied": use == "not" ? "false" : "true",
              "appliedWhere": statement ?? "", "appliedHow": frequency,
            ]))
      } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
        let sentences = error.fieldErrors.map {
          "\(visit.words.label(of: $0.field)): \(visit.words.sentence($0.rule, $0.parameters))"
        }
        let text =
          sentences.isEmpty
          ? visit.words.sentence(error.rule, error.parameters) : sentences.joined(separator: " ")
        return Landing(
          "/me/levels#application",
          flash: Flash(text: text, isError: true, undoURL: nil, undoSeconds: nil))
      }
      return Landing("/me/levels", flash: .done(visit.words["level.application_saved"]))
    }
  }

  private func rating(_ visit: Visit) async throws -> Form {
    let skills = try await visit.perform(ShowOwnSkillGaps(asOf: nil, knownAt: nil)).document()
    guard
      let cell = skills.cells.first(where: {
        $0.competencyId.description == visit.path["competencyId"]
      })
    else { throw AppError.notFound("competency") }
    let levels = try await LevelWords(of: cell.frameworkCode, for: visit)
    return Form(
      "levels/rate",
      fields: [
        FormField(
          "level", input: "level", value: cell.claimedLevel.map(String.init) ?? "",
          choices: levels.choices),
        FormField("note", input: "evidence", value: ""),
      ],
      content: [
        "name": visit.words["level.mine"], "subtitle": visit.session.displayName,
        "backURL": "/me/levels", "action": "/me/levels/\(cell.competencyId)/rate",
        "competency": "\(cell.code) \(cell.title.text(english: visit.words.language == .en))",
      ],
      section: .myLevels)
  }
}

/// What the page of my levels shows.
private struct OwnLevels {
  private let visit: Visit
  private let skills: EmployeeSkills
  private let timeline: [ID<Competency>: [AssessmentLine]]
  private let training: [OwnTraining]
  private let areas: [String: String]

  init(_ visit: Visit) async throws {
    self.visit = visit
    skills = try await visit.perform(ShowOwnSkillGaps(asOf: nil, knownAt: nil)).document()
    timeline = Dictionary(
      grouping: try await visit.perform(
        ListOwnAssessments(competencyId: nil, asOf: nil, knownAt: nil)),
      by: \.assessment.competencyId)
    training = try await visit.perform(ListOwnTraining())
    let isEnglish = visit.words.language == .en
    var areas: [String: String] = [:]
    for framework in try await visit.perform(ListFrameworks()) where framework.kind == .levels {
      let details = try await visit.perform(ShowFramework(frameworkId: framework.id))
      for area in details.areas {
        areas["\(framework.code) \(area.code)"] =
          "\(area.code). \(area.title.text(english: isEnglish))"
      }
    }
    self.areas = areas
  }

  func content() async throws -> PageContent {
    let words = visit.words
    let required = skills.cells.filter { $0.requiredLevel != nil && $0.verdict != .exempt }
    let unproven = required.filter { $0.verdict == .notAssessed }
    var content: PageContent = [
      "asOf": words.date(iso: skills.asOf.description), "role": skills.employeeCode,
      "firm": visit.session.placeName ?? "",
      "downloads": Downloads.content(ListOwnAssessments.name),
      "met": "\(required.filter { $0.verdict == .met }.count)", "required": "\(required.count)",
    ]
    if !unproven.isEmpty {
      content["hasCovered"] = true
      content["covered"] = words["level.unproven", ["count": words.number(unproven.count)]]
    }
    let groups = try await groups()
    content["hasAreas"] = !groups.isEmpty
    content["areas"] = groups
    addTraining(to: &content)
    return content
  }

  private func groups() async throws -> [PageContent] {
    var groups: [PageContent] = []
    var levels: [String: LevelWords] = [:]
    var current = ""
    var competencies: [PageContent] = []
    func finish() {
      guard !competencies.isEmpty else { return }
      groups.append(["area": areas[current] ?? current, "competencies": competencies])
      competencies = []
    }
    for cell in skills.cells {
      let area = "\(cell.frameworkCode) \(cell.areaCode ?? "")"
      if area != current {
        finish()
        current = area
      }
      if levels[cell.frameworkCode] == nil {
        levels[cell.frameworkCode] = try await LevelWords(of: cell.frameworkCode, for: visit)
      }
      competencies.append(competency(cell, levels[cell.frameworkCode]))
    }
    finish()
    return groups
  }

  private func competency(_ cell: EmployeeSkillCell, _ levels: LevelWords?) -> PageContent {
    let words = visit.words
    var content = VerdictMark(cell).content(
      words, isExpiring: cell.isExpiring, isInTraining: cell.isInTraining)
    content["competency"] = "\(cell.code) \(cell.title.text(english: words.language == .en))"
    content["requiredLevel"] = levels?.name(cell.requiredLevel) ?? words["verdict.not_required"]
    content["attainedLevel"] = levels?.name(cell.attainedLevel) ?? words["verdict.not_assessed"]
    content["levelWords"] = levels?.meaning(cell.attainedLevel)
    content["targetWords"] = levels?.meaning(cell.requiredLevel)
    let lines = timeline[cell.competencyId] ?? []
    content["hasTimeline"] = !lines.isEmpty
    content["timeline"] = lines.map { TimelineEntry($0.assessment, words).content }
    content["rateURL"] = "/me/levels/\(cell.competencyId)/rate"
    return content
  }

  private func addTraining(to content: inout PageContent) {
    let words = visit.words
    let isEnglish = words.language == .en
    let coming = training.filter { $0.endsOn >= visit.today && $0.state != .withdrawn }
    content["hasRuns"] = !coming.isEmpty
    content["runs"] = coming.map { run -> PageContent in
      [
        "course": run.courseTitle.text(english: isEnglish),
        "dates":
          "\(words.date(iso: run.startsOn.description)) – \(words.date(iso: run.endsOn.description))",
        "place": run.place ?? "", "statusLabel": words["enrolment.state_\(run.state.rawValue)"],
      ]
    }
    let due = training.filter(\.isApplicationDue)
    content["hasApplications"] = !due.isEmpty
    content["applications"] = due.map { run -> PageContent in
      [
        "url": "/me/training/\(run.completionId?.description ?? "")/application",
        "completion": run.completionId?.description ?? "",
        "competency": run.competencyId?.description ?? "",
        "course": run.courseTitle.text(english: isEnglish),
        "detail": words[
          "level.completed_on",
          ["date": run.completedOn.map { words.date(iso: $0.description) } ?? ""]],
        "uses": ["often", "sometimes", "not"].map {
          ["value": $0, "label": words["level.use_\($0)"]] as PageContent
        },
        "statement": ["value": ""] as PageContent,
      ]
    }
  }
}
