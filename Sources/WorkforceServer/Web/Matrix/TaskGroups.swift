import CivilCalendar
import Localization
import Workforce

/// What to do about skills, in groups: held by too few, expiring, largest gaps, stale.
struct TaskGroups {
  private let found: SkillTasks
  private let query: MatrixQuery
  private let visit: Visit
  /// Tasks of a group that are shown before "see all".
  private let few = 8

  init(_ found: SkillTasks, _ query: MatrixQuery, _ visit: Visit) {
    self.found = found
    self.query = query
    self.visit = visit
  }

  /// - Parameter all: the group that is shown to its end.
  func groups(all: String?) -> [PageContent] {
    let expiring = found.tasks.filter { $0.cell.isExpiring || $0.cell.verdict == .expired }
      .sorted { $0.precedes($1, in: .expiry) }
    let stale = found.tasks.filter { $0.cell.verdict == .stale }
      .sorted { $0.precedes($1, in: .staleness) }
    let gaps = found.tasks.filter { ($0.cell.gap ?? 0) > 0 && $0.cell.verdict != .stale }
    let lists: [(id: String, key: String, tasks: [PageContent])] = [
      ("few", "matrix.group_few", found.fragile.map(fragile)),
      ("expiry", "matrix.group_expiry", expiring.map { person($0, when: $0.cell.validUntil) }),
      ("gap", "matrix.group_gap", gaps.map { person($0, when: nil) }),
      ("stale", "matrix.group_stale", stale.map { person($0, when: $0.cell.validUntil) }),
    ]
    return lists.compactMap { list in
      guard !list.tasks.isEmpty else { return nil }
      let isWhole = all == list.id || list.tasks.count <= few
      var group: PageContent = [
        "id": list.id, "title": visit.words[list.key],
        "count": visit.words.number(list.tasks.count),
        "tasks": isWhole ? list.tasks : Array(list.tasks.prefix(few)),
      ]
      if !isWhole { group["moreURL"] = query.url("/matrix/tasks", ["group": list.id]) }
      return group
    }
  }

  private var isEnglish: Bool { visit.words.language == .en }

  private func fragile(_ column: SkillColumn) -> PageContent {
    [
      "title": "\(column.code) \(column.title.text(english: isEnglish))",
      "subtitle": visit.words[
        "matrix.wanted_holders", ["count": "\(max(2, column.minimumHolders))"]],
      "why": visit.words[
        "matrix.why_few",
        ["count": "\(column.holderCount)", "required": "\(column.requiredCount)"]],
      "when": "",
      "url": query.url("/matrix", ["sort": column.competencyId.description]),
    ]
  }

  private func person(_ task: SkillTask, when: CalendarDate?) -> PageContent {
    let cell = "\(task.employeeId)~\(task.cell.competencyId)"
    let mark = VerdictMark(task.cell)
    var content: PageContent = [
      "title": task.fullName,
      "subtitle": "\(task.code) \(task.title.text(english: isEnglish))",
      "why": "\(mark.digits) · \(visit.words[mark.wordKey])",
      "when": when.map { visit.words.date(iso: $0.description) } ?? "",
      "url": query.url("/matrix", ["cell": cell]) + "#panel",
    ]
    if visit.may(.enrol), (task.cell.gap ?? 0) > 0 {
      content["actionLabel"] = visit.words["enrolment.enrol"]
      content["actionURL"] =
        "/enrol?people=\(QueryText.encode(task.employeeCode))"
        + "&competencies=\(task.cell.competencyId)"
    }
    return content
  }
}

extension SkillTasks {
  /// The tasks of one competency.
  func only(_ competency: String) -> SkillTasks {
    SkillTasks(
      asOf: asOf, tasks: tasks.filter { $0.cell.competencyId.description == competency },
      fragile: fragile.filter { $0.competencyId.description == competency })
  }
}
