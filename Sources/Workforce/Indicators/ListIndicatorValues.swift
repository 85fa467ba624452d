import Foundation
import Postgres

/// Indicators of a firm in one or more periods, computed at once from what was observed.
package struct ListIndicatorValues: UseCase, Dated {
  /// The first period; its kind is that of all.
  package let from: Period
  /// The last period, of the same kind; nil is the first alone.
  package let to: Period?
  /// Codes; empty for all of the families productivity, process and own.
  package let indicators: [String]
  package let asOf: CalendarDate?
  package let knownAt: Date?

  package static let name = "indicator-value.list"
  package static let route = Route.get("/indicator-values")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(
    from: Period, to: Period?, indicators: [String], asOf: CalendarDate?, knownAt: Date?
  ) {
    self.from = from
    self.to = to
    self.indicators = indicators
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package func check(_ problems: inout Problems) {
    guard let to else { return }
    if to.kind != from.kind { problems.add("to", "indicator.periods_of_one_kind") }
    if to < from { problems.add("to", "field.ends_before_it_starts") }
    if (to.firstMonth - from.firstMonth) / from.kind.monthCount >= 120 {
      problems.add("to", "indicator.too_many_periods", ["most": "120"])
    }
  }

  package func run(in session: Session) async throws -> [IndicatorValue] {
    let figures = try await session.firmFigures(asOf: asOf ?? .farFuture, knownAt: knownAt)
    let all = figures.register.indicators.filter { $0.family != .input }.map(\.code)
    let codes = indicators.isEmpty ? all : indicators
    for code in codes where figures.register[code] == nil {
      throw AppError.invalid("indicators", "observation.unknown_indicator")
    }
    let last = to ?? from
    let periods = sequence(first: from) { $0 < last ? $0.next : nil }
    return periods.flatMap { period in
      codes.compactMap { figures.engine.value(of: $0, in: period) }
    }
  }
}
