import CivilCalendar
import Localization
import Workforce

/// The firm on one screen: how far its roles are met, what one leaving person would take away, what
/// expires, and the money.
struct FirmOverview {
  private let visit: Visit
  private let coverage: SkillCoverage
  private let tasks: SkillTasks
  private let budgets: [UnitBudget]
  private let units: [UnitDetail]

  init(_ visit: Visit) async throws {
    guard visit.may(.readEnrolments) else { throw AppError.forbidden }
    self.visit = visit
    coverage = try await visit.perform(
      ShowCoverage(asOf: nil, knownAt: nil, unitId: nil, by: .unit))
    tasks = try await visit.perform(SkillQuery.tasks)
    units = try await visit.perform(ListUnits(asOf: nil)).units
    budgets = try await visit.perform(ShowUnitBudget(year: visit.today.year, unitId: nil))
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    let risks = coverage.fragile.sorted { $0.holderCount < $1.holderCount }.prefix(8).map(risk)
    func expiring(_ days: Int) -> String {
      words.number(tasks.expiring(within: days, of: visit.today))
    }
    var content: PageContent = [
      "downloads": Downloads.content(ListEnrolments.name),
      "asOf": words.date(coverage.asOf), "firm": visit.session.placeName ?? "",
      "metShare": coverage.coverage.map { words.percent($0, decimals: 0) } ?? "–",
      "metCount": words[
        "overview.met_count",
        [
          "met": words.number(coverage.summary.met),
          "required": words.number(coverage.summary.required),
          "people": words.number(coverage.people),
        ]],
      "matrixURL": "/matrix", "expiring30": expiring(30), "expiring60": expiring(60),
      "expiring90": expiring(90), "expiryURL": "/matrix/tasks?group=expiry",
      "committed": words.money(budgets.reduce(0) { $0 + $1.committedVnd }),
      "spentNote": words[
        "overview.spent_note",
        ["amount": words.money(budgets.reduce(0) { $0 + $1.spentVnd }), "year": year]],
      "hasRisks": !risks.isEmpty, "risks": risks, "hasUnits": !coverage.groups.isEmpty,
      "units": coverage.groups.map(unit), "hasBudgets": !budgets.isEmpty,
      "budgets": budgets.map { BudgetFigure($0, words, planned: 0).content },
    ]
    // A plan is the firm's, and not for whoever answers for some units alone.
    if visit.principal.unitIDs.isEmpty { content["planURL"] = FirmTab.plan.url }
    return content
  }

  private var year: String { "\(visit.today.year)" }

  private func risk(_ column: SkillColumn) -> PageContent {
    [
      "competency": "\(column.code) \(column.title.text(english: words.isEnglish))",
      "holders": words.number(column.holderCount), "needed": words.number(column.requiredCount),
      "why": words[
        "overview.fragile", ["wanted": words.number(max(2, column.minimumHolders))]],
      "url": "/matrix?sort=\(column.competencyId)",
    ]
  }

  private func unit(_ group: SkillCoverage.Group) -> PageContent {
    var row: PageContent = [
      "name": group.name, "people": words.number(group.people),
      "met": words.number(group.summary.met), "required": words.number(group.summary.required),
      "share": group.coverage.map { words.percent($0, decimals: 0) } ?? "–",
    ]
    // A name that two units share leads to neither.
    let named = units.filter { $0.name == group.name }
    if named.count == 1 { row["url"] = "/matrix?unit=\(named[0].id)" }
    return row
  }
}
