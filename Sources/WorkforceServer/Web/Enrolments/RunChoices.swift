import CivilCalendar
import Foundation
import Localization
import Workforce

/// The open runs, by how many gaps of the chosen people they close.
struct RunChoices {
  private let visit: Visit
  private let draft: EnrolmentDraft
  private let runs: [CourseRunSummary]
  private let closes: [ID<CourseRun>: Int]
  private let hasOthers: Bool
  private let isOrdered: Bool
  /// How many there are to choose from, shown or not.
  private let count: Int

  /// Runs for which it is worth asking beforehand who could not come.
  private static let examined = 8
  private static let shown = 20

  init(_ visit: Visit, _ draft: EnrolmentDraft) async throws {
    self.visit = visit
    self.draft = draft
    let closes = try await Self.closedGaps(visit, draft)
    let open = try await Self.openRuns(visit)
    let useful = open.filter { (closes[$0.id] ?? 0) > 0 }
    let showsAll = draft.showsAllRuns || useful.isEmpty || draft.find != nil
    let chosen = open.filter { $0.id.description == draft.run }
    let listed =
      draft.find.map { find in open.filter { Self.isFound($0, by: find) } }
      ?? (showsAll ? open : useful)
    count = listed.count
    let ordered = listed.sorted {
      (closes[$1.id] ?? 0, $0.startsOn) < (closes[$0.id] ?? 0, $1.startsOn)
    }.prefix(Self.shown)
    runs = ordered + chosen.filter { run in !ordered.contains { $0.id == run.id } }
    self.closes = closes
    hasOthers = !showsAll && useful.count < open.count
    isOrdered = !useful.isEmpty
  }

  var isEmpty: Bool { runs.isEmpty }

  func content() async throws -> PageContent {
    var rows: [PageContent] = []
    for (index, run) in runs.enumerated() {
      rows.append(try await row(run, isExamined: index < Self.examined))
    }
    var content: PageContent = ["hasRuns": !rows.isEmpty, "runs": rows]
    if isOrdered { content["isOrdered"] = true }
    if draft.find != nil || count > Self.shown {
      content["find"] = ["value": draft.find ?? ""] as PageContent
      content["findsNone"] = draft.find != nil && count == 0
    }
    if count > Self.shown {
      content["shown"] =
        visit.words[
          "enrolment.runs_shown",
          ["shown": visit.words.number(Self.shown), "count": visit.words.number(count)]]
    }
    if hasOthers {
      var wider = draft
      wider.showsAllRuns = true
      content["moreRunsURL"] = wider.url + "#run"
    }
    if let chosen = runs.first(where: { $0.id.description == draft.run }) {
      content["runSupport"] = try await RunSupportRules(visit, chosen).content()
    }
    return content
  }

  /// Whether every word stands in its title, code or place, without marks.
  private static func isFound(_ run: CourseRunSummary, by text: String) -> Bool {
    let known = FoldedText(
      [
        run.code, run.courseCode, run.courseTitle.text(english: false),
        run.courseTitle.text(english: true), run.providerName, run.place, run.roomName,
      ].compactMap { $0 }.joined(separator: " ")
    ).value
    return FoldedText(text).value.split(separator: " ").allSatisfy { known.contains($0) }
  }

  private func row(_ run: CourseRunSummary, isExamined: Bool) async throws -> PageContent {
    let words = visit.words
    var row: PageContent = [
      "id": run.id.description, "course": run.courseTitle.text(english: words.isEnglish),
      "code": run.code, "dates": words.dates(run.startsOn, run.endsOn),
      "place": run.place ?? run.roomName ?? run.providerName,
      "trainer": run.trainers.map(\.name).joined(separator: ", "),
      "closes": words.number(closes[run.id] ?? 0), "seatsLeft": words.number(run.freeSeats),
      "capacity": words.number(run.capacity), "price": words.money(run.priceVnd),
      "cutOff": words.moment(run.cutOffAt),
    ]
    if run.id.description == draft.run { row["selected"] = true }
    if run.supportContentCode != nil { row["isSupported"] = true }
    if run.freeSeats == 0 { row["full"] = true }
    if run.waiting > 0 { row["waiting"] = words.counted("enrolment.run_waiting", run.waiting) }
    if isExamined { try await addObstacles(of: run, to: &row) }
    return row
  }

  /// Whom the run would refuse, and why.
  private func addObstacles(
    of run: CourseRunSummary, to row: inout PageContent
  ) async throws {
    let preview = try await visit.perform(
      PreviewEnrolment(
        request: EnrolmentRequest(
          courseRunId: run.id, employeeIds: nil, employeeCodes: draft.people, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)))
    func count(_ rule: String) -> Int {
      preview.people.count { person in person.refusals.contains { $0.rule == rule } }
    }
    for (key, rule) in [
      ("clashes", "enrolment.clash"), ("prerequisites", "enrolment.prerequisite_missing"),
      ("competent", "enrolment.already_competent"), ("already", "enrolment.already_in_run"),
    ] where count(rule) > 0 {
      row[key] = visit.words.counted("enrolment.run_\(key)", count(rule))
    }
  }

  private static func openRuns(_ visit: Visit) async throws -> [CourseRunSummary] {
    let now = visit.app.dependencies.now()
    return try await visit.all { after in
      ListCourseRuns(
        search: nil, courseId: nil, competencyId: nil, targetLevel: nil, startsFrom: visit.today,
        startsUntil: nil, communeCode: nil, hasFreeSeats: nil, providerId: nil, trainerId: nil,
        state: .open, after: after, limit: Visit.largestPage)
    }.filter { $0.cutOffAt > now }
  }

  /// For each run, how many requirements of the chosen people it would bring them to.
  private static func closedGaps(
    _ visit: Visit, _ draft: EnrolmentDraft
  ) async throws -> [ID<CourseRun>: Int] {
    struct Gap: Hashable {
      let competency: ID<Competency>
      let level: Int
    }
    let codes = Set(draft.people)
    let matrix = try await visit.perform(SkillQuery.everyone)
    var people: [Gap: Int] = [:]
    for cell in matrix.lines.lazy.filter({ codes.contains($0.employeeCode) }).flatMap(\.cells) {
      guard let level = cell.requiredLevel, (cell.gap ?? 0) > 0,
        draft.competencies.isEmpty
          || draft.competencies.contains(cell.competencyId.description)
      else { continue }
      people[Gap(competency: cell.competencyId, level: level), default: 0] += 1
    }
    var closes: [ID<CourseRun>: Int] = [:]
    for (gap, count) in people {
      let runs = try await visit.perform(
        ListClosingRuns(employeeId: nil, competencyId: gap.competency, level: gap.level))
      for run in Set(runs.map(\.courseRunId)) { closes[run, default: 0] += count }
    }
    return closes
  }
}
