import Foundation
import Postgres

/// Something that happened in a firm, to be read beside its indicators and never as their cause.
package struct FirmEvent: Codable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case training, adoption, support
  }

  package let kind: Kind
  /// The month of completions; the day of anything else.
  package let occurredOn: CalendarDate
  package let count: Int
  /// The process that was digitised, or the content that was supported.
  package let name: LocalizedText?
  /// How far a process was, or whether support is approved or paid.
  package let stage: String?
  package let amountVnd: Int?
}

/// Completions month by month, stages of processes and support received, earliest first.
package struct ListFirmEvents: Lookup, Dated {
  package let from: CalendarDate
  package let to: CalendarDate
  /// No event after it.
  package let asOf: CalendarDate?
  package let knownAt: Date?

  package typealias Output = [FirmEvent]

  package static let name = "firm-event.list"
  package static let route = Route.get("/firm-events")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(from: CalendarDate, to: CalendarDate, asOf: CalendarDate?, knownAt: Date?) {
    self.from = from
    self.to = to
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package func check(_ problems: inout Problems) {
    if to < from { problems.add("to", "field.ends_before_it_starts") }
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<FirmEvent>.firmEvents.statement,
      [try context.firmID().uuid, from, asOf.map { min($0, to) } ?? to, context.knownAt])
  }

  package func output(from rows: Rows) throws -> [FirmEvent] {
    try rows.decode(FirmEvent.self)
  }
}

/// What is published of an indicator of the firms of one sector in a period.
package struct FirmPeer: Codable, Sendable {
  package let indicator: String
  package let period: Period
  package let state: PublishedCell.State
  /// Nil when suppressed, as is the next.
  package let firms: Int?
  /// The mean of these firms, the caller's among them.
  package let value: Double?
}

/// Published cells of the caller's sector: no other firm's figures, and none where too few firms stand
/// behind one.
package struct ListFirmPeers: Lookup, KnownThen {
  /// Codes of the catalogue; nothing is published of what a firm defined for itself.
  package let indicators: [String]
  /// The first period; its kind is that of all.
  package let from: Period
  package let to: Period
  /// Nil for now.
  package let knownAt: Date?

  package typealias Output = [FirmPeer]

  package static let name = "firm-peer.list"
  package static let route = Route.get("/firm-peers")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(indicators: [String], from: Period, to: Period, knownAt: Date?) {
    self.indicators = indicators
    self.from = from
    self.to = to
    self.knownAt = knownAt
  }

  package func check(_ problems: inout Problems) {
    if to.kind != from.kind { problems.add("to", "indicator.periods_of_one_kind") }
    if to < from { problems.add("to", "field.ends_before_it_starts") }
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<FirmPeerRow>.firmPeers.statement,
      [
        try context.firmID().uuid, indicators, from.kind.rawValue, from.startsOn, to.startsOn,
        context.knownAt,
      ])
  }

  package func output(from rows: Rows) throws -> [FirmPeer] {
    try rows.decode(FirmPeerRow.self).map { row in
      FirmPeer(
        indicator: row.indicator, period: Period(row.periodKind, containing: row.startsOn),
        state: row.state, firms: row.firms, value: row.value)
    }
  }
}

struct FirmPeerRow: Decodable, Sendable {
  let indicator: String
  let periodKind: Period.Kind
  let startsOn: CalendarDate
  let state: PublishedCell.State
  let firms: Int?
  let value: Double?
}

extension Query<FirmEvent> {
  static var firmEvents: Self { Query("firm_event.list") }
}
extension Query<FirmPeerRow> {
  static var firmPeers: Self { Query("firm_peer.list") }
}
