import Foundation
import Postgres

/// Somebody whom a trainer knows from a class of theirs.
package struct KnownTrainee: Codable, Sendable {
  /// Their latest enrolment in a class of the trainer, by which a walk-in names them.
  package let enrolmentId: ID<Enrolment>
  package let firmId: ID<Firm>
  package let firmName: String
  package let employeeCode: String
  package let displayName: String
  /// On the waiting list of this very run.
  package let isWaiting: Bool
}

/// A firm that a walk-in may be of.
package struct WalkInFirm: Codable, Sendable {
  package let id: ID<Firm>
  package let name: String
  /// Whether the firm has people in this very class.
  package let isInClass: Bool
}

package struct WalkInChoices: Codable, Sendable {
  package let people: [KnownTrainee]
  package let firms: [WalkInFirm]
}

/// Who somebody at the door may be, as far as a trainer may know: people of the classes that the trainer teaches,
/// found without diacritics, and the firms that somebody unknown may be of.
package struct SearchTrainees: UseCase {
  package let courseRunId: ID<CourseRun>
  /// Part of a name, or an employee code; nil finds nobody and gives the firms alone.
  package let search: String?

  package init(courseRunId: ID<CourseRun>, search: String?) {
    self.courseRunId = courseRunId
    self.search = search
  }

  package static let name = "walk-in.search"
  package static let route = Route.get("/course-runs/{courseRunId}/walk-in-choices")
  package static let permission = Permission.teach
  package static let access = Access.readPersons

  static let limit = 20

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
  }

  package func run(in session: Session) async throws -> WalkInChoices {
    guard let trainerID = session.principal.trainerID else { throw AppError.forbidden }
    try await session.enterRun(courseRunId)
    let everyFirm = try await session.walkInFirms()
    let firms = try await session.fetchAll(.walkInFirms, trainerID.uuid, courseRunId.uuid)
    guard let pattern = ListCursor.pattern(search) else {
      return WalkInChoices(people: [], firms: firms)
    }
    let own = Set(firms.map(\.id.uuid))
    let people = try await session.fetchAll(
      .knownTrainees, everyFirm.filter(own.contains), courseRunId.uuid, pattern, search ?? "",
      Self.limit)
    return WalkInChoices(people: people, firms: firms)
  }
}

extension Query<WalkInFirm> {
  static var walkInFirms: Self { Query("walk_in.firms") }
}

extension Query<KnownTrainee> {
  static var knownTrainees: Self { Query("walk_in.search") }
}
