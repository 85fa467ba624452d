import Foundation
import Postgres

/// How far requirements are met on some days, all of them in one reading, without a person's name. People,
/// units and roles are those of each day.
package struct ShowSkillDays: UseCase, KnownThen {
  package let days: [CalendarDate]
  package let knownAt: Date?

  package init(days: [CalendarDate], knownAt: Date?) {
    self.days = days
    self.knownAt = knownAt
  }

  package static let name = "skill-gap.days"
  package static let route = Route.get("/skill-days")
  package static let permission = Permission.readSkills
  package static let access = Access.read

  /// Each day is a computation of its own.
  private static let most = 40

  package func check(_ problems: inout Problems) {
    if days.isEmpty { problems.add("days", "field.required") }
    if days.count > Self.most {
      problems.add("days", "field.too_many", ["limit": "\(Self.most)"])
    }
  }

  /// Oldest first, each day once.
  package func run(in session: Session) async throws -> [SkillTrend.Day] {
    try await session.fetchAll(
      .skillTrend, try session.firmID().uuid, Set(days).sorted(),
      try await session.knownAt(knownAt), session.principal.unitScope, UUID?.none, UUID?.none,
      String?.none, UUID?.none)
  }
}
