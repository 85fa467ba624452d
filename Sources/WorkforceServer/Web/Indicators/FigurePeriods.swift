import CivilCalendar
import Workforce

/// The periods that the firm's page shows: months, quarters or years up to what was entered.
struct FigurePeriods {
  let kind: Period.Kind
  let periods: [Period]

  init(_ visit: Visit, _ dates: ReportDates) async throws {
    func latest(_ kind: Period.Kind?) async throws -> Period? {
      try await visit.perform(
        ListObservations(
          indicator: nil, kind: kind, from: nil, to: nil, asOf: dates.asOf,
          knownAt: dates.knownAt, after: nil, limit: 1)
      ).items.first?.period
    }
    let asked = visit.text("kind").flatMap { Period.Kind(rawValue: $0) }
    let newest = try await latest(nil)
    let quarter = try await latest(.quarter)
    // A month or a year added to quarters does not turn the page; years without quarters do.
    let isQuarterly =
      quarter.map { $0.endsOn.adding(months: 12) > newest?.endsOn ?? $0.endsOn } ?? false
    let kind = asked ?? (isQuarterly ? .quarter : newest?.kind ?? .quarter)
    let last: Period
    if let newest {
      let around = Period(kind, containing: newest.endsOn)
      let reached = around.endsOn <= newest.endsOn ? around : around.previous
      last = max(try await latest(kind) ?? reached, reached)
    } else {
      last = Period(kind, containing: dates.asOf ?? visit.today)
    }
    let count = kind == .month ? 24 : kind == .quarter ? 12 : 8
    periods = (0..<count).reversed().map {
      Period(kind, firstMonth: last.firstMonth - $0 * kind.monthCount)
    }
    self.kind = kind
  }
}
