import Postgres

/// A section of the standard industrial classification (VSIC).
package struct Sector: Codable, Sendable {
  package let version: String
  package let section: String
  package let name: LocalizedText
  /// The group of sizes it falls under: `industry_agri` or `trade_services`.
  package let sectorGroup: String
  package let predecessorVersion: String?
  package let predecessorSection: String?
  /// Whether the predecessor came over `whole` or in `part`.
  package let predecessorPart: String?
  package let validFrom: CalendarDate
  package let validTo: CalendarDate?
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

/// The sections in force on a day, today when none is named.
package struct ListSectors: Lookup {
  package let asOf: CalendarDate?

  package typealias Output = [Sector]

  package static let name = "sector.list"
  package static let route = Route.get("/sectors")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(asOf: CalendarDate?) {
    self.asOf = asOf
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<Sector>.sectors.statement, [asOf ?? CalendarDate.inVietnam(at: context.now)])
  }

  package func output(from rows: Rows) throws -> [Sector] {
    try rows.decode(Sector.self)
  }
}

extension Query<Sector> {
  static var sectors: Self { Query("sector.list") }
}
