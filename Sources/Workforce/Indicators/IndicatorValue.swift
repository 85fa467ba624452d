import Foundation
import Postgres

/// How sure a value is, surest first.
package enum Confidence: String, Codable, Sendable, CaseIterable {
  case measured, declared, estimated

  /// Of several values together: as sure as the least sure.
  static func weakest(_ all: some Sequence<Confidence>) -> Confidence? {
    let order = Confidence.allCases
    return all.max { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
  }
}

/// One observed number, as far as computing needs it.
package struct ObservedValue: Sendable {
  package let code: String
  package let period: Period
  package let value: Decimal
  /// Nil for what is no money.
  package let currency: String?
  package let confidence: Confidence

  package init(
    code: String, period: Period, value: Decimal, currency: String?, confidence: Confidence
  ) {
    self.code = code
    self.period = period
    self.value = value
    self.currency = currency
    self.confidence = confidence
  }
}

/// A published price index of a year, with the publication that it stands in.
package struct Deflator: Codable, Sendable, Hashable {
  package let series: String
  package let version: String
  package let baseYear: Int
  package let year: Int
  package let value: Decimal
  package let certainty: Certainty

  package init(
    series: String, version: String, baseYear: Int, year: Int, value: Decimal, certainty: Certainty
  ) {
    self.series = series
    self.version = version
    self.baseYear = baseYear
    self.year = year
    self.value = value
    self.certainty = certainty
  }
}

/// Why there is no value.
package enum NoValue: String, Error, Codable, Sendable, CaseIterable {
  /// An item was not observed in any part of the period.
  case missing
  /// The items were observed in different months, or one only for a longer period.
  case monthsDoNotMatch
  /// A figure of a year is not made of fewer than three months.
  case tooFewMonths
  case divisionByZero
  case noDeflator
  case currenciesDiffer
  case tooLarge
}

/// An indicator in a period, as computed now from what was observed.
package struct IndicatorValue: Codable, Sendable {
  package let code: String
  package let period: Period
  /// Nil with the reason beside it.
  package let value: Decimal?
  package let noValue: NoValue?
  /// What was not observed, in the order of their codes.
  package let missing: [String]
  /// Of the period, how many months the value covers.
  package let monthCount: Int
  /// Covers fewer months than the period has.
  package let isIncomplete: Bool
  /// A figure per year made of fewer than twelve months; not seasonally adjusted.
  package let isAnnualised: Bool
  /// Value added by subtraction, since an item of the addition was missing; nil where there is one way.
  package let isByFallback: Bool?
  package let currency: String?
  package let confidence: Confidence?
  package let deflator: Deflator?
}
