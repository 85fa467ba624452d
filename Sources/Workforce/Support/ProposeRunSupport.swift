import Postgres

/// What public support a place in a run may have: the rules of its course's content that are in force on
/// its first day, and what each gives the firm for one person, the most favourable first.
package struct ProposeRunSupport: UseCase {
  package let courseRunId: ID<CourseRun>

  package init(courseRunId: ID<CourseRun>) {
    self.courseRunId = courseRunId
  }

  package struct Output: Codable, Sendable {
    /// Nil, as is the name, when the course is no content of public support.
    package let contentCode: String?
    package let contentName: LocalizedText?
    /// What a place costs, in whole đồng.
    package let priceVnd: Int
    package let startsOn: CalendarDate
    package let proposals: [SupportProposal]
  }

  package static let name = "run-support.propose"
  package static let route = Route.get("/course-runs/{courseRunId}/support-proposals")
  package static let permission = Permission.readEnrolments
  package static let access = Access.read

  package func run(in session: Session) async throws -> Output {
    let scope = session.principal.planningScope
    // A run that the firm may not know of is not found, whatever its course is.
    let run = try await session.find(
      "course_run", .courseRun, courseRunId.uuid, scope.role, scope.firm, scope.provider)
    guard let course = try await session.fetchOne(.runSupport, courseRunId.uuid) else {
      return Output(
        contentCode: nil, contentName: nil, priceVnd: run.priceVnd, startsOn: run.startsOn,
        proposals: [])
    }
    let proposals = try await session.supportProposals(course)
    return Output(
      contentCode: course.supportContentCode, contentName: course.contentName,
      priceVnd: course.priceVnd, startsOn: course.startsOn,
      proposals: proposals.sorted { ($0.proposedVnd ?? -1) > ($1.proposedVnd ?? -1) })
  }
}

extension Session {
  /// What each rule gives for one person of a run; people of one course are one object, which their
  /// enrolments share.
  func supportProposals(_ course: RunSupport) async throws -> [SupportProposal] {
    try await supportProposals(
      course.supportContentCode, SupportedCost(costVnd: course.priceVnd, object: nil),
      on: course.startsOn)
  }
}
