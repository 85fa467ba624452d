import Foundation
import Postgres

/// One revision of what a firm reports of one indicator in one period.
package struct Observation: Codable, Sendable, Versioned {
  package let id: ID<Observation>
  package let revision: Int
  package let indicator: String
  package let period: Period
  package let value: Decimal
  /// Nil for what is no money.
  package let currency: String?
  package let confidence: Confidence
  package let source: String?
  package let leapConfirmed: Bool
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String?
  package let isVoid: Bool

  package var version: Int { revision }

  init(_ row: ObservationRow) {
    id = row.id
    revision = row.revision
    indicator = row.code
    period = Period(row.periodKind, containing: row.startsOn)
    value = row.value
    currency = row.currency
    confidence = row.confidence
    source = row.source
    leapConfirmed = row.leapConfirmed
    recordedAt = row.recordedAt
    recordedBy = row.recordedBy
    reason = row.reason
    isVoid = row.isVoid
  }
}

struct ObservationRow: Decodable, Sendable {
  let id: ID<Observation>
  let revision: Int
  let code: String
  let periodKind: Period.Kind
  let startsOn: CalendarDate
  let value: Decimal
  let currency: String?
  let confidence: Confidence
  let source: String?
  let leapConfirmed: Bool
  let recordedAt: Date
  let recordedBy: ID<Account>
  let reason: String?
  let isVoid: Bool
}

/// A revision to be written.
struct ObservationRevision {
  let id: UUID
  let revision: Int
  let indicatorCode: String?
  let ownIndicatorID: UUID?
  let period: Period
  let value: Decimal
  let currency: String?
  let confidence: Confidence
  let source: String?
  let leapConfirmed: Bool
  let isVoid: Bool

  /// All of them in one statement.
  static func call(
    for revisions: [ObservationRevision], reason: String?, in session: Session
  ) throws -> Call {
    let keys: [any PostgresEncodable] = [
      try session.firmID().uuid, session.now, session.principal.accountID.uuid, reason,
      revisions.map(\.id), revisions.map(\.revision), revisions.map(\.indicatorCode),
      revisions.map(\.ownIndicatorID), revisions.map(\.period.kind.rawValue),
      revisions.map(\.period.startsOn),
    ]
    return Call(
      Command.insertObservations.statement,
      keys + [
        revisions.map { Numeric($0.value) }, revisions.map(\.currency),
        revisions.map(\.confidence.rawValue), revisions.map(\.source),
        revisions.map(\.leapConfirmed), revisions.map(\.isVoid),
      ])
  }
}

/// A revision that was just superseded.
struct SupersededObservation: Decodable, Sendable {
  let id: UUID
  let revision: Int
  let indicatorCode: String?
  let ownIndicatorId: UUID?
  let periodKind: Period.Kind
  let startsOn: CalendarDate
  let value: Decimal
  let currency: String?
  let confidence: Confidence
  let source: String?
  let leapConfirmed: Bool

  var period: Period { Period(periodKind, containing: startsOn) }
}

extension Query<ObservationRow> {
  static var observations: Self { Query("observation.list") }
  static var observationHistory: Self { Query("observation.history") }
}
extension Query<SupersededObservation> {
  static var supersedeObservations: Self { Query("observation.supersede") }
}
extension Command {
  static var insertObservations: Self { Command("observation.insert") }
}
