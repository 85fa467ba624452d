import Foundation
import Postgres

/// A sum over firms that may be shown, or that one is kept back.
package struct PublishedCell: Codable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable { case published, suppressed }

  package let provinceCode: String
  package let measure: String
  /// `version/section`, or `*` for all.
  package let sector: String
  /// `micro`, `small`, `medium`, `not_sme`, `unknown`, or `*` for all.
  package let sizeCode: String
  package let state: State
  /// Nil when suppressed, as are the next two.
  package let firms: Int?
  /// Of the measure `people` alone.
  package let persons: Int?
  package let value: Double?
  package let builtAt: Date
}

/// What is published of a period, now or as it was at a moment: an officer's own province, and for a firm
/// whatever is published.
package struct ListPublishedCells: Lookup, KnownThen {
  package let period: Period
  /// Nil for all.
  package let measures: [String]?
  package let provinceCode: String?
  /// Nil for now.
  package let knownAt: Date?

  package typealias Output = [PublishedCell]

  package static let name = "published-cell.list"
  package static let route = Route.get("/published-cells/{period}")
  package static let permission = Permission.readPublished
  package static let access = Access.read

  package init(period: Period, measures: [String]?, provinceCode: String?, knownAt: Date?) {
    self.period = period
    self.measures = measures
    self.provinceCode = provinceCode
    self.knownAt = knownAt
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<PublishedCell>.publishedCells.statement,
      [period.kind.rawValue, period.startsOn, measures, provinceCode, context.knownAt])
  }

  package func output(from rows: Rows) throws -> [PublishedCell] {
    try rows.decode(PublishedCell.self)
  }
}

extension Query<PublishedCell> {
  static var publishedCells: Self { Query("published_cell.list") }
}

/// Publishes what changed in a period, as far as it may be told.
package struct BuildPublishedCells: Workflow {
  package let period: Period

  package init(period: Period) {
    self.period = period
  }

  package struct Count: Codable, Sendable {
    /// Cells of new editions.
    package let cells: Int
    /// Changes of firms that wait for others to be published with.
    package let held: Int
  }

  package static let name = "published-cell.build"
  package static let route = Route.post("/published-cells/{period}")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package func run(in app: App, as principal: Principal, request: Request) async throws -> Count {
    let outcome = try await app.publicationBuilder.publish(
      period, today: CalendarDate.inVietnam(at: app.dependencies.now()), now: app.dependencies.now)
    return Count(cells: outcome.cells, held: outcome.held)
  }
}
