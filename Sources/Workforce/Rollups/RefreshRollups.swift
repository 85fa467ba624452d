import Foundation
import Postgres

/// Makes the periods of the caller's firm anew, as far back as something was recorded since they were
/// made. The service does so for a firm soon after each of its writes.
struct RefreshRollups: Sendable {
  let today: CalendarDate
  let now: Date

  /// Kinds of period that every firm has; months are kept where a rebuild made them once.
  static let usualKinds: [Period.Kind] = [.quarter, .year]

  func run(for firm: UUID, in transaction: Transaction) async throws {
    let note = try await transaction.fetch(
      Call(Query<RollupNote>.takenNote.statement, [firm])
    ).decode(RollupNote.self).first
    guard let since = note?.since else { return }
    guard
      let reach = try await transaction.fetch(
        Call(Query<RollupReach>.rollupReach.statement, [firm, since])
      ).decode(RollupReach.self).first
    else { return }
    let first = reach.firstOn ?? today
    try await transaction.forget([firm], before: [first])
    guard let touched = reach.touchedOn else { return }
    let kinds = Set(reach.kinds).union(Self.usualKinds)
    let indicators = try await IndicatorRollup(in: transaction)
    for kind in Period.Kind.allCases where kinds.contains(kind) {
      for period in Period.all(kind, from: max(touched, first), through: today) {
        try await transaction.make([firm], period, indicators, today: today, now: now)
      }
    }
  }
}

extension Transaction {
  /// Drops rows of periods that ended before the first eventful day of each firm.
  func forget(_ firms: [UUID], before days: [CalendarDate]) async throws {
    _ = try await execute(Call(Command("rollup.forget_before").statement, [firms, days]))
  }

  /// Makes the rows of some firms for one period.
  func make(
    _ firms: [UUID], _ period: Period, _ indicators: IndicatorRollup, today: CalendarDate,
    now: Date
  ) async throws {
    guard !firms.isEmpty else { return }
    _ = try await fetch(
      Call(
        Command("rollup.make").statement,
        [firms, period.kind.rawValue, period.startsOn, today, now]))
    try await indicators.make(firms, period, in: self)
  }
}

struct RollupNote: Decodable, Sendable {
  let since: Date?
}

struct RollupReach: Decodable, Sendable {
  let touchedOn: CalendarDate?
  let firstOn: CalendarDate?
  let kinds: [Period.Kind]
}

extension Query<RollupNote> {
  static var takenNote: Self { Query("rollup.take") }
}

extension Query<RollupReach> {
  static var rollupReach: Self { Query("rollup.reach") }
}
