import Localization
import Workforce

/// What a request costs and what becomes of each person, in the reader's words.
struct EnrolmentAnswerWords {
  private let answer: EnrolmentAnswer
  private let words: Words
  private let unitNames: [ID<Workforce.Unit>: String]

  init(_ answer: EnrolmentAnswer, _ words: Words, unitNames: [ID<Workforce.Unit>: String]) {
    self.answer = answer
    self.words = words
    self.unitNames = unitNames
  }

  private var accepted: [EnrolmentOutcome] { answer.people.filter { $0.result != .refused } }

  /// Nil when everybody is refused and nothing costs anything.
  var money: PageContent? {
    guard !accepted.isEmpty else { return nil }
    let count = words.counted("app.people_count", accepted.count)
    return [
      "summary": words[
        "enrolment.money_summary", ["people": count, "amount": words.money(answer.firmPartVnd)]],
      "rows": accepted.map { person -> PageContent in
        [
          "name": person.displayName ?? person.employeeCode ?? "",
          "unit": person.unitId.flatMap { unitNames[$0] } ?? "–",
          "listPrice": words.money(person.listPriceVnd),
          "support": words.money(person.supportVnd), "firmPays": words.money(person.firmPartVnd),
        ]
      },
      "listPriceTotal": words.money(accepted.reduce(0) { $0 + $1.listPriceVnd }),
      "supportTotal": words.money(accepted.reduce(0) { $0 + $1.supportVnd }),
      "firmTotal": words.money(answer.firmPartVnd), "hasBudgets": !answer.budgets.isEmpty,
      "budgets": answer.budgets.map { budget in
        BudgetFigure(budget, words, planned: committed(in: budget.unitId)).content
      },
    ]
  }

  /// What this request alone commits of a unit's budget.
  private func committed(in unit: ID<Workforce.Unit>) -> Int {
    answer.people.filter { $0.result == .enrolled && $0.unitId == unit }
      .reduce(0) { $0 + $1.firmPartVnd }
  }

  var preview: PageContent {
    let order: [EnrolmentResult] = [.refused, .waitlisted, .enrolled]
    let rows = order.flatMap { result in answer.people.filter { $0.result == result } }.map(row)
    var content: PageContent = [
      "enrols": words.number(answer.enrolledCount),
      "waitlists": words.number(answer.waitlistedCount),
      "refuses": words.number(answer.refusedCount), "hasRows": !rows.isEmpty, "rows": rows,
    ]
    if accepted.isEmpty {
      content["blockedBecause"] = words["enrolment.everyone_refused"]
    } else {
      content["canConfirm"] = true
      content["confirms"] = words.number(accepted.count)
    }
    return content
  }

  private func row(_ person: EnrolmentOutcome) -> PageContent {
    var row: PageContent = [
      "name": person.displayName ?? person.employeeCode ?? "",
      "outcome": words["enrolment.result_\(person.result.rawValue)"],
    ]
    switch person.result {
    case .refused: row["refused"] = true
    case .waitlisted: row["waiting"] = true
    case .enrolled: break
    }
    var reasons = (person.refusals + person.warnings).map { words.sentence($0.rule, $0.parameters) }
    if let position = person.queuePosition {
      reasons.insert(
        words["enrolment.queue_position", ["position": words.number(position)]], at: 0)
    }
    if !reasons.isEmpty { row["reason"] = reasons.joined(separator: " ") }
    return row
  }
}

/// The budget of a unit as a bar: spent, committed, and what is about to be.
struct BudgetFigure {
  let content: PageContent

  /// - Parameter planned: đồng of a request that the budget counts as committed already.
  init(_ budget: UnitBudget, _ words: Words, planned: Int) {
    let committed = budget.committedVnd - planned
    let whole = Double(max(budget.amountVnd ?? 0, budget.spentVnd + budget.committedVnd, 1))
    func share(_ amount: Int) -> Double { Double(amount) / whole * 100 }
    func percent(_ share: Double) -> String { "\((share * 10).rounded() / 10)" }
    func label(_ amount: Int) -> String { words.percent(Double(amount) / whole, decimals: 0) }
    var content: PageContent = [
      "unit": budget.unitName ?? budget.unitCode, "year": "\(budget.year)",
      "total": budget.amountVnd.map { words.money($0) } ?? words["money.no_budget"],
      "spent": words.money(budget.spentVnd), "committed": words.money(committed),
      "left": budget.leftVnd.map { words.money($0) } ?? "–",
      "spentPercent": percent(share(budget.spentVnd)),
      "committedPercent": percent(share(committed)),
      "label": words[
        "money.budget_label",
        ["spent": label(budget.spentVnd), "committed": label(budget.committedVnd)]],
    ]
    if planned > 0 {
      content["planned"] = words.money(planned)
      content["plannedFrom"] = percent(share(budget.spentVnd + committed))
      content["plannedPercent"] = percent(share(planned))
    }
    if let left = budget.leftVnd, left < 0 {
      content["over"] = words["money.over_budget_by", ["amount": words.money(-left)]]
    }
    self.content = content
  }
}
