import Foundation
import Postgres

/// The part of an assessment that its recorder decides, checked alike wherever it is recorded.
struct Judgement {
  let competencyId: ID<Competency>
  let level: Int?
  let isPassed: Bool?
  let occurredOn: CalendarDate
  let expiresOn: CalendarDate?
  let evidence: String?
  let evidenceUrl: String?

  func check(_ problems: inout Problems, evidenceIsRequired: Bool) {
    problems.range(level, "level", 1...8)
    if evidenceIsRequired, (evidence ?? "").allSatisfy(\.isWhitespace) {
      problems.add("evidence", "assessment.evidence_required")
    }
    problems.bound(evidence, "evidence", limit: 2000)
    problems.bound(evidenceUrl, "evidenceUrl", limit: 2000)
    if let evidenceUrl, !evidenceUrl.hasPrefix("https://"), !evidenceUrl.hasPrefix("http://") {
      problems.add("evidenceUrl", "field.not_an_address")
    }
    if let expiresOn, expiresOn < occurredOn {
      problems.add("expiresOn", "assessment.expires_before_it_was_made")
    }
  }

  /// Refuses a level that the framework does not have, and a level where it knows pass or fail alone.
  func checkScale(in session: Session) async throws {
    let scale = try await session.find("competency", .competencyScale, competencyId.uuid)
    switch (scale.kind, scale.levelCount) {
    case ("levels", let count?):
      guard let level else { throw AppError.invalid("level", "field.required") }
      guard level <= count else {
        throw AppError.invalid(
          "level", "field.out_of_range", ["lowest": "1", "highest": "\(count)"])
      }
      guard isPassed == nil else { throw AppError.invalid("isPassed", "assessment.has_levels") }
    case ("pass_fail", _):
      guard level == nil else { throw AppError.invalid("level", "assessment.is_passed_or_not") }
      guard isPassed != nil else { throw AppError.invalid("isPassed", "field.required") }
    default:
      throw AppError.invalid("competencyId", "assessment.framework_has_no_levels")
    }
  }

  /// Nothing is judged before it happens.
  func checkDate(in session: Session) throws {
    guard occurredOn <= session.today else {
      throw AppError.invalid("occurredOn", "field.in_the_future")
    }
  }

  func assessment(
    id: ID<Assessment>, of employeeId: ID<Employee>, kind: AssessmentKind,
    enrolmentId: ID<Enrolment>?, courseRunId: ID<CourseRun>?, in session: Session
  ) -> Assessment {
    Assessment(
      id: id, revision: 1, employeeId: employeeId, competencyId: competencyId, kind: kind,
      grade: kind.grade, level: level, isPassed: isPassed, occurredOn: occurredOn,
      expiresOn: expiresOn, enrolmentId: enrolmentId, courseRunId: courseRunId,
      completionId: nil, evidence: evidence, evidenceUrl: evidenceUrl, isApplied: nil,
      appliedWhere: nil, appliedHow: nil, recordedAt: session.now,
      recordedBy: session.principal.accountID, reason: nil, isVoid: false)
  }
}

struct CompetencyScale: Decodable, Sendable {
  let kind: String
  let levelCount: Int?
}

extension Query<CompetencyScale> {
  static var competencyScale: Self { Query("assessment.competency") }
}

struct EmployeeInSight: Decodable, Sendable {
  let id: UUID
}

extension Query<EmployeeInSight> {
  static var employeeInSight: Self { Query("assessment.employee_in_sight") }
}

extension Assessment {
  /// What the audit says of it: no evidence text, which may be personal.
  func auditChanges(before: Assessment?) -> [AuditChange] {
    var changes = [
      AuditChange("kind", before: before?.kind.rawValue, after: kind.rawValue),
      AuditChange(
        "level", before: before?.level.map(String.init), after: level.map(String.init)),
      AuditChange(
        "occurredOn", before: before?.occurredOn.description, after: occurredOn.description),
    ]
    if isVoid { changes.append(AuditChange("isVoid", before: "false", after: "true")) }
    return changes
  }
}
