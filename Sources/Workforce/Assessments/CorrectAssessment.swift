import Foundation
import Postgres

/// Corrects what was recorded: a new revision with its reason; the old one stays.
package struct CorrectAssessment: UseCase {
  package let assessmentId: ID<Assessment>
  /// Each nil means unchanged.
  package let level: Int?
  package let isPassed: Bool?
  package let occurredOn: CalendarDate?
  package let expiresOn: CalendarDate?
  package let evidence: String?
  package let reason: String

  package init(
    assessmentId: ID<Assessment>, level: Int?, isPassed: Bool?, occurredOn: CalendarDate?,
    expiresOn: CalendarDate?, evidence: String?, reason: String
  ) {
    self.assessmentId = assessmentId
    self.level = level
    self.isPassed = isPassed
    self.occurredOn = occurredOn
    self.expiresOn = expiresOn
    self.evidence = evidence
    self.reason = reason
  }

  package static let name = "assessment.correct"
  package static let route = Route.patch("/assessments/{assessmentId}")
  package static let permission = Permission.assessSkills
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 1000)
    problems.range(level, "level", 1...8)
    problems.bound(evidence, "evidence", limit: 2000)
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    try await session.revise(assessmentId, reason: reason) { old in
      Assessment(
        id: old.id, revision: old.revision + 1, employeeId: old.employeeId,
        competencyId: old.competencyId, kind: old.kind, grade: old.grade,
        level: level ?? old.level, isPassed: isPassed ?? old.isPassed,
        occurredOn: occurredOn ?? old.occurredOn, expiresOn: expiresOn ?? old.expiresOn,
        enrolmentId: old.enrolmentId, courseRunId: old.courseRunId,
        completionId: old.completionId, evidence: evidence ?? old.evidence,
        evidenceUrl: old.evidenceUrl, isApplied: old.isApplied, appliedWhere: old.appliedWhere,
        appliedHow: old.appliedHow, recordedAt: session.now,
        recordedBy: session.principal.accountID, reason: reason, isVoid: false)
    }
  }
}

/// Takes back an assessment that should not be there; it stays readable, with the reason.
package struct VoidAssessment: UseCase {
  package let assessmentId: ID<Assessment>
  package let reason: String

  package init(assessmentId: ID<Assessment>, reason: String) {
    self.assessmentId = assessmentId
    self.reason = reason
  }

  package static let name = "assessment.void"
  package static let route = Route.post("/assessments/{assessmentId}/void")
  package static let permission = Permission.assessSkills
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 1000)
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    try await session.revise(assessmentId, reason: reason) { old in
      Assessment(
        id: old.id, revision: old.revision + 1, employeeId: old.employeeId,
        competencyId: old.competencyId, kind: old.kind, grade: old.grade, level: old.level,
        isPassed: old.isPassed, occurredOn: old.occurredOn, expiresOn: old.expiresOn,
        enrolmentId: old.enrolmentId, courseRunId: old.courseRunId,
        completionId: old.completionId, evidence: old.evidence, evidenceUrl: old.evidenceUrl,
        isApplied: old.isApplied, appliedWhere: old.appliedWhere, appliedHow: old.appliedHow,
        recordedAt: session.now, recordedBy: session.principal.accountID, reason: reason,
        isVoid: true)
    }
  }
}

extension Session {
  /// Supersedes the present revision and records the next. Throws `notFound` when there is none or its
  /// person is out of the caller's sight, `conflict` when `If-Match` names an older revision.
  fileprivate func revise(
    _ id: ID<Assessment>, reason: String, next: (Assessment) -> Assessment
  ) async throws -> RecordedRevision {
    let firm = try firmID().uuid
    let old = try await find("assessment", .supersedeAssessment, firm, id.uuid, now)
    _ = try await find(
      "assessment", .employeeInSight, firm, old.employeeId.uuid, old.occurredOn,
      principal.unitScope)
    try requireVersion(old.revision)
    let new = next(old)
    guard new.occurredOn <= today else {
      throw AppError.invalid("occurredOn", "field.in_the_future")
    }
    if old.level != nil || old.isPassed != nil {
      try await Judgement(
        competencyId: new.competencyId, level: new.level, isPassed: new.isPassed,
        occurredOn: new.occurredOn, expiresOn: new.expiresOn, evidence: nil, evidenceUrl: nil
      ).checkScale(in: self)
    }
    try await insert(new)
    recordAudit(
      [id.uuid, old.employeeId.uuid], changes: new.auditChanges(before: old), reason: reason)
    return RecordedRevision(id: id.uuid, revision: new.revision)
  }
}
