import Foundation
import Postgres

/// A run over whose capacity or after whose cut-off people of the queue were seated.
package struct AdmittedWaiting: Codable, Sendable, Versioned {
  package let admittedCount: Int
  package let courseRun: CourseRunDetails

  package var version: Int { courseRun.version }
}

/// Seats people of the queue although the run is full or its cut-off has passed: whoever plans the run
/// decides that, and says why. Their firms' enrolments follow through the outbox.
package struct AdmitWaiting: UseCase {
  package let courseRunId: ID<CourseRun>
  package let enrolmentIds: [ID<Enrolment>]
  package let reason: String

  package static let name = "course-run.admit"
  package static let route = Route.post("/course-runs/{courseRunId}/admissions")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(courseRunId: ID<CourseRun>, enrolmentIds: [ID<Enrolment>], reason: String) {
    self.courseRunId = courseRunId
    self.enrolmentIds = enrolmentIds
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    if enrolmentIds.isEmpty { problems.add("enrolmentIds", "field.required") }
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> AdmittedWaiting {
    let present = try await session.lockCourseRun(courseRunId)
    try session.requireVersion(present.version)
    let wanted = Array(Set(enrolmentIds.map(\.uuid)))
    let admitted = try await session.find(
      "course_run", .admitted, courseRunId.uuid, wanted, session.now, session.newIDs(wanted.count)
    ).admitted
    guard admitted == wanted.count else {
      throw AppError.invalid("enrolmentIds", "course_run.not_waiting")
    }
    session.recordAudit(
      [courseRunId.uuid] + wanted,
      changes: [AuditChange("admitted", before: nil, after: "\(admitted)")], reason: reason)
    return AdmittedWaiting(
      admittedCount: admitted, courseRun: try await .read(courseRunId, in: session))
  }
}

struct AdmittedCount: Decodable, Sendable {
  let admitted: Int
}

extension Query<AdmittedCount> {
  static var admitted: Self { Query("course_run.admit") }
}

/// A place in the queue of a run. Nothing of it is personal.
package struct WaitingPlace: Codable, Sendable {
  /// From 1, in the order in which seats will be given.
  package let position: Int
  package let enrolmentId: ID<Enrolment>
  package let firmId: ID<Firm>
  /// Nil where the caller may not see the firm.
  package let firmName: String?
  package let waitingSince: Date
  /// Whether the firm is of a group that the run lets in first.
  package let hasPriority: Bool
}

/// Who waits for a run, for whoever plans it.
package struct ShowQueue: UseCase {
  package let courseRunId: ID<CourseRun>

  package static let name = "course-run.queue"
  package static let route = Route.get("/course-runs/{courseRunId}/queue")
  package static let permission = Permission.planRuns
  package static let access = Access.read

  package init(courseRunId: ID<CourseRun>) {
    self.courseRunId = courseRunId
  }

  package func run(in session: Session) async throws -> [WaitingPlace] {
    let scope = session.principal.planningScope
    _ = try await session.find(
      "course_run", .courseRun, courseRunId.uuid, scope.role, scope.firm, scope.provider)
    return try await session.fetchAll(
      .queue, courseRunId.uuid, session.now, scope.role, scope.firm, scope.provider, scope.province)
  }
}

extension Query<WaitingPlace> {
  static var queue: Self { Query("course_run.queue") }
}

extension Session {
  /// Throws `invalidInput` naming each code that is no group of the support rules.
  func requireKnownFlags(_ codes: [String]) async throws {
    guard !codes.isEmpty else { return }
    let known = Set(try await fetchAll(.knownFlags, codes).map(\.code))
    var problems = Problems()
    for (index, code) in codes.enumerated() where !known.contains(code) {
      problems.add("priorityFlags[\(index)]", "course_run.group_unknown")
    }
    try problems.throwIfAny()
  }
}

struct KnownFlag: Decodable, Sendable {
  let code: String
}

extension Query<KnownFlag> {
  static var knownFlags: Self { Query("course_run.known_flags") }
}
