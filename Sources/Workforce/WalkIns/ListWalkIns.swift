import Foundation
import Postgres

/// Walk-ins, latest first: a firm's own, or those of the classes that a trainer teaches.
package struct ListWalkIns: UseCase {
  package let courseRunId: ID<CourseRun>?
  package let state: WalkInState?
  package let after: String?
  package let limit: Int?

  package init(courseRunId: ID<CourseRun>?, state: WalkInState?, after: String?, limit: Int?) {
    self.courseRunId = courseRunId
    self.state = state
    self.after = after
    self.limit = limit
  }

  package static let name = "walk-in.list"
  package static let route = Route.get("/walk-ins")
  package static let permission = Permission.recordTraining
  package static let access = Access.readPersons

  package func check(_ problems: inout Problems) {
    problems.checkLimit(limit)
  }

  package func run(in session: Session) async throws -> Page<WalkInLine> {
    let anyone: UUID? = nil
    let rows = try await session.fetchAll(
      .walkIns, try await session.walkInFirms(), courseRunId?.uuid, anyone, state?.rawValue,
      try ListCursor.id(after), ListCursor.limit(limit) + 1)
    let isFirm = session.principal.role != .trainer
    return ListCursor.page(
      rows.map { $0.line(tellsEmployee: isFirm) }, limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}

package struct ShowWalkIn: UseCase {
  package let walkInId: ID<WalkIn>

  package init(walkInId: ID<WalkIn>) {
    self.walkInId = walkInId
  }

  package static let name = "walk-in.show"
  package static let route = Route.get("/walk-ins/{walkInId}")
  package static let permission = Permission.recordTraining
  package static let access = Access.readPersons

  package func run(in session: Session) async throws -> WalkInLine {
    try await session.walkIn(walkInId).line(tellsEmployee: session.principal.role != .trainer)
  }
}
