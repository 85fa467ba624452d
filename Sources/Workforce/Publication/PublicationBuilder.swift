import Foundation
import Logging
import Postgres

/// Publishes the cells of a period from the firms' rows, all measures of all provinces at once: a first edition
/// of what was never published, and a next one of what changed, as far as it may be told.
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

  /// What a look at a period came to.
  package struct Outcome: Sendable, Equatable {
    /// Cells of new editions.
    package var cells = 0
    /// Changes of firms that wait for others to be published with.
    package var held = 0
  }

  /// Two that publish at once would each tell what the other did not count, so the later one begins anew.
  ///
  /// - Parameter now: asked when the firms' rows are about to be read: they were so at this moment.
  /// - Parameter margin: seconds in which somebody who writes rows may not be done: what was written in them is
  ///   looked at once more.
  @discardableResult
  package func publish(
    _ period: Period, today: CalendarDate, margin: TimeInterval = 0, now: @Sendable () -> Date
  ) async throws -> Outcome {
    for _ in 1..<4 {
      do {
        return try await publishOnce(period, today: today, margin: margin, now: now)
      } catch let error as PostgresError where error.isOfAnotherAtWork {
        logger.debug("cells are published by another", metadata: ["period": "\(period)"])
      }
    }
    return try await publishOnce(period, today: today, margin: margin, now: now)
  }

  private func publishOnce(
    _ period: Period, today: CalendarDate, margin: TimeInterval, now: @Sendable () -> Date
  ) async throws -> Outcome {
    try await pool.transaction(Self.settings) { transaction in
      let now = now()
      guard
        let rule = try await transaction.fetch(
          Call(Query<PublicationSetting>.publicationSetting.statement, [today])
        ).decode(PublicationSetting.self).first?.rule
      else { throw PostgresError.misuse("the settings of publication have no row") }
      let edition = EditionWriter(period, now: now, transaction)
      let changes = try await edition.changes()
      let begun = try await edition.begin()
      guard !begun.isEmpty || !changes.isEmpty else {
        try await edition.note(held: 0, lookedAt: now - margin)
        return Outcome()
      }
      let sums = Dictionary(grouping: try await edition.sums()) { TableName($0) }
      let present = Dictionary(grouping: try await edition.present()) { TableName($0) }
      var outcome = Outcome()
      for name in Set(sums.keys).union(changes.keys).sorted() {
        if begun.contains(name) {
          outcome.cells += try await edition.replace(
            name, present[name] ?? [], by: Self.cells(of: sums[name] ?? [], rule))
        } else if let changed = changes[name] {
          let release = Release(
            name, changed, sums: sums[name] ?? [], present: present[name] ?? [], rule)
          let decision = try await release.decide(edition)
          outcome.held += changed.count - decision.released.count
          outcome.cells += try await edition.write(decision, of: release)
        }
      }
      try await edition.note(held: outcome.held, lookedAt: now - margin)
      return outcome
    }
  }

  /// Publishes what changed since it was last looked at.
  package func catchUp(
    today: CalendarDate, margin: TimeInterval = 0, now: @Sendable () -> Date
  ) async throws {
    let behind = try await pool.transaction(Self.settings) { transaction in
      try await transaction.fetch(Call(Query<StalePeriod>.unpublishedPeriods.statement, []))
        .decode(StalePeriod.self)
    }
    for row in behind {
      let period = Period(row.periodKind, containing: row.startsOn)
      let outcome = try await publish(period, today: today, margin: margin, now: now)
      logger.debug(
        "cells are published",
        metadata: [
          "period": "\(period)", "cells": "\(outcome.cells)", "held": "\(outcome.held)",
        ])
    }
  }

  /// One table with its margins; cells without any firm are left out.
  private static func cells(of rows: [SectorSum], _ rule: PublicationRule) -> [EditionCell] {
    guard let nature = rows.first?.nature else { return [] }
    let axis = CellAxis(sectors: rows.map(\.sector))
    let table = CellTable(axis.cells(rows), nature, rule)
    return table.places.compactMap { place in
      guard table[place].firms > 0 else { return nil }
      return EditionCell(
        sector: axis.sector(place), sizeCode: axis.size(place),
        sum: table.suppressed.contains(place) ? nil : table[place])
    }
  }

  /// One picture of the firms for the sums, and for the changes that are weighed against them.
  private static let settings = TransactionSettings(
    access: .write, isolation: .repeatableRead, role: "kynang_loader", settings: [],
    statementTimeout: .zero)
}

extension PostgresError {
  fileprivate var isOfAnotherAtWork: Bool {
    guard case .server(let error) = self else { return false }
    return error.sqlState == .serializationFailure || error.sqlState == .uniqueViolation
  }
}

struct SectorSum: Decodable, Sendable, NamesTable {
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

extension Query<PublicationSetting> {
  static var publicationSetting: Self { Query("published_cell.setting") }
}

extension Query<StalePeriod> {
  static var unpublishedPeriods: Self { Query("published_cell.behind") }
}
