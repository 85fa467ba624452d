import Foundation
import Postgres

/// Changes the description of a training; nil leaves a field as it is, a list replaces the old one.
package struct ChangeCourse: UseCase {
  package let courseId: ID<Course>
  package let code: String?
  package let title: LocalizedText?
  /// An empty one takes the description away.
  package let description: LocalizedText?
  package let mode: CourseMode?
  package let language: TeachingLanguage?
  package let durationHours: Decimal?
  package let priceVnd: Int?
  package let requiredAttendancePct: Int?
  package let providerId: ID<Provider>?
  package let outcomes: [OutcomeInput]?
  package let prerequisites: [PrerequisiteInput]?

  package static let name = "course.change"
  package static let route = Route.patch("/courses/{courseId}")
  package static let permission = Permission.manageCourses
  package static let access = Access.write

  package init(
    courseId: ID<Course>, code: String?, title: LocalizedText?, description: LocalizedText?,
    mode: CourseMode?, language: TeachingLanguage?, durationHours: Decimal?, priceVnd: Int?,
    requiredAttendancePct: Int?, providerId: ID<Provider>?, outcomes: [OutcomeInput]?,
    prerequisites: [PrerequisiteInput]?
  ) {
    self.courseId = courseId
    self.code = code
    self.title = title
    self.description = description
    self.mode = mode
    self.language = language
    self.durationHours = durationHours
    self.priceVnd = priceVnd
    self.requiredAttendancePct = requiredAttendancePct
    self.providerId = providerId
    self.outcomes = outcomes
    self.prerequisites = prerequisites
  }

  package func check(_ problems: inout Problems) {
    if let code { problems.require(code, "code", limit: 40) }
    if let title { problems.require(title, "title", limit: 300) }
    problems.bound(description, "description", limit: 4000)
    problems.checkCourse(
      durationHours: durationHours, priceVnd: priceVnd,
      requiredAttendancePct: requiredAttendancePct)
    if let outcomes { problems.check(outcomes) }
    if let prerequisites { problems.check(prerequisites) }
  }

  package func run(in session: Session) async throws -> CourseDetails {
    let present = try await session.lockCourse(courseId)
    try session.requireVersion(present.version)
    let offering = providerId == nil ? nil : try await session.offering(by: providerId)
    try await session.execute(
      .changeCourse, courseId.uuid, code, try title?.json, try newDescription?.json, mode?.rawValue,
      language?.rawValue, durationHours.map(Numeric.init), priceVnd, requiredAttendancePct,
      offering?.provider, Bool?.none)
    if let outcomes { try await session.replaceOutcomes(of: courseId, with: outcomes) }
    if let prerequisites {
      try await session.replacePrerequisites(
        of: courseId, owner: present.ownerId?.uuid, with: prerequisites)
    }
    session.recordAudit([courseId.uuid], changes: changes(from: present), reason: nil)
    return try await .read(courseId, in: session)
  }

  private var newDescription: LocalizedText? {
    description.map { $0.isBlank ? LocalizedText(vi: nil, en: nil) : $0 }
  }

  private func changes(from present: LockedCourse) -> [AuditChange] {
    let attendance = requiredAttendancePct ?? present.requiredAttendancePct
    var changes = AuditChange.between([
      ("code", present.code, code ?? present.code),
      ("title.vi", present.title.vi, (title ?? present.title).vi),
      ("title.en", present.title.en, (title ?? present.title).en),
      ("mode", present.mode.rawValue, (mode ?? present.mode).rawValue),
      ("language", present.language.rawValue, (language ?? present.language).rawValue),
      (
        "durationHours", "\(present.durationHours)", "\(durationHours ?? present.durationHours)"
      ),
      ("priceVnd", "\(present.priceVnd)", "\(priceVnd ?? present.priceVnd)"),
      ("requiredAttendancePct", "\(present.requiredAttendancePct)", "\(attendance)"),
      (
        "provider", present.providerId?.description, (providerId ?? present.providerId)?.description
      ),
    ])
    if outcomes != nil { changes.append(AuditChange("outcomes", before: nil, after: nil)) }
    if prerequisites != nil {
      changes.append(AuditChange("prerequisites", before: nil, after: nil))
    }
    return changes
  }
}

struct LockedCourse: Decodable, Sendable {
  let id: ID<Course>
  let ownerId: ID<Firm>?
  let providerId: ID<Provider>?
  let code: String
  let title: LocalizedText
  let mode: CourseMode
  let language: TeachingLanguage
  let durationHours: Decimal
  let priceVnd: Int
  let requiredAttendancePct: Int
  let isPublished: Bool
  let version: Int
}

extension Session {
  /// A course that the caller may change. Throws `notFound` for any other, so that another firm's is
  /// not even confirmed.
  func lockCourse(_ id: ID<Course>) async throws -> LockedCourse {
    let scope = principal.planningScope
    return try await find(
      "course", .lockCourse, id.uuid, scope.role, scope.firm, scope.provider, scope.province)
  }
}

extension Query<LockedCourse> {
  static var lockCourse: Self { Query("course.lock") }
}

extension Command {
  static var changeCourse: Self { Command("course.change") }
}
