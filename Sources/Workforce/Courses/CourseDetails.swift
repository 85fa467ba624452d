import Foundation
import Postgres

package enum CourseMode: String, Codable, Sendable, CaseIterable {
  case classroom, online, blended
  case onTheJob = "on_the_job"
}

/// The language that a course is taught in.
package enum TeachingLanguage: String, Codable, Sendable, CaseIterable {
  case vi, en
}

/// The reusable description of a training.
package struct CourseDetails: Codable, Sendable, Versioned {
  /// A competency that the course aims at.
  package struct Outcome: Codable, Sendable {
    package let competencyId: ID<Competency>
    package let competencyCode: String
    package let competencyTitle: LocalizedText
    package let frameworkId: ID<Framework>
    package let frameworkCode: String
    /// Nil when no earlier level is asked for.
    package let entryLevel: Int?
    package let targetLevel: Int
  }

  /// A course that must be completed, or a level that must be held, before enrolment.
  package struct Prerequisite: Codable, Sendable {
    package let courseId: ID<Course>?
    package let courseCode: String?
    package let courseTitle: LocalizedText?
    package let competencyId: ID<Competency>?
    package let competencyCode: String?
    package let competencyTitle: LocalizedText?
    package let minimumLevel: Int?
  }

  package let id: ID<Course>
  package let code: String
  package let title: LocalizedText
  package let description: LocalizedText?
  package let mode: CourseMode
  package let language: TeachingLanguage
  package let durationHours: Decimal
  package let priceVnd: Int
  package let requiredAttendancePct: Int
  package let isPublished: Bool
  /// Whether it belongs to the caller's firm alone.
  package let isInHouse: Bool
  package let providerId: ID<Provider>?
  package let providerName: String?
  /// Which content of public support it is; nil for none.
  package let supportContentCode: String?
  package let supportContentName: LocalizedText?
  package let version: Int
  package let outcomes: [Outcome]
  package let prerequisites: [Prerequisite]
}

extension CourseDetails {
  static func read(_ id: ID<Course>, in session: Session) async throws -> CourseDetails {
    let scope = session.principal.planningScope
    return try await session.find(
      "course", .course, id.uuid, scope.role, scope.firm, scope.provider, scope.province)
  }
}

package struct ShowCourse: Lookup {
  package let courseId: ID<Course>

  package typealias Output = CourseDetails

  package static let name = "course.show"
  package static let route = Route.get("/courses/{courseId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(courseId: ID<Course>) {
    self.courseId = courseId
  }

  package func call(in context: LookupContext) throws -> Call {
    let scope = context.principal.planningScope
    return Call(
      Query<CourseDetails>.course.statement,
      [courseId.uuid, scope.role, scope.firm, scope.provider, scope.province])
  }

  package func output(from rows: Rows) throws -> CourseDetails {
    try rows.one(CourseDetails.self, "course")
  }
}

extension Query<CourseDetails> {
  static var course: Self { Query("course.show") }
}
