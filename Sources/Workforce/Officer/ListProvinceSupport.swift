import Foundation
import Postgres

/// What a programme approved and paid in a year, in whole đồng.
package struct ProgrammeSupport: Codable, Sendable {
  /// Nil for support outside any programme on record.
  package let programmeId: UUID?
  package let name: String?
  package let budgetVnd: Int?
  package let supports: Int
  /// Supports of which no amount is known; they are in none of the sums.
  package let withoutAmount: Int
  package let approvedVnd: Int
  package let paidVnd: Int
}

/// Support that the officer's province approved in a year, by programme, now or as known at a moment.
package struct ListProvinceSupport: Lookup, KnownThen {
  package let year: Int
  /// Nil for now.
  package let knownAt: Date?

  package typealias Output = [ProgrammeSupport]

  package static let name = "province-support.list"
  package static let route = Route.get("/province/support/{year}")
  package static let permission = Permission.readPublished
  package static let access = Access.read

  package init(year: Int, knownAt: Date?) {
    self.year = year
    self.knownAt = knownAt
  }

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 2000...2100)
  }

  package func call(in context: LookupContext) throws -> Call {
    guard let province = context.principal.provinceCode else { throw AppError.forbidden }
    return Call(
      Query<ProgrammeSupport>.provinceSupport.statement, [province, year, context.knownAt])
  }

  package func output(from rows: Rows) throws -> [ProgrammeSupport] {
    try rows.decode(ProgrammeSupport.self)
  }
}

extension Query<ProgrammeSupport> {
  static var provinceSupport: Self { Query("support.by_programme") }
}

/// A firm as an officer sees it: what it does with public money, and nothing that it measures of itself.
package struct ProvinceFirm: Codable, Sendable {
  package let id: ID<Firm>
  package let code: String
  package let name: String
  package let vsicVersion: String
  package let vsicSection: String
  package let communeName: LocalizedText?
  /// In runs that started in the year.
  package let seatsTaken: Int
  package let supports: Int
  package let approvedVnd: Int
  package let paidVnd: Int
}

/// Firms of the officer's province by name, found without marks or by code.
package struct ListProvinceFirms: Lookup {
  package let year: Int
  package let search: String?
  /// `version/section`.
  package let sector: String?
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<ProvinceFirm>

  package static let name = "province-firm.list"
  package static let route = Route.get("/province/firms/{year}")
  package static let permission = Permission.readPublished
  package static let access = Access.read

  package init(year: Int, search: String?, sector: String?, after: String?, limit: Int?) {
    self.year = year
    self.search = search
    self.sector = sector
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 2000...2100)
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    guard let province = context.principal.provinceCode else { throw AppError.forbidden }
    let key = try PageKey(after, parts: 2)
    let wanted = search.map { FoldedText($0).value }
    return Call(
      Query<ProvinceFirm>.provinceFirms.statement,
      [
        province, wanted.flatMap { $0.isEmpty ? nil : $0 }, sector, key?.parts[0], try key?.id(1),
        pageSize + 1, year,
      ])
  }

  package func output(from rows: Rows) throws -> Page<ProvinceFirm> {
    Page(try rows.decode(ProvinceFirm.self), limit: pageSize) { [$0.name, $0.id.description] }
  }

  private var pageSize: Int { limit ?? Page<ProvinceFirm>.usualLimit }
}

extension Query<ProvinceFirm> {
  static var provinceFirms: Self { Query("province_firm.list") }
}
