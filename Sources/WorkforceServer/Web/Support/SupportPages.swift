import CivilCalendar
import Localization
import Workforce

/// Public support of the firm: what was received by which rule, what the rules of a day would give, and
/// the forms to record, correct, pay and take back.
struct SupportPages {
  private static let amounts = ["costVnd", "approvedVnd", "paidVnd"]

  func mount(_ pages: PageRouter) {
    pages.get("/support") { visit in
      PageView("support/list", try await SupportList(visit).content(), section: .indicators)
    }
    pages.get("/support/rules") { visit in
      PageView("support/rules", try await SupportRules(visit).content(), section: .indicators)
    }
    pages.form("/support/new") { visit in
      try await SupportForm(visit).recording()
    } submit: { visit, submission in
      _ = try await visit.perform(
        try submission.decode(RecordSupport.self, amounts: Self.amounts))
      return Landing("/support", flash: .done(visit.words["support.recorded"]))
    }
    pages.get("/support/{supportId}") { visit in try await SupportScreen(visit).page() }
    pages.form("/support/{supportId}/correct") { visit in
      try await SupportForm(visit).correcting(try await SupportScreen(visit).standing())
    } submit: { visit, submission in
      let done = try await visit.perform(
        try submission.decode(CorrectSupport.self, amounts: Self.amounts))
      return Landing("/support/\(done.id)", flash: .done(visit.words["firm.corrected"]))
    }
    pages.form("/support/{supportId}/pay") { visit in
      try SupportForm(visit).paying(try await SupportScreen(visit).standing())
    } submit: { visit, submission in
      let done = try await visit.perform(
        try submission.decode(PaySupport.self, amounts: Self.amounts))
      return Landing("/support/\(done.id)", flash: .done(visit.words["support.payment_recorded"]))
    }
    pages.form("/support/{supportId}/void") { visit in
      guard visit.may(.manageBudgets) else { throw AppError.forbidden }
      let support = try await SupportScreen(visit).standing()
      return VoidForm(
        title: visit.words["support.void"], subject: support.object,
        url: "/support/\(support.id)", tab: .support
      ).form
    } submit: { visit, submission in
      let done = try await visit.perform(try submission.decode(VoidSupport.self))
      return Landing("/support/\(done.id)", flash: .done(visit.words["firm.voided"]))
    }
  }
}

/// Support in the reader's words.
struct SupportWords {
  let words: Words

  init(_ words: Words) {
    self.words = words
  }

  func state(_ state: SupportState) -> String { words["figures.stage_\(state.rawValue)"] }

  /// An amount that nobody knows is said to be unknown, and is no zero.
  func amount(_ amount: Int?) -> String {
    amount.map { words.money($0) } ?? words["support.amount_unknown"]
  }

  /// `20.000.000 ₫ mỗi doanh nghiệp một năm`.
  func ceiling(_ cap: Int?, _ basis: String?) -> String? {
    guard let cap, let basis else { return nil }
    return "\(words.money(cap)) \(words["support.basis_\(basis)"])"
  }

  func sizes(_ rule: SupportRule) -> String {
    rule.sizes.map { words["size.\($0)"] }.joined(separator: ", ")
  }

  func rate(_ rule: SupportRule) -> String {
    guard let pct = rule.ratePct else { return words["support.rate_\(rule.rateKind.rawValue)"] }
    let share = words.percent(Double(pct) / 100, decimals: 0)
    return words["support.rate_\(rule.rateKind.rawValue)", ["pct": share]]
  }

  func refusals(_ proposal: SupportProposal) -> String {
    proposal.refusals.map { words["support.why_\($0.rawValue)"] }.joined(separator: "; ")
  }

  func rule(_ support: SupportRecord) -> String? {
    guard let code = support.ruleCode, let source = support.legalSource else { return nil }
    return "\(words.citation(source)) (\(code))"
  }
}
