import Foundation
import TestSupport
import Testing
import Workforce

extension World {
  /// One value of firm A, as HR enters it.
  func observe(
    _ indicator: String, _ period: String, _ value: String, confirmsLeap: Bool? = nil,
    as principal: Principal = World.hrA
  ) async throws {
    _ = try await perform(
      RecordObservations(
        entries: [
          try entry(indicator, period, value, confirmsLeap: confirmsLeap)
        ], reason: nil), as: principal)
  }

  func entry(
    _ indicator: String, _ period: String, _ value: String, currency: String? = nil,
    confirmsLeap: Bool? = nil
  ) throws -> ObservationEntry {
    ObservationEntry(
      indicator: indicator, period: try #require(Period(period)), value: WrittenValue(value),
      currency: currency, confidence: .declared, source: "Sổ kế toán", confirmsLeap: confirmsLeap)
  }

  func value(
    _ indicator: String, _ period: String, asOf: String? = nil, knownAt: Date? = nil,
    as principal: Principal = World.hrA
  ) async throws -> IndicatorValue {
    let values = try await perform(
      ListIndicatorValues(
        from: try #require(Period(period)), to: nil, indicators: [indicator],
        asOf: asOf.map { day($0) }, knownAt: knownAt), as: principal)
    return try #require(values.first)
  }

  func observations(as principal: Principal = World.hrA) async throws -> [Observation] {
    try await perform(
      ListObservations(
        indicator: nil, kind: nil, from: nil, to: nil, asOf: nil, knownAt: nil, after: nil,
        limit: nil), as: principal
    ).items
  }
}
