import CivilCalendar
import Localization
import Workforce

/// What each unit may spend on training in a year, and what has become of it.
struct BudgetPages {
  func mount(_ pages: PageRouter) {
    pages.get("/structure/budgets") { visit in try await list(visit).view() }
    pages.recordForm("/structure/units/{unitId}/budget") { visit in
      try await form(visit)
    } submit: { visit, submission in
      try await set(visit, submission)
    }
  }

  private static func year(_ visit: Visit) -> Int {
    visit.text("year").flatMap { Int($0) }.flatMap { (2000...2100).contains($0) ? $0 : nil }
      ?? visit.today.year
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let year = Self.year(visit)
    let budgets = try await visit.perform(ShowUnitBudget(year: year, unitId: nil))
    let known = Dictionary(budgets.map { ($0.unitId, $0) }, uniquingKeysWith: { first, _ in first })
    let chart = try await UnitChart(visit)
    var page = StructureTab.budgets.page(visit)
    page.filter = RecordFilter(
      visit, action: StructureTab.budgets.url,
      fields: [
        .select(
          "year", words["structure.year"], value: "\(year)",
          choices: ((visit.today.year - 4)...(visit.today.year + 1)).reversed().map {
            FormField.Choice("\($0)", "\($0)")
          }, .optional)
      ])
    var listing = RecordListing(
      words["structure.budgets_of", ["year": "\(year)"]],
      columns: [
        words["structure.unit"], "#" + words["structure.budget"], "#" + words["structure.planned"],
        "#" + words["money.committed"], "#" + words["money.spent"], "#" + words["money.left"],
        words["app.actions"],
      ],
      rows: chart.units.map { row($0, known[$0.id], chart, year, visit) },
      empty: words["structure.no_units"])
    listing.lead = words["structure.budget_lead"]
    listing.downloads = visit.downloads(ListUnitBudgets.name, ["year": "\(year)"])
    page.listings = [listing]
    return page
  }

  private func row(
    _ unit: UnitDetail, _ budget: UnitBudget?, _ chart: UnitChart, _ year: Int, _ visit: Visit
  ) -> [RecordListing.Cell] {
    let words = visit.words
    var name = RecordListing.Cell.link(unit.name, UnitChart.url(unit.id))
    name.depth = chart.above(unit).count
    func money(_ amount: Int?) -> RecordListing.Cell {
      RecordListing.Cell(amount.map { words.money($0) } ?? "–")
    }
    var left = money(budget?.leftVnd)
    if let amount = budget?.leftVnd, amount < 0 { left.badge = words["structure.over"] }
    return [
      name,
      budget?.amountVnd == nil
        ? RecordListing.Cell(words["money.no_budget"]) : money(budget?.amountVnd),
      money(budget?.plannedVnd), money(budget?.committedVnd), money(budget?.spentVnd), left,
      visit.may(.manageBudgets)
        ? .links([
          RecordLink(
            label: words[
              budget?.amountVnd == nil ? "structure.set_budget" : "structure.change_budget"],
            url: "\(UnitChart.url(unit.id))/budget?year=\(year)")
        ]) : "",
    ]
  }

  private func form(_ visit: Visit) async throws -> RecordForm {
    guard visit.may(.manageBudgets) else { throw AppError.forbidden }
    let words = visit.words
    let year = Self.year(visit)
    let unit = try await UnitChart(visit).unit(try visit.id("unitId", "unit"))
    let budget = try await visit.perform(ShowUnitBudget(year: year, unitId: nil))
      .first { $0.unitId == unit.id }
    let present = budget?.amountVnd
    var form = RecordForm(
      words["structure.budget_title"],
      back: RecordLink(
        label: words["structure.budgets_of", ["year": "\(year)"]],
        url: "\(StructureTab.budgets.url)?year=\(year)"),
      action: "\(UnitChart.url(unit.id))/budget?year=\(year)", section: .structure,
      fields: [
        .text(
          "amountVnd", words["structure.budget_amount"], value: present.map { "\($0)" },
          FormField.Hints(
            hint: words["structure.budget_amount_hint"],
            attributes: "inputmode=\"decimal\" autocomplete=\"off\"")),
        .reason(
          words, present == nil ? .optional : .none.with(words["structure.budget_reason_hint"])),
      ])
    form.subtitle = "\(unit.name) · \(year)"
    if let budget, let amount = budget.amountVnd {
      form.note =
        words[
          "structure.budget_now",
          [
            "amount": words.money(amount), "spent": words.money(budget.spentVnd),
            "committed": words.money(budget.committedVnd),
            "left": budget.leftVnd.map { words.money($0) } ?? "–",
          ]]
    }
    return form
  }

  private func set(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    let year = Self.year(visit)
    _ = try await visit.perform(
      SetUnitBudget(
        unitId: try visit.id("unitId", "unit"), year: year,
        amountVnd: try Self.amount(submission.text("amountVnd")),
        reason: submission.text("reason")))
    return Landing(
      "\(StructureTab.budgets.url)?year=\(year)",
      flash: .done(visit.words["structure.budget_saved"]))
  }

  /// An amount as people write it: `1.250.000`, `1,25 tỷ`.
  private static func amount(_ text: String?) throws(AppError) -> Int {
    guard let text else { throw .invalid("amountVnd", "field.required") }
    do {
      return Int(try MoneyText(text).amountVND)
    } catch {
      throw .invalid("amountVnd", "structure.no_amount")
    }
  }
}
