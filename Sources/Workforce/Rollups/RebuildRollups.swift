import Foundation
import Postgres

/// Makes the periods of all firms anew from their facts.
package struct RebuildRollups: Workflow {
  /// Kinds of period: month, quarter, year; nil for quarters and years.
  package let kinds: [String]?
  /// No period that ends before this day; nil for each firm's first.
  package let from: CalendarDate?
  /// No period that starts after this day; nil for today.
  package let until: CalendarDate?

  package init(kinds: [String]?, from: CalendarDate?, until: CalendarDate?) {
    self.kinds = kinds
    self.from = from
    self.until = until
  }

  package static let name = "rollup.rebuild"
  package static let route = Route.post("/rollups/rebuild")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    for (index, kind) in (kinds ?? []).enumerated() where Period.Kind(rawValue: kind) == nil {
      problems.add("kinds[\(index)]", "rollup.unknown_kind")
    }
    if let from, let until, until < from {
      problems.add("until", "field.ends_before_it_starts")
    }
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> RollupBuilder.Count {
    let today = CalendarDate.inVietnam(at: app.dependencies.now())
    let wanted = kinds?.compactMap(Period.Kind.init(rawValue:)) ?? RefreshRollups.usualKinds
    return try await app.rollupBuilder.rebuild(
      wanted, from: from, until: until ?? today, today: today, now: app.dependencies.now)
  }
}
