import Foundation
import Postgres

/// Describes a training: in house when HR does, open to all when a trainer, an officer or an
/// administrator does.
package struct CreateCourse: UseCase {
  package let code: String
  package let title: LocalizedText
  package let description: LocalizedText?
  package let mode: CourseMode
  package let language: TeachingLanguage
  package let durationHours: Decimal
  package let priceVnd: Int
  /// Percent of the planned half-days, by minutes, that a completion needs.
  package let requiredAttendancePct: Int
  /// Nil for none in particular, and for a trainer the provider they teach for.
  package let providerId: ID<Provider>?
  package let isPublished: Bool
  package let outcomes: [OutcomeInput]
  package let prerequisites: [PrerequisiteInput]

  package static let name = "course.create"
  package static let route = Route.post("/courses")
  package static let permission = Permission.manageCourses
  package static let access = Access.write

  package init(
    code: String, title: LocalizedText, description: LocalizedText?, mode: CourseMode,
    language: TeachingLanguage, durationHours: Decimal, priceVnd: Int, requiredAttendancePct: Int,
    providerId: ID<Provider>?, isPublished: Bool, outcomes: [OutcomeInput],
    prerequisites: [PrerequisiteInput]
  ) {
    self.code = code
    self.title = title
    self.description = description
    self.mode = mode
    self.language = language
    self.durationHours = durationHours
    self.priceVnd = priceVnd
    self.requiredAttendancePct = requiredAttendancePct
    self.providerId = providerId
    self.isPublished = isPublished
    self.outcomes = outcomes
    self.prerequisites = prerequisites
  }

  package func check(_ problems: inout Problems) {
    problems.require(code, "code", limit: 40)
    problems.require(title, "title", limit: 300)
    problems.bound(description, "description", limit: 4000)
    problems.checkCourse(
      durationHours: durationHours, priceVnd: priceVnd,
      requiredAttendancePct: requiredAttendancePct)
    problems.check(outcomes)
    problems.check(prerequisites)
  }

  package func run(in session: Session) async throws -> CourseDetails {
    let offering = try await session.offering(by: providerId)
    let id: ID<Course> = session.newID()
    try await session.execute(
      .insertCourse, id.uuid, offering.owner, offering.provider, code, try title.json,
      try (description?.isBlank == true ? nil : description)?.json, mode.rawValue,
      language.rawValue, Numeric(durationHours), priceVnd,
      requiredAttendancePct, isPublished, session.now, session.principal.accountID.uuid)
    try await session.replaceOutcomes(of: id, with: outcomes)
    try await session.replacePrerequisites(of: id, owner: offering.owner, with: prerequisites)
    session.recordAudit(
      [id.uuid],
      changes: [
        AuditChange("code", before: nil, after: code),
        AuditChange("priceVnd", before: nil, after: "\(priceVnd)"),
        AuditChange("isPublished", before: nil, after: "\(isPublished)"),
      ], reason: nil)
    return try await .read(id, in: session)
  }
}

extension Command {
  static var insertCourse: Self { Command("course.insert") }
}
