import Foundation
import Postgres

/// Says which content of public support a course is, so that its rules propose and cap what its
/// enrolments may carry.
package struct SetCourseSupport: UseCase {
  package let courseId: ID<Course>
  /// Nil for no content of support.
  package let contentCode: String?

  package init(courseId: ID<Course>, contentCode: String?) {
    self.courseId = courseId
    self.contentCode = contentCode
  }

  package struct Output: Codable, Sendable, Versioned {
    package let courseId: ID<Course>
    package let contentCode: String?
    package let version: Int
  }

  package static let name = "course-support.set"
  package static let route = Route.put("/courses/{courseId}/support-content")
  package static let permission = Permission.manageProvince
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.bound(contentCode, "contentCode", limit: 40)
  }

  package func run(in session: Session) async throws -> Output {
    let course = try await session.find("course", .courseOfSupport, courseId.uuid, contentCode)
    try session.requireVersion(course.version - 1)
    session.recordAudit(
      [courseId.uuid],
      changes: [AuditChange("supportContent", before: nil, after: contentCode)], reason: nil)
    return Output(courseId: courseId, contentCode: contentCode, version: course.version)
  }
}

struct CourseOfSupport: Decodable, Sendable {
  let code: String
  let version: Int
}

extension Query<CourseOfSupport> {
  static var courseOfSupport: Self { Query("course.set_support_content") }
}
