import Foundation
import Postgres

/// What a firm has observed, as the sheets that it is imported from.
struct FigureTemplate {
  private struct Figure {
    let indicator: String
    let name: String
    let period: Period
    let value: String
    let currency: String
    let confidence: String
    let source: String
  }

  private let figures: [Figure]

  init(_ rows: [TemplateRow]) {
    figures = rows.compactMap { row in
      let cells = row.cells
      guard cells.count == 8, let kind = Period.Kind(rawValue: cells[2]),
        let day = CalendarDate(cells[3])
      else { return nil }
      return Figure(
        indicator: cells[0], name: cells[1], period: Period(kind, containing: day),
        value: cells[4], currency: cells[5], confidence: cells[6], source: cells[7])
    }
  }

  /// A row a value: exactly what is recorded.
  func rows() -> TemplateContent {
    TemplateContent(
      fields: [
        "indicator", "indicatorName", "period", "value", "currency", "confidence", "source",
      ],
      rows: figures.map {
        [
          $0.indicator, $0.name, $0.period.description, $0.value,
          $0.currency == "VND" ? "" : $0.currency, $0.confidence, $0.source,
        ]
      })
  }

  /// A row an indicator that is entered, a column for each of the last quarters and the last year, with
  /// what is known in them.
  func form(_ indicators: [Indicator], today: CalendarDate) -> TemplateContent {
    let quarter = Period(.quarter, containing: today)
    let quarters = [4, 3, 2, 1].map { Period(.quarter, firstMonth: quarter.firstMonth - 3 * $0) }
    let periods = quarters + [Period(.year, containing: today).previous]
    let known = Dictionary(
      figures.filter { $0.currency.isEmpty || $0.currency == "VND" }.map {
        (FirmFigures.Key(code: $0.indicator, period: $0.period), $0.value)
      }, uniquingKeysWith: { one, _ in one })
    let entered = indicators.filter {
      switch $0.origin {
      case .entered: true
      case .derived, .attendance, .reference: false
      }
    }
    return TemplateContent(
      fields: ["indicator", "indicatorName", "unitOfMeasure"] + periods.map(\.description),
      rows: entered.map { indicator in
        [
          indicator.code, indicator.name.vi ?? indicator.name.en ?? "",
          indicator.unitName.vi ?? indicator.unitCode,
        ] + periods.map { known[FirmFigures.Key(code: indicator.code, period: $0)] ?? "" }
      })
  }
}

extension Session {
  func recordedFigures(_ firm: UUID) async throws -> FigureTemplate {
    FigureTemplate(
      try await fetchAll(Query<TemplateRow>("import.recorded_observations"), firm))
  }
}
