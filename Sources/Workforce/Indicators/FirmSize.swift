import Foundation
import Postgres

package enum SizeCode: String, Codable, Sendable, CaseIterable {
  case micro, small, medium
  case notSME = "not_sme"
}

/// Up to where a firm has a size by law.
package struct SizeThreshold: Codable, Sendable {
  package let ruleId: String
  package let sectorGroup: String
  package let sizeCode: SizeCode
  package let name: LocalizedText
  package let maxSiWorkers: Int
  package let maxRevenueVnd: Int
  package let maxCapitalVnd: Int
  package let validFrom: CalendarDate
  package let validTo: CalendarDate?
  package let source: String?

  /// Workers, and revenue or capital. A figure that is not there passes no test.
  package func holds(siWorkers: Decimal, revenueVnd: Int?, capitalVnd: Int?) -> Bool {
    let passesByRevenue = revenueVnd.map { $0 <= maxRevenueVnd } ?? false
    let passesByCapital = capitalVnd.map { $0 <= maxCapitalVnd } ?? false
    return siWorkers <= Decimal(maxSiWorkers) && (passesByRevenue || passesByCapital)
  }
}

/// The size class of a firm in a year, with its inputs and the rule that gave it.
package struct FirmSize: Codable, Sendable {
  package let id: ID<FirmSize>
  package let revision: Int
  package let year: Int
  package let vsicVersion: String
  package let vsicSection: String
  package let sectorGroup: String
  /// Of the year before, as are revenue and capital.
  package let siWorkers: Decimal
  package let revenueVnd: Int?
  package let capitalVnd: Int?
  package let sizeCode: SizeCode
  /// Nil when no rule holds: the firm is larger.
  package let ruleId: String?
  package let sizeName: LocalizedText?
  package let ruleSource: String?
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String?
  package let isVoid: Bool
}

extension Query<SizeThreshold> {
  static var sizeThresholds: Self { Query("size_threshold.list") }
}
extension Query<FirmSize> {
  static var firmSizes: Self { Query("firm_size.list") }
  static var firmSizeHistory: Self { Query("firm_size.history") }
}

/// The thresholds in force on a day, today when none is named.
package struct ListSizeThresholds: Lookup {
  package let asOf: CalendarDate?

  package typealias Output = [SizeThreshold]

  package static let name = "size-threshold.list"
  package static let route = Route.get("/size-thresholds")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(asOf: CalendarDate?) {
    self.asOf = asOf
  }

  package func call(in context: LookupContext) -> Call {
    Call(Query<SizeThreshold>.sizeThresholds.statement, [asOf ?? context.today])
  }

  package func output(from rows: Rows) throws -> [SizeThreshold] {
    try rows.decode(SizeThreshold.self)
  }
}

/// The sizes of the caller's firm, latest year first.
package struct ListFirmSizes: Lookup, Dated {
  package let year: Int?
  package let asOf: CalendarDate?
  package let knownAt: Date?

  package typealias Output = [FirmSize]

  package static let name = "firm-size.list"
  package static let route = Route.get("/firm-sizes")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(year: Int?, asOf: CalendarDate?, knownAt: Date?) {
    self.year = year
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 1990...2100)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<FirmSize>.firmSizes.statement,
      [try context.firmID().uuid, year ?? asOf?.year, context.knownAt])
  }

  package func output(from rows: Rows) throws -> [FirmSize] {
    try rows.decode(FirmSize.self)
  }
}

/// The size of the caller's firm in one year.
package struct ShowFirmSize: UseCase {
  package let year: Int

  package static let name = "firm-size.show"
  package static let route = Route.get("/firm-sizes/{year}")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(year: Int) {
    self.year = year
  }

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 1990...2100)
  }

  package func run(in session: Session) async throws -> FirmSize {
    try await session.firmSize(of: year)
  }
}

/// Every revision of the size of a year, latest first.
package struct ShowFirmSizeHistory: Lookup {
  package let year: Int

  package typealias Output = [FirmSize]

  package static let name = "firm-size.history"
  package static let route = Route.get("/firm-sizes/{year}/history")
  package static let permission = Permission.readFigures
  package static let access = Access.read

  package init(year: Int) {
    self.year = year
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<FirmSize>.firmSizeHistory.statement, [try context.firmID().uuid, year])
  }

  package func output(from rows: Rows) throws -> [FirmSize] {
    let revisions = try rows.decode(FirmSize.self)
    guard !revisions.isEmpty else { throw AppError.notFound("firm_size") }
    return revisions
  }
}

extension Session {
  func firmSize(of year: Int) async throws -> FirmSize {
    let sizes = ListFirmSizes(year: year, asOf: nil, knownAt: nil)
    guard let size = try await sizes.run(in: self).first else {
      throw AppError.notFound("firm_size")
    }
    return size
  }
}
