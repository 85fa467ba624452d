import CivilCalendar
import Localization
import Workforce

/// What HR, a manager or a director does first: the numbers of the people in sight and what they ask
/// for.
struct FirmHome {
  private let visit: Visit
  private let tasks: SkillTasks
  private let staff: Staff
  /// Of the latest three batches, newest first; each whole, so that its numbers are right.
  private let latest: [(batch: ID<EnrolmentBatch>, lines: [EnrolmentLine])]
  private let waiting: [EnrolmentLine]
  private let budgets: [UnitBudget]
  private let walkIns: Int

  private static let soon = 30
  private static let waitingShown = 10

  init(_ visit: Visit) async throws {
    self.visit = visit
    tasks = try await visit.perform(SkillQuery.tasks)
    staff = try await Staff(visit, status: .present)
    let today = visit.today
    latest = visit.may(.enrol) ? try await Self.latest(visit) : []
    waiting = try await visit.all { after in
      ListEnrolments(
        courseRunId: nil, employeeId: nil, batchId: nil, state: .waitlisted, asOf: nil,
        knownAt: nil, after: after, limit: Visit.largestPage)
    }.filter { $0.startsOn >= today }.sorted { $0.startsOn < $1.startsOn }
    budgets = try await visit.perform(ShowUnitBudget(year: today.year, unitId: nil))
    walkIns =
      visit.may(.resolveWalkIns)
      ? try await visit.all { after in
        ListWalkIns(
          courseRunId: nil, state: .pending, after: after, limit: Visit.largestPage)
      }.count : 0
  }

  private static func latest(
    _ visit: Visit
  ) async throws -> [(batch: ID<EnrolmentBatch>, lines: [EnrolmentLine])] {
    let recent = try await visit.perform(
      ListEnrolments(
        courseRunId: nil, employeeId: nil, batchId: nil, state: nil, asOf: nil, knownAt: nil,
        after: nil, limit: Visit.largestPage)
    ).items
    var batches: [ID<EnrolmentBatch>] = []
    for batch in recent.compactMap(\.batchId) where !batches.contains(batch) {
      batches.append(batch)
    }
    var latest: [(batch: ID<EnrolmentBatch>, lines: [EnrolmentLine])] = []
    for batch in batches.prefix(3) {
      let lines = try await visit.all { after in
        ListEnrolments(
          courseRunId: nil, employeeId: nil, batchId: batch, state: nil, asOf: nil, knownAt: nil,
          after: after, limit: Visit.largestPage)
      }
      latest.append((batch, lines))
    }
    return latest
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = HomeActions.content(actions)
    content["hasTiles"] = !staff.people.isEmpty
    content["tiles"] = tiles
    content["hasBatches"] = !batches.isEmpty
    content["batches"] = batches
    content["hasWaiting"] = !waiting.isEmpty
    content["waiting"] = waitingLines
    if waiting.count > Self.waitingShown {
      content["waitingMore"] =
        words[
          "home.waiting_more", ["count": words.number(waiting.count - Self.waitingShown)]]
    }
    content["hasBudgets"] = !tightest.isEmpty
    content["budgets"] = tightest.map { BudgetFigure($0, words, planned: 0).content }
    return content
  }

  /// The three budgets of which the smallest share is left.
  private var tightest: [UnitBudget] {
    func leftShare(_ budget: UnitBudget) -> Double {
      Double(budget.leftVnd ?? 0) / Double(max(budget.amountVnd ?? 0, 1))
    }
    let known = budgets.filter { $0.amountVnd != nil }
    return Array(known.sorted { leftShare($0) < leftShare($1) }.prefix(3))
  }

  private var tiles: [PageContent] {
    let gaps = tasks.tasks.count { ($0.cell.gap ?? 0) > 0 }
    return [
      tile(staff.people.count, "home.tile_people", "/people"),
      tile(gaps, "home.tile_gaps", "/matrix?gaps=1"),
      tile(
        tasks.expiring(within: Self.soon, of: visit.today), "home.tile_expiring",
        "/matrix/tasks?group=expiry"),
      tile(waiting.count, "home.tile_waiting", waiting.isEmpty ? "/people" : "#waiting"),
    ]
  }

  private func tile(_ count: Int, _ key: String, _ url: String) -> PageContent {
    ["value": words.number(count), "label": words[key], "url": url]
  }

  private var actions: [PageContent] {
    var actions: [PageContent] = []
    func add(_ count: Int, _ key: String, _ url: String) {
      guard count > 0 else { return }
      actions.append(
        HomeActions.action(words.counted(key, count), words["\(key)_detail"], url: url))
    }
    if staff.people.isEmpty, visit.may(.managePeople) {
      // Units and roles come first, because a list of staff names them.
      for (step, tab) in [("units", StructureTab.units), ("roles", .roles)] {
        actions.append(
          HomeActions.action(
            words["home.begin_\(step)"], words["home.begin_\(step)_detail"], url: tab.url))
      }
      actions.append(
        HomeActions.action(
          words["people.import"], words["people.none_do"], url: "/imports?kind=staff"))
    }
    if visit.may(.managePeople) {
      add(staff.people.count { $0.jobRoleId == nil }, "home.without_role", "/people")
    }
    add(walkIns, "home.walk_ins", "/walk-ins")
    add(tasks.tasks.count { $0.cell.verdict == .claimedOnly }, "home.claimed", "/matrix/tasks")
    add(tasks.tasks.count { $0.cell.verdict == .notAssessed }, "home.unassessed", "/matrix/tasks")
    for column in tasks.fragile.prefix(3) {
      actions.append(
        HomeActions.action(
          "\(column.code) \(column.title.text(english: words.isEnglish))",
          words[
            "home.fragile",
            [
              "holders": words.number(column.holderCount),
              "wanted": words.number(max(2, column.minimumHolders)),
            ]], url: "/matrix?sort=\(column.competencyId)"))
    }
    for budget in budgets {
      guard let left = budget.leftVnd, left < 0 else { continue }
      actions.append(
        HomeActions.action(
          budget.unitName ?? budget.unitCode,
          words["money.over_budget_by", ["amount": words.money(-left)]],
          url: StructureTab.budgets.url))
    }
    return actions
  }

  private var batches: [PageContent] {
    latest.map { batch, lines in
      let counts = [
        ("batch.enrolled", lines.count { $0.state == .enrolled }),
        ("batch.waitlisted", lines.count { $0.state == .waitlisted }),
        ("batch.withdrawn", lines.count { !$0.state.isStanding }),
      ]
      return [
        "number": lines.first?.courseRunCode ?? "",
        "course": lines.first?.courseTitle.text(english: words.isEnglish) ?? "",
        "detail": counts.filter { $0.1 > 0 }.map { "\(words.number($0.1)) \(words[$0.0])" }
          .joined(separator: ", "),
        "url": "/enrol/batches/\(batch)",
      ]
    }
  }

  /// Who waits for a seat, the next runs first.
  private var waitingLines: [PageContent] {
    waiting.prefix(Self.waitingShown).map { line in
      [
        "name": line.displayName, "url": "/people/\(line.employeeId)",
        "detail":
          "\(line.courseTitle.text(english: words.isEnglish)) (\(line.courseRunCode)), "
          + words.dates(line.startsOn, line.endsOn),
      ]
    }
  }
}

extension SkillTasks {
  /// How many levels run out in the coming days.
  func expiring(within days: Int, of day: CalendarDate) -> Int {
    let last = day.adding(days: days)
    return tasks.count { task in
      guard let validUntil = task.cell.validUntil else { return false }
      return validUntil >= day && validUntil <= last
    }
  }
}

extension SkillQuery {
  /// What the people in sight lack today.
  static var tasks: ListSkillTasks {
    ListSkillTasks(
      asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, competencyId: nil,
      search: nil, order: .gap)
  }
}
