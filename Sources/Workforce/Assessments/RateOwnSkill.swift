import Foundation
import Postgres

/// A person's own rating: kept beside the evidence of others, and closing no gap.
package struct RateOwnSkill: UseCase {
  package let competencyId: ID<Competency>
  package let level: Int
  package let evidence: String?

  package init(competencyId: ID<Competency>, level: Int, evidence: String?) {
    self.competencyId = competencyId
    self.level = level
    self.evidence = evidence
  }

  package static let name = "assessment.rate-own"
  package static let route = Route.post("/me/assessments")
  package static let permission = Permission.rateOwn
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.range(level, "level", 1...8)
    problems.bound(evidence, "evidence", limit: 2000)
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    guard let employeeId = session.principal.employeeID else { throw AppError.forbidden }
    let judgement = Judgement(
      competencyId: competencyId, level: level, isPassed: nil, occurredOn: session.today,
      expiresOn: nil, evidence: evidence, evidenceUrl: nil)
    try await judgement.checkScale(in: session)
    let assessment = judgement.assessment(
      id: session.newID(), of: employeeId, kind: .selfRating, enrolmentId: nil,
      courseRunId: nil, in: session)
    try await session.insert(assessment)
    session.recordAudit(
      [assessment.id.uuid, employeeId.uuid], changes: assessment.auditChanges(before: nil),
      reason: nil)
    return RecordedRevision(id: assessment.id.uuid, revision: 1)
  }
}
