import Postgres

/// Puts a support right that was recorded wrongly: all of it but its content is given anew, and what was
/// recorded stays readable.
package struct CorrectSupport: UseCase {
  package let supportId: ID<Support>
  package let object: String
  package let programmeId: ID<SupportProgramme>?
  package let ruleCode: String?
  /// Whole đồng; nil when not known.
  package let costVnd: Int?
  package let approvedVnd: Int?
  package let approvedOn: CalendarDate
  /// Nil for support that is not paid yet.
  package let paidOn: CalendarDate?
  package let paidVnd: Int?
  package let document: String?
  package let reason: String

  package init(
    supportId: ID<Support>, object: String, programmeId: ID<SupportProgramme>?, ruleCode: String?,
    costVnd: Int?, approvedVnd: Int?, approvedOn: CalendarDate, paidOn: CalendarDate?,
    paidVnd: Int?, document: String?, reason: String
  ) {
    self.supportId = supportId
    self.object = object
    self.programmeId = programmeId
    self.ruleCode = ruleCode
    self.costVnd = costVnd
    self.approvedVnd = approvedVnd
    self.approvedOn = approvedOn
    self.paidOn = paidOn
    self.paidVnd = paidVnd
    self.document = document
    self.reason = reason
  }

  package static let name = "support.correct"
  package static let route = Route.post("/support/{supportId}/corrections")
  package static let permission = Permission.manageBudgets
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.checkSupport(
      object: object, costVnd: costVnd, approvedVnd: approvedVnd, document: document)
    problems.checkDay(approvedOn, "approvedOn")
    problems.checkDay(paidOn, "paidOn")
    problems.range(paidVnd, "paidVnd", 0...1_000_000_000_000)
    if paidVnd != nil, paidOn == nil { problems.add("paidOn", "support.paid_needs_a_day") }
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> SupportRevision {
    let present = try await session.supersedeSupport(supportId)
    // By now the present revision is closed, so that it takes nothing of its own ceiling.
    let rule = try await session.chosenRule(
      ruleCode, contentCode: present.contentCode, object: object, costVnd: costVnd,
      approvedVnd: approvedVnd, approvedOn: approvedOn)
    return try await session.write(
      SupportFacts(
        id: present.id, revision: present.revision + 1, programmeId: programmeId?.uuid,
        ruleCode: rule?.ruleCode, ruleValidFrom: rule?.ruleValidFrom,
        contentCode: present.contentCode, object: object, costVnd: costVnd,
        approvedVnd: approvedVnd, paidVnd: paidVnd, state: paidOn == nil ? .approved : .paid,
        approvedOn: approvedOn, paidOn: paidOn, document: document),
      reason: reason, isVoid: false)
  }
}

extension Problems {
  mutating func checkSupport(
    object: String, costVnd: Int?, approvedVnd: Int?, document: String?
  ) {
    require(object, "object", limit: 200)
    range(costVnd, "costVnd", 0...1_000_000_000_000)
    range(approvedVnd, "approvedVnd", 0...1_000_000_000_000)
    bound(document, "document", limit: 200)
    if let costVnd, let approvedVnd, approvedVnd > costVnd {
      add("approvedVnd", "constraint.support_is_within_the_cost")
    }
  }
}

extension Session {
  /// The rule that was named, when it was in force on the day of approval and gives as much; nil for none.
  func chosenRule(
    _ ruleCode: String?, contentCode: String, object: String, costVnd: Int?, approvedVnd: Int?,
    approvedOn: CalendarDate
  ) async throws -> SupportProposal? {
    guard let ruleCode else { return nil }
    let proposals = try await supportProposals(
      contentCode, SupportedCost(costVnd: costVnd ?? approvedVnd ?? 0, object: object),
      on: approvedOn)
    guard let rule = proposals.first(where: { $0.ruleCode == ruleCode }) else {
      throw AppError.invalid("ruleCode", "support.rule_not_in_force")
    }
    let faults = rule.faults(costVnd: costVnd, approvedVnd: approvedVnd)
    guard faults.isEmpty else { throw AppError.invalid(faults) }
    return rule
  }
}
