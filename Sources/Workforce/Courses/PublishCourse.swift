import Foundation
import Postgres

/// Shows a course to those who may enrol in it, and lets runs of it be planned.
package struct PublishCourse: UseCase {
  package let courseId: ID<Course>

  package static let name = "course.publish"
  package static let route = Route.post("/courses/{courseId}/publish")
  package static let permission = Permission.manageCourses
  package static let access = Access.write

  package init(courseId: ID<Course>) {
    self.courseId = courseId
  }

  package func run(in session: Session) async throws -> CourseDetails {
    try await session.setPublished(true, of: courseId)
  }
}

/// Takes a course out of the catalogue. Runs that are planned go on.
package struct UnpublishCourse: UseCase {
  package let courseId: ID<Course>

  package static let name = "course.unpublish"
  package static let route = Route.post("/courses/{courseId}/unpublish")
  package static let permission = Permission.manageCourses
  package static let access = Access.write

  package init(courseId: ID<Course>) {
    self.courseId = courseId
  }

  package func run(in session: Session) async throws -> CourseDetails {
    try await session.setPublished(false, of: courseId)
  }
}

extension Session {
  fileprivate func setPublished(
    _ isPublished: Bool, of course: ID<Course>
  ) async throws -> CourseDetails {
    let present = try await lockCourse(course)
    try requireVersion(present.version)
    try await execute(
      .changeCourse, course.uuid, String?.none, JSONText?.none, JSONText?.none, String?.none,
      String?.none, Numeric?.none, Int?.none, Int?.none, UUID?.none, isPublished)
    recordAudit(
      [course.uuid],
      changes: AuditChange.between([
        ("isPublished", "\(present.isPublished)", "\(isPublished)")
      ]), reason: nil)
    return try await .read(course, in: self)
  }
}
