import Foundation
import Postgres

/// A trainer judges one of their trainees in an outcome of the course: observed, or by its final test.
package struct AssessTrainee: Workflow {
  package let enrolmentId: ID<Enrolment>
  package let competencyId: ID<Competency>
  package let kind: AssessmentKind
  package let level: Int?
  package let isPassed: Bool?
  package let occurredOn: CalendarDate
  package let evidence: String?

  package init(
    enrolmentId: ID<Enrolment>, competencyId: ID<Competency>, kind: AssessmentKind, level: Int?,
    isPassed: Bool?, occurredOn: CalendarDate, evidence: String?
  ) {
    self.enrolmentId = enrolmentId
    self.competencyId = competencyId
    self.kind = kind
    self.level = level
    self.isPassed = isPassed
    self.occurredOn = occurredOn
    self.evidence = evidence
  }

  package static let name = "assessment.record-trainee"
  package static let route = Route.post("/enrolments/{enrolmentId}/assessments")
  package static let permission = Permission.teach
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    judgement.check(&problems, evidenceIsRequired: true)
    switch kind {
    case .test, .trainer: break
    case .certificate, .manager, .selfRating, .application:
      problems.add("kind", "assessment.not_by_this_way")
    }
  }

  /// The firm of the trainee is looked up on its seat, which carries no person; the rest happens in
  /// that firm's own transaction.
  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> RecordedRevision {
    let seat = try await app.perform(
      FindSeat(enrolmentId: enrolmentId), as: principal, request: .plain(id: request.id))
    return try await app.perform(
      AssessTraineeOfFirm(assessment: self, courseRunId: ID(seat.courseRunId)), as: principal,
      actingFor: ID(seat.firmId), request: request)
  }

  fileprivate var judgement: Judgement {
    Judgement(
      competencyId: competencyId, level: level, isPassed: isPassed, occurredOn: occurredOn,
      expiresOn: nil, evidence: evidence, evidenceUrl: nil)
  }
}

/// The firm and run of an enrolment, as its seat tells.
package struct SeatOwner: Codable, Sendable {
  package let firmId: UUID
  package let courseRunId: UUID
}

extension Query<SeatOwner> {
  static var seatOwner: Self { Query("assessment.seat") }
}

/// Part of a workflow; never offered by itself.
struct FindSeat: UseCase {
  let enrolmentId: ID<Enrolment>

  static let name = "seat.find"
  static let route = Route.get("/seats/{enrolmentId}")
  static let permission = Permission.teach
  static let access = Access.read

  func run(in session: Session) async throws -> SeatOwner {
    let seat = try await session.find("enrolment", .seatOwner, enrolmentId.uuid)
    try await session.enterRun(ID(seat.courseRunId))
    return seat
  }
}

/// Part of a workflow; never offered by itself.
private struct AssessTraineeOfFirm: UseCase {
  let assessment: AssessTrainee
  let courseRunId: ID<CourseRun>

  static let name = AssessTrainee.name
  static let route = AssessTrainee.route
  static let permission = AssessTrainee.permission
  static let access = AssessTrainee.access

  func run(in session: Session) async throws -> RecordedRevision {
    try await session.enterRun(courseRunId)
    try assessment.judgement.checkDate(in: session)
    try await assessment.judgement.checkScale(in: session)
    let trainee = try await session.find(
      "enrolment", .trainee, try session.firmID().uuid, assessment.enrolmentId.uuid,
      assessment.competencyId.uuid)
    guard trainee.isOutcome else {
      throw AppError.invalid("competencyId", "assessment.not_an_outcome_of_the_course")
    }
    let recorded = assessment.judgement.assessment(
      id: session.newID(), of: ID(trainee.employeeId), kind: assessment.kind,
      enrolmentId: assessment.enrolmentId, courseRunId: courseRunId, in: session)
    try await session.insert(recorded)
    session.recordAudit(
      [recorded.id.uuid, trainee.employeeId], changes: recorded.auditChanges(before: nil),
      reason: nil)
    return RecordedRevision(id: recorded.id.uuid, revision: 1)
  }
}

struct Trainee: Decodable, Sendable {
  let employeeId: UUID
  let courseRunId: UUID
  let isOutcome: Bool
}

extension Query<Trainee> {
  static var trainee: Self { Query("assessment.enrolment") }
}
