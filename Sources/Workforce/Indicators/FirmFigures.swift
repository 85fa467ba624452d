import Foundation
import Postgres

/// What a firm has observed, with the indicators and prices to compute by.
package struct FirmFigures: Sendable {
  package struct Known: Sendable {
    package let id: ID<Observation>
    package let revision: Int
    package let value: Decimal
    package let currency: String?
    package let confidence: Confidence
  }

  package struct Key: Hashable, Sendable {
    package let code: String
    package let period: Period

    package init(code: String, period: Period) {
      self.code = code
      self.period = period
    }
  }

  package let register: IndicatorRegister
  package let book: IndicatorBook
  /// What was entered; attendance stands in the engine alone.
  package let known: [Key: Known]
  package let engine: IndicatorEngine

  /// The value that a period's is held against: the last before it, or else the first after it.
  package func neighbour(of key: Key) -> (period: Period, value: Known)? {
    let same = known.filter { $0.key.code == key.code && $0.key.period.kind == key.period.kind }
    let earlier = same.filter { $0.key.period < key.period }.max { $0.key.period < $1.key.period }
    let found =
      earlier ?? same.filter { $0.key.period > key.period }.min { $0.key.period < $1.key.period }
    return found.map { ($0.key.period, $0.value) }
  }
}

struct KnownRow: Decodable, Sendable {
  let id: ID<Observation>
  let revision: Int
  let code: String
  let periodKind: Period.Kind
  let startsOn: CalendarDate
  let value: Decimal
  let currency: String?
  let confidence: Confidence
}

struct AttendedHours: Decodable, Sendable {
  let startsOn: CalendarDate
  let hours: Decimal
}

extension Query<KnownRow> {
  static var observedValues: Self { Query("observation.values") }
}
extension Query<AttendedHours> {
  static var attendedHours: Self { Query("observation.attended_hours") }
}
extension Query<Deflator> {
  static var deflators: Self { Query("price_index.deflators") }
}

extension Session {
  /// As true by a day and known at a moment.
  /// - Parameter adding: further values that are not recorded yet.
  func firmFigures(asOf: CalendarDate, knownAt: Date?) async throws -> FirmFigures {
    let moment = try await self.knownAt(knownAt)
    let register = try await indicatorRegister(knownAt: knownAt)
    let book = try register.book()
    let firm = try firmID().uuid
    let rows = try await fetchAll(.observedValues, firm, asOf, moment)
    let hours = try await fetchAll(.attendedHours, firm, asOf, moment)
    let deflators = try await fetchAll(.deflators)
    let attended = hours.map {
      ObservedValue(
        code: Self.attendedHoursCode, period: Period(.month, containing: $0.startsOn),
        value: $0.hours, currency: nil, confidence: .measured)
    }
    let entered = rows.map {
      ObservedValue(
        code: $0.code, period: Period($0.periodKind, containing: $0.startsOn), value: $0.value,
        currency: $0.currency, confidence: $0.confidence)
    }
    let known = rows.map { row in
      (
        FirmFigures.Key(code: row.code, period: Period(row.periodKind, containing: row.startsOn)),
        FirmFigures.Known(
          id: row.id, revision: row.revision, value: row.value, currency: row.currency,
          confidence: row.confidence)
      )
    }
    return FirmFigures(
      register: register, book: book,
      known: Dictionary(known, uniquingKeysWith: { first, _ in first }),
      engine: IndicatorEngine(book, observed: entered + attended, deflators: deflators))
  }

  static var attendedHoursCode: String { "training_hours_attended" }
}
