import Foundation
import Postgres

/// How a judgement was made. The kind decides the grade of the evidence; nobody chooses it.
package enum AssessmentKind: String, Codable, Sendable, CaseIterable {
  case test, certificate, trainer, manager
  case selfRating = "self"
  case application

  /// Nil for an application at work, which gives no level.
  package var grade: EvidenceGrade? {
    switch self {
    case .test: .tested
    case .certificate: .certified
    case .trainer: .observedTrainer
    case .manager: .observedManager
    case .selfRating: .selfRated
    case .application: nil
    }
  }
}

/// One revision of a judgement of a person in a competency.
package struct Assessment: Codable, Sendable {
  package let id: ID<Assessment>
  package let revision: Int
  package let employeeId: ID<Employee>
  package let competencyId: ID<Competency>
  package let kind: AssessmentKind
  package let grade: EvidenceGrade?
  package let level: Int?
  /// For a module of a pass/fail framework, which has no level.
  package let isPassed: Bool?
  package let occurredOn: CalendarDate
  package let expiresOn: CalendarDate?
  package let enrolmentId: ID<Enrolment>?
  package let courseRunId: ID<CourseRun>?
  package let completionId: ID<Completion>?
  package let evidence: String?
  package let evidenceUrl: String?
  package let isApplied: Bool?
  package let appliedWhere: String?
  package let appliedHow: String?
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String?
  package let isVoid: Bool
}

/// An assessment with the words of its competency, for a timeline.
package struct AssessmentLine: Codable, Sendable {
  package let assessment: Assessment
  package let frameworkCode: String
  package let code: String
  package let title: LocalizedText

  private enum Column: String, CodingKey { case frameworkCode, code, title }

  package init(from decoder: any Decoder) throws {
    let columns = try decoder.container(keyedBy: Column.self)
    assessment = try Assessment(from: decoder)
    frameworkCode = try columns.decode(String.self, forKey: .frameworkCode)
    code = try columns.decode(String.self, forKey: .code)
    title = try columns.decode(LocalizedText.self, forKey: .title)
  }

  package func encode(to encoder: any Encoder) throws {
    try assessment.encode(to: encoder)
    var columns = encoder.container(keyedBy: Column.self)
    try columns.encode(frameworkCode, forKey: .frameworkCode)
    try columns.encode(code, forKey: .code)
    try columns.encode(title, forKey: .title)
  }
}

/// What was written: an identifier and the number of its revision.
package struct RecordedRevision: Codable, Sendable, Versioned {
  package let id: UUID
  package let revision: Int

  package var version: Int { revision }
}

extension Query<Assessment> {
  static var supersedeAssessment: Self { Query("assessment.supersede") }
}
extension Query<AssessmentLine> {
  static var assessments: Self { Query("assessment.list") }
}

extension Session {
  func insert(_ assessment: Assessment) async throws {
    try await execute(
      Command("assessment.insert"), try firmID().uuid, assessment.id.uuid, assessment.revision,
      assessment.employeeId.uuid, assessment.competencyId.uuid, assessment.kind.rawValue,
      assessment.grade?.rawValue, assessment.level, assessment.isPassed, assessment.occurredOn,
      assessment.expiresOn, assessment.enrolmentId?.uuid, assessment.courseRunId?.uuid,
      assessment.completionId?.uuid, assessment.evidence, assessment.evidenceUrl,
      assessment.isApplied, assessment.appliedWhere, assessment.appliedHow, now,
      principal.accountID.uuid, assessment.reason, assessment.isVoid)
  }
}
