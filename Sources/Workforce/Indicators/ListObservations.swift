import Foundation
import Postgres

/// What a firm reported, latest periods first, as known at any moment.
package struct ListObservations: Lookup, Dated {
  package let indicator: String?
  package let kind: Period.Kind?
  package let from: CalendarDate?
  package let to: CalendarDate?
  package let asOf: CalendarDate?
  package let knownAt: Date?
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<Observation>

  package static let name = "observation.list"
  package static let route = Route.get("/observations")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(
    indicator: String?, kind: Period.Kind?, from: CalendarDate?, to: CalendarDate?,
    asOf: CalendarDate?, knownAt: Date?, after: String?, limit: Int?
  ) {
    self.indicator = indicator
    self.kind = kind
    self.from = from
    self.to = to
    self.asOf = asOf
    self.knownAt = knownAt
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let key = try PageKey(after, parts: 3)
    var startsOn: CalendarDate?
    if let key {
      guard let day = CalendarDate(key.parts[0]) else {
        throw AppError.invalid("after", "field.malformed")
      }
      startsOn = day
    }
    return Call(
      Query<ObservationRow>.observations.statement,
      [
        try context.firmID().uuid, indicator, kind?.rawValue, from, to,
        asOf ?? CalendarDate.farFuture, context.knownAt, startsOn, key?.parts[1], key?.parts[2],
        pageSize + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<Observation> {
    Page(try rows.decode(ObservationRow.self).map { Observation($0) }, limit: pageSize) {
      ["\($0.period.startsOn)", $0.period.kind.rawValue, $0.indicator]
    }
  }

  private var pageSize: Int { limit ?? Page<Observation>.usualLimit }
}

/// Every revision of one value, latest first.
package struct ShowObservationHistory: Lookup {
  package let observationId: ID<Observation>

  package typealias Output = [Observation]

  package static let name = "observation.history"
  package static let route = Route.get("/observations/{observationId}/history")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(observationId: ID<Observation>) {
    self.observationId = observationId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<ObservationRow>.observationHistory.statement,
      [try context.firmID().uuid, observationId.uuid])
  }

  package func output(from rows: Rows) throws -> [Observation] {
    let revisions = try rows.decode(ObservationRow.self).map { Observation($0) }
    guard !revisions.isEmpty else { throw AppError.notFound("observation") }
    return revisions
  }
}
