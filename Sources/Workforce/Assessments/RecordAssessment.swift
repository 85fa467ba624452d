import Foundation
import Postgres

/// A manager or HR records how a person was judged: by a test, a certificate or the manager's own eyes.
package struct RecordAssessment: UseCase, AboutEmployee {
  package let employeeId: ID<Employee>
  package let competencyId: ID<Competency>
  package let kind: AssessmentKind
  package let level: Int?
  package let isPassed: Bool?
  package let occurredOn: CalendarDate
  package let expiresOn: CalendarDate?
  package let evidence: String?
  package let evidenceUrl: String?

  package init(
    employeeId: ID<Employee>, competencyId: ID<Competency>, kind: AssessmentKind, level: Int?,
    isPassed: Bool?, occurredOn: CalendarDate, expiresOn: CalendarDate?, evidence: String?,
    evidenceUrl: String?
  ) {
    self.employeeId = employeeId
    self.competencyId = competencyId
    self.kind = kind
    self.level = level
    self.isPassed = isPassed
    self.occurredOn = occurredOn
    self.expiresOn = expiresOn
    self.evidence = evidence
    self.evidenceUrl = evidenceUrl
  }

  package static let name = "assessment.record"
  package static let route = Route.post("/employees/{employeeId}/assessments")
  package static let permission = Permission.assessSkills
  package static let access = Access.write

  private var judgement: Judgement {
    Judgement(
      competencyId: competencyId, level: level, isPassed: isPassed, occurredOn: occurredOn,
      expiresOn: expiresOn, evidence: evidence, evidenceUrl: evidenceUrl)
  }

  package func check(_ problems: inout Problems) {
    judgement.check(&problems, evidenceIsRequired: true)
    switch kind {
    case .test, .certificate, .manager: break
    case .trainer: problems.add("kind", "assessment.trainers_record_in_their_run")
    case .selfRating, .application: problems.add("kind", "assessment.not_by_this_way")
    }
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    try judgement.checkDate(in: session)
    try await judgement.checkScale(in: session)
    _ = try await session.find(
      "employee", .employeeInSight, try session.firmID().uuid, employeeId.uuid, occurredOn,
      session.principal.unitScope)
    let assessment = judgement.assessment(
      id: session.newID(), of: employeeId, kind: kind, enrolmentId: nil, courseRunId: nil,
      in: session)
    try await session.insert(assessment)
    session.recordAudit(
      [assessment.id.uuid, employeeId.uuid], changes: assessment.auditChanges(before: nil),
      reason: nil)
    return RecordedRevision(id: assessment.id.uuid, revision: 1)
  }
}
