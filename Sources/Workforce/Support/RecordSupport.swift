import Postgres

/// Records support that was approved for the firm. What a rule caps is refused above it, with the
/// article; an amount that is not known stays empty.
package struct RecordSupport: UseCase {
  package let contentCode: String
  /// The course, platform or topic that it was for.
  package let object: String
  package let programmeId: ID<SupportProgramme>?
  package let ruleCode: String?
  /// Whole đồng; nil when not known.
  package let costVnd: Int?
  package let approvedVnd: Int?
  package let approvedOn: CalendarDate
  /// Number of the decision or contract.
  package let document: String?

  package init(
    contentCode: String, object: String, programmeId: ID<SupportProgramme>?, ruleCode: String?,
    costVnd: Int?, approvedVnd: Int?, approvedOn: CalendarDate, document: String?
  ) {
    self.contentCode = contentCode
    self.object = object
    self.programmeId = programmeId
    self.ruleCode = ruleCode
    self.costVnd = costVnd
    self.approvedVnd = approvedVnd
    self.approvedOn = approvedOn
    self.document = document
  }

  package static let name = "support.record"
  package static let route = Route.post("/support")
  package static let permission = Permission.manageBudgets
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(contentCode, "contentCode", limit: 40)
    problems.checkSupport(
      object: object, costVnd: costVnd, approvedVnd: approvedVnd, document: document)
    problems.checkDay(approvedOn, "approvedOn")
  }

  package func run(in session: Session) async throws -> SupportRevision {
    let rule = try await session.chosenRule(
      ruleCode, contentCode: contentCode, object: object, costVnd: costVnd,
      approvedVnd: approvedVnd, approvedOn: approvedOn)
    return try await session.write(
      SupportFacts(
        id: session.newID(), revision: 1, programmeId: programmeId?.uuid,
        ruleCode: rule?.ruleCode, ruleValidFrom: rule?.ruleValidFrom,
        contentCode: contentCode, object: object, costVnd: costVnd, approvedVnd: approvedVnd,
        paidVnd: nil, state: .approved, approvedOn: approvedOn, paidOn: nil, document: document),
      reason: nil, isVoid: false)
  }
}

extension SupportProposal {
  /// Why what was approved is not what the rule gives; empty when it is.
  func faults(costVnd: Int?, approvedVnd: Int?) -> [FieldError] {
    if let refusal = refusals.first(where: { $0 != .noRate && $0 != .ceilingUsedUp }) {
      return [
        FieldError(
          field: "ruleCode", rule: "support.refused_\(refusal.rawValue)",
          parameters: ["article": legalSource])
      ]
    }
    guard let approvedVnd, let ceiling = proposedVnd ?? capLeftVnd, approvedVnd > ceiling,
      costVnd != nil || capLeftVnd.map({ approvedVnd > $0 }) == true
    else { return [] }
    return [
      FieldError(
        field: "approvedVnd", rule: "support.above_rule",
        parameters: ["ceiling": "\(ceiling)", "article": legalSource, "rule": ruleCode])
    ]
  }
}

/// Records that approved support was paid.
package struct PaySupport: UseCase {
  package let supportId: ID<Support>
  /// Whole đồng; nil when not known.
  package let paidVnd: Int?
  package let paidOn: CalendarDate

  package init(supportId: ID<Support>, paidVnd: Int?, paidOn: CalendarDate) {
    self.supportId = supportId
    self.paidVnd = paidVnd
    self.paidOn = paidOn
  }

  package static let name = "support.pay"
  package static let route = Route.post("/support/{supportId}/payment")
  package static let permission = Permission.manageBudgets
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.range(paidVnd, "paidVnd", 0...1_000_000_000_000)
    problems.checkDay(paidOn, "paidOn")
  }

  package func run(in session: Session) async throws -> SupportRevision {
    let present = try await session.supersedeSupport(supportId)
    return try await session.write(
      SupportFacts(
        id: present.id, revision: present.revision + 1, programmeId: present.programmeId,
        ruleCode: present.ruleCode, ruleValidFrom: present.ruleValidFrom,
        contentCode: present.contentCode, object: present.object, costVnd: present.costVnd,
        approvedVnd: present.approvedVnd, paidVnd: paidVnd, state: .paid,
        approvedOn: present.approvedOn, paidOn: paidOn, document: present.document),
      reason: nil, isVoid: false)
  }
}

/// Takes back support that was recorded by mistake.
package struct VoidSupport: UseCase {
  package let supportId: ID<Support>
  package let reason: String

  package init(supportId: ID<Support>, reason: String) {
    self.supportId = supportId
    self.reason = reason
  }

  package static let name = "support.void"
  package static let route = Route.post("/support/{supportId}/void")
  package static let permission = Permission.manageBudgets
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> SupportRevision {
    let present = try await session.supersedeSupport(supportId)
    return try await session.write(
      SupportFacts(
        id: present.id, revision: present.revision + 1, programmeId: present.programmeId,
        ruleCode: present.ruleCode, ruleValidFrom: present.ruleValidFrom,
        contentCode: present.contentCode, object: present.object, costVnd: present.costVnd,
        approvedVnd: present.approvedVnd, paidVnd: present.paidVnd, state: present.state,
        approvedOn: present.approvedOn, paidOn: present.paidOn, document: present.document),
      reason: reason, isVoid: true)
  }
}
