import Foundation
import Logging
import Postgres

/// Makes the published cells of a period from the firms' rows, all measures of all provinces at once.
package struct PublicationBuilder: Sendable {
  package static let sizes = ["micro", "small", "medium", "not_sme", "unknown"]
  package static let all = "*"

  private let pool: Pool
  private let logger: Logger

  /// - Parameter pool: of a login that may become `kynang_loader`.
  package init(pool: Pool, logger: Logger) {
    self.pool = pool
    self.logger = logger
  }

  /// Returns the number of cells.
  @discardableResult
  package func publish(_ period: Period, today: CalendarDate, now: Date) async throws -> Int {
    try await pool.transaction(Self.settings) { transaction in
      guard
        let rule = try await transaction.fetch(
          Call(Query<PublicationSetting>.publicationSetting.statement, [today])
        ).decode(PublicationSetting.self).first?.rule
      else { throw PostgresError.misuse("the settings of publication have no row") }
      let binds: [any PostgresEncodable] = [period.kind.rawValue, period.startsOn]
      let sums = try await transaction.fetch(
        Call(Query<SectorSum>.sectorSums.statement, binds)
      ).decode(SectorSum.self)
      let cells = Self.cells(of: sums, rule)
      _ = try await transaction.execute(Call(Command("published_cell.forget").statement, binds))
      let contents: [any PostgresEncodable] = [
        cells.map(\.provinceCode), cells.map(\.measure), cells.map(\.sector),
        cells.map(\.sizeCode), cells.map { $0.sum == nil ? "suppressed" : "published" },
        cells.map { $0.sum?.firms }, cells.map { $0.sum?.persons }, cells.map { $0.sum?.total },
        now,
      ]
      _ = try await transaction.execute(
        Call(Command("published_cell.insert").statement, binds + contents))
      return cells.count
    }
  }

  /// Publishes what changed since it was last published.
  package func catchUp(today: CalendarDate, now: Date) async throws {
    let behind = try await pool.transaction(Self.settings) { transaction in
      try await transaction.fetch(Call(Query<StalePeriod>.unpublishedPeriods.statement, []))
        .decode(StalePeriod.self)
    }
    for row in behind {
      let period = Period(row.periodKind, containing: row.startsOn)
      let count = try await publish(period, today: today, now: now)
      logger.debug("cells are published", metadata: ["period": "\(period)", "cells": "\(count)"])
    }
  }

  struct Cell {
    let provinceCode: String
    let measure: String
    let sector: String
    let sizeCode: String
    /// Nil when suppressed.
    let sum: CellSum?
  }

  /// Every table with its margins; cells without any firm are left out.
  static func cells(of sums: [SectorSum], _ rule: PublicationRule) -> [Cell] {
    let tables = Dictionary(grouping: sums) { [$0.provinceCode, $0.measure] }
    return tables.values.flatMap { rows -> [Cell] in
      guard let first = rows.first else { return [] }
      let sectors = Set(rows.map(\.sector)).sorted()
      let bySector = Dictionary(grouping: rows, by: \.sector)
      let table = CellTable(
        sectors.map { sector in
          sizes.map { size in
            bySector[sector]?.first { $0.sizeCode == size }?.sum ?? .empty
          }
        }, first.nature, rule)
      return table.places.compactMap { place in
        guard table[place].firms > 0 else { return nil }
        return Cell(
          provinceCode: first.provinceCode, measure: first.measure,
          sector: place.row < sectors.count ? sectors[place.row] : all,
          sizeCode: place.column < sizes.count ? sizes[place.column] : all,
          sum: table.suppressed.contains(place) ? nil : table[place])
      }
    }
  }

  private static let settings = TransactionSettings(
    access: .write, isolation: .readCommitted, role: "kynang_loader", settings: [],
    statementTimeout: .zero)
}

struct SectorSum: Decodable, Sendable {
  let provinceCode: String
  let measure: String
  let nature: PublicationRule.Nature
  let sector: String
  let sizeCode: String
  let firms: Int
  let persons: Int
  let total: Double
  let largest: Double
  let secondLargest: Double
  let magnitude: Double

  var sum: CellSum {
    CellSum(
      firms: firms, persons: persons, total: total, magnitude: magnitude, largest: largest,
      secondLargest: secondLargest)
  }
}

struct PublicationSetting: Decodable, Sendable {
  let minimumFirms: Int
  let minimumPersons: Int
  let largestFirmPct: Int
  let twoLargestFirmsPct: Int

  var rule: PublicationRule {
    PublicationRule(
      minimumFirms: minimumFirms, minimumPersons: minimumPersons, largestFirmPct: largestFirmPct,
      twoLargestFirmsPct: twoLargestFirmsPct)
  }
}

extension Query<SectorSum> {
  static var sectorSums: Self { Query("published_cell.sums") }
}

extension Query<PublicationSetting> {
  static var publicationSetting: Self { Query("published_cell.setting") }
}

extension Query<StalePeriod> {
  static var unpublishedPeriods: Self { Query("published_cell.behind") }
}
