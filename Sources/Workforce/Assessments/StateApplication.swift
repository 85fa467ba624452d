import Foundation
import Postgres

/// Whether what was learned is used at work, where and how: said by the person or their manager, in
/// the window after the completion that policy sets.
package struct StateApplication: UseCase {
  /// Nil when a person speaks of themselves.
  package let employeeId: ID<Employee>?
  package let competencyId: ID<Competency>
  package let completionId: ID<Completion>
  package let isApplied: Bool
  package let appliedWhere: String?
  package let appliedHow: String?

  package init(
    employeeId: ID<Employee>?, competencyId: ID<Competency>, completionId: ID<Completion>,
    isApplied: Bool, appliedWhere: String?, appliedHow: String?
  ) {
    self.employeeId = employeeId
    self.competencyId = competencyId
    self.completionId = completionId
    self.isApplied = isApplied
    self.appliedWhere = appliedWhere
    self.appliedHow = appliedHow
  }

  package static let name = "assessment.state-application"
  package static let route = Route.post("/completions/{completionId}/application")
  package static let permission = Permission.signedIn
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    if isApplied { problems.require(appliedWhere ?? "", "appliedWhere", limit: 500) }
    problems.bound(appliedHow, "appliedHow", limit: 2000)
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    let employeeId = try await subject(in: session)
    let firm = try session.firmID().uuid
    let completion = try await session.find(
      "completion", .applicableCompletion, firm, employeeId.uuid, completionId.uuid,
      competencyId.uuid)
    guard completion.isOutcome else {
      throw AppError.invalid("competencyId", "assessment.not_an_outcome_of_the_course")
    }
    let days = session.today.days(since: completion.completedOn)
    guard days >= completion.fromDays, days <= completion.toDays else {
      throw AppError.conflict(
        days < completion.fromDays
          ? "assessment.application_too_early" : "assessment.application_too_late",
        ["from": "\(completion.fromDays)", "to": "\(completion.toDays)", "days": "\(days)"])
    }
    let assessment = Assessment(
      id: session.newID(), revision: 1, employeeId: employeeId, competencyId: competencyId,
      kind: .application, grade: nil, level: nil, isPassed: nil, occurredOn: session.today,
      expiresOn: nil, enrolmentId: ID(completion.enrolmentId),
      courseRunId: ID(completion.courseRunId), completionId: completionId, evidence: nil,
      evidenceUrl: nil, isApplied: isApplied, appliedWhere: appliedWhere, appliedHow: appliedHow,
      recordedAt: session.now, recordedBy: session.principal.accountID, reason: nil, isVoid: false)
    try await session.insert(assessment)
    session.recordAudit(
      [assessment.id.uuid, employeeId.uuid],
      changes: [AuditChange("isApplied", before: nil, after: "\(isApplied)")], reason: nil)
    return RecordedRevision(id: assessment.id.uuid, revision: 1)
  }

  /// The caller themselves, or a person whom the caller may assess.
  private func subject(in session: Session) async throws -> ID<Employee> {
    if let own = session.principal.employeeID, session.principal.role == .employee {
      guard employeeId == nil || employeeId == own else { throw AppError.notFound("employee") }
      return own
    }
    guard Permission.granted(to: session.principal.role).contains(.assessSkills) else {
      throw AppError.forbidden
    }
    guard let employeeId else { throw AppError.invalid("employeeId", "field.required") }
    _ = try await session.find(
      "employee", .employeeInSight, try session.firmID().uuid, employeeId.uuid, session.today,
      session.principal.unitScope)
    return employeeId
  }
}

struct ApplicableCompletion: Decodable, Sendable {
  let completedOn: CalendarDate
  let enrolmentId: UUID
  let courseRunId: UUID
  let isOutcome: Bool
  let fromDays: Int
  let toDays: Int
}

extension Query<ApplicableCompletion> {
  static var applicableCompletion: Self { Query("assessment.completion") }
}
