import Foundation
import Postgres

/// The indicators of firms in a period, computed by the catalogue's formulas as everywhere else, and kept
/// as plain numbers: money in đồng alone, what a firm defined for itself not at all.
struct IndicatorRollup: Sendable {
  private let book: IndicatorBook
  private let deflators: [Deflator]
  private let codes: [String]

  init(in transaction: Transaction) async throws {
    let rows = try await transaction.fetch(
      Call(Query<RollupIndicator>.rollupIndicators.statement, [])
    ).decode(RollupIndicator.self)
    book = try IndicatorBook(
      rows.map { try $0.definition() },
      units: Dictionary(
        rows.map { ($0.unitCode, $0.unitDimension) }, uniquingKeysWith: { first, _ in first }))
    codes = rows.filter { $0.origin != .reference }.map(\.code)
    deflators = try await transaction.fetch(
      Call(Query<RollupPrice>.rollupPrices.statement, [])
    ).decode(RollupPrice.self).map(\.deflator)
  }

  /// Makes the rows of some firms for a period, after their row of `firm_period`.
  func make(_ firms: [UUID], _ period: Period, in transaction: Transaction) async throws {
    let rows = try await transaction.fetch(
      Call(
        Query<RollupObservation>.rollupObservations.statement,
        [firms, period.startsOn, period.endsOn, period.kind.rawValue])
    ).decode(RollupObservation.self)
    var figures: [(firm: UUID, code: String, value: Double, status: String)] = []
    for (firm, observed) in Dictionary(grouping: rows, by: \.firmId) {
      // A firm that reported nothing has no indicators; its hours stand in its period.
      guard observed.contains(where: { $0.code != "training_hours_attended" }) else { continue }
      let engine = IndicatorEngine(
        book, observed: observed.map(\.observed), deflators: deflators)
      for code in codes {
        guard let value = engine.value(of: code, in: period), let number = value.value,
          value.currency == nil || value.currency == "VND"
        else { continue }
        figures.append((firm, code, NSDecimalNumber(decimal: number).doubleValue, status(value)))
      }
    }
    _ = try await transaction.execute(
      Call(
        Command("rollup.forget_indicators").statement,
        [firms, period.kind.rawValue, period.startsOn]))
    guard !figures.isEmpty else { return }
    _ = try await transaction.execute(
      Call(
        Command("rollup.insert_indicators").statement,
        [
          period.kind.rawValue, period.startsOn, figures.map(\.firm), figures.map(\.code),
          figures.map(\.value), figures.map(\.status),
        ]))
  }

  private func status(_ value: IndicatorValue) -> String {
    if value.isIncomplete { return "partial" }
    if book.definitions[value.code]?.formula != nil { return "derived" }
    return value.confidence?.rawValue ?? "derived"
  }
}

struct RollupIndicator: Decodable, Sendable {
  let code: String
  let unitCode: String
  let unitDimension: String
  let origin: IndicatorOrigin
  let nature: IndicatorNature?
  let annualRule: AnnualRule?
  let formula: String?
  let fallback: String?

  func definition() throws -> IndicatorDefinition {
    IndicatorDefinition(
      code: code, unitCode: unitCode, origin: origin, nature: nature, annualRule: annualRule,
      formula: try formula.map { try Formula($0) }, fallback: try fallback.map { try Formula($0) })
  }
}

struct RollupPrice: Decodable, Sendable {
  let series: String
  let version: String
  let baseYear: Int
  let year: Int
  let value: Decimal
  let certainty: Certainty

  var deflator: Deflator {
    Deflator(
      series: series, version: version, baseYear: baseYear, year: year, value: value,
      certainty: certainty)
  }
}

struct RollupObservation: Decodable, Sendable {
  let firmId: UUID
  let code: String
  let periodKind: Period.Kind
  let startsOn: CalendarDate
  let value: Double
  let currency: String?
  let confidence: Confidence

  var observed: ObservedValue {
    ObservedValue(
      code: code, period: Period(periodKind, containing: startsOn), value: Decimal(value),
      currency: currency, confidence: confidence)
  }
}

extension Query<RollupIndicator> {
  static var rollupIndicators: Self { Query("rollup.indicators") }
}

extension Query<RollupPrice> {
  static var rollupPrices: Self { Query("rollup.prices") }
}

extension Query<RollupObservation> {
  static var rollupObservations: Self { Query("rollup.observations") }
}
