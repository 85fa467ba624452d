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
package struct ListFirmEvents: Lookup {
  package let from: CalendarDate
  package let to: CalendarDate

  package typealias Output = [FirmEvent]

  package static let name = "firm-event.list"
  package static let route = Route.get("/firm-events")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(from: CalendarDate, to: CalendarDate) {
    self.from = from
    self.to = to
  }

  package func check(_ problems: inout Problems) {
    if to < from { problems.add("to", "field.ends_before_it_starts") }
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<FirmEvent>.firmEvents.statement, [try context.firmID().uuid, from, to])
  }

  package func output(from rows: Rows) throws -> [FirmEvent] {
    try rows.decode(FirmEvent.self)
  }
}

/// What is published of firms of the same sector in a period.
package struct FirmPeer: Codable, Sendable {
  package let startsOn: CalendarDate
  /// `published`, or `suppressed` without a value.
  package let state: String
  package let firms: Int?
  package let value: Double?
}

/// Published cells of the caller's sector: no other firm's figures, and none where too few firms stand
/// behind one.
package struct ListFirmPeers: Lookup {
  package let indicator: String
  /// The first period; its kind is that of all.
  package let from: Period
  package let to: Period

  package typealias Output = [FirmPeer]

  package static let name = "firm-peer.list"
  package static let route = Route.get("/firm-peers")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(indicator: String, from: Period, to: Period) {
    self.indicator = indicator
    self.from = from
    self.to = to
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<FirmPeer>.firmPeers.statement,
      [
        try context.firmID().uuid, indicator, from.kind.rawValue, from.startsOn, to.startsOn,
      ])
  }

  package func output(from rows: Rows) throws -> [FirmPeer] {
    try rows.decode(FirmPeer.self)
  }
}

extension Query<FirmEvent> {
  static var firmEvents: Self { Query("firm_event.list") }
}
extension Query<FirmPeer> {
  static var firmPeers: Self { Query("firm_peer.list") }
}
