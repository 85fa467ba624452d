import Foundation
import Postgres

/// A panel that was read and checked as a whole, and what it would make; writes it firm by firm.
struct PanelWriter {
  let report: PanelReport
  private let provinceCode: String
  private let mapping: PanelMapping
  private let file: PanelFile
  private let known: PanelFirms
  private let app: App
  private let principal: Principal
  private let request: Request

  /// Throws `invalidInput` with the lines, and `conflict` for firms that are somebody else's.
  init(
    provinceCode: String, mapping: PanelMapping, csv: String, _ app: App, _ principal: Principal,
    _ request: Request
  ) async throws {
    self.provinceCode = provinceCode
    self.mapping = mapping
    self.app = app
    self.principal = principal
    // A key of the caller's would make every one of these the first one's repetition.
    self.request = Request.plain(id: request.id)
    file = try PanelFile(csv, mapping)
    known = try await app.perform(
      FindPanelFirms(
        provinceCode: provinceCode, mapping: mapping, units: file.firms.map(\.unit)),
      as: principal, request: self.request)
    report = PanelReport(file, mapping, known)
  }

  /// - Parameter done: told how many firms are written, after each.
  func write(_ done: (Int) async throws -> Void) async throws {
    for (index, (unit, rows)) in file.firms.enumerated() {
      try await write(unit, rows)
      try await done(index + 1)
    }
  }

  private func write(_ unit: String, _ rows: [PanelFile.Row]) async throws {
    let firm: ID<Firm>
    if let id = known.ids[unit] {
      firm = ID(id)
    } else {
      firm = ID(try await app.perform(newFirm(unit), as: principal, request: request).id)
    }
    let keeper = principal.acting(for: firm)
    let entries = rows.flatMap(entries)
    for start in stride(from: 0, to: entries.count, by: RecordObservations.most) {
      let part = Array(entries[start..<min(start + RecordObservations.most, entries.count)])
      _ = try await app.perform(
        RecordObservations(entries: part, reason: nil), as: keeper, request: request)
    }
    for row in rows {
      for (grant, _) in zip(mapping.grants, row.grants).filter(\.1) {
        try await record(grant, in: row.period, keeper)
      }
    }
  }

  private func newFirm(_ unit: String) -> CreateFirm {
    CreateFirm(
      code: mapping.code(of: unit), name: mapping.firmName(of: unit), taxCode: nil,
      vsicVersion: mapping.vsicVersion, vsicSection: mapping.vsicSection, vsicClass: nil,
      provinceCode: provinceCode, communeCode: nil)
  }

  private func entries(_ row: PanelFile.Row) -> [ObservationEntry] {
    zip(mapping.values, row.values).compactMap { column, value in
      value.map {
        ObservationEntry(
          indicator: column.indicator, period: row.period, value: WrittenValue(Decimal($0)),
          currency: column.currency, confidence: .declared, source: mapping.source,
          confirmsLeap: true)
      }
    }
  }

  /// Of an amount that nobody recorded, paid in the first days of its period. A file that was stopped
  /// half-way and comes again pays what it had only approved.
  private func record(
    _ grant: PanelMapping.Grant, in period: Period, _ keeper: Principal
  ) async throws(AppError) {
    let id: ID<Support>
    do {
      id = try await app.perform(
        RecordSupport(
          contentCode: grant.contentCode, object: grant.object, programmeId: nil, ruleCode: nil,
          costVnd: nil, approvedVnd: nil, approvedOn: period.startsOn, document: mapping.source),
        as: keeper, request: request
      ).id
    } catch  where error.rule == "constraint.the_same_content_is_supported_once_a_year" {
      let known = try await app.perform(
        ListSupport(year: nil, asOf: nil, knownAt: nil), as: keeper, request: request
      ).first {
        $0.contentCode == grant.contentCode && $0.object == grant.object
          && $0.approvedOn == period.startsOn
      }
      guard let known else {
        throw AppError.conflict(
          "panel.grant_differs", ["object": grant.object, "year": "\(period.year)"])
      }
      guard known.paidOn == nil else { return }
      id = known.id
    }
    _ = try await app.perform(
      PaySupport(supportId: id, paidVnd: nil, paidOn: period.startsOn),
      as: keeper, request: request)
  }
}

extension Principal {
  /// The same account at work for a firm that it has just brought in.
  fileprivate func acting(for firm: ID<Firm>) -> Principal {
    Principal(
      accountID: accountID, membershipID: membershipID, role: .hr, firmID: firm, employeeID: nil,
      unitIDs: [], providerID: nil, trainerID: nil, agencyID: nil, provinceCode: nil)
  }
}
