import Foundation
import Postgres

/// Brings a public panel in as firms with their observations and grants, through the same doors as
/// anybody's: so a study of the programme can be held against published figures. For a database of its
/// own: its firms count as firms of the province. The same file again changes nothing.
package struct ImportPanel: Workflow {
  package let provinceCode: String
  package let mapping: PanelMapping
  /// The text of the file, in UTF-8.
  package let csv: FileText
  /// True reads all of it and writes nothing.
  package let dryRun: Bool

  package init(provinceCode: String, mapping: PanelMapping, csv: String, dryRun: Bool) {
    self.provinceCode = provinceCode
    self.mapping = mapping
    self.csv = FileText(csv)
    self.dryRun = dryRun
  }

  package static let name = "panel.import"
  package static let route = Route.post("/panels")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(provinceCode, "provinceCode", limit: 2)
    mapping.check(&problems)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> ImportedPanel {
    let panel = try PanelFile(csv.text, mapping)
    // A key of the caller's would make every one of these the first one's repetition.
    let request = Request.plain(id: request.id)
    let known = try await app.perform(
      FindPanelFirms(
        provinceCode: provinceCode, mapping: mapping, units: panel.firms.map(\.unit)),
      as: principal, request: request)
    var report = ImportedPanel(firms: panel.firms.count, isWritten: !dryRun)
    for (unit, rows) in panel.firms {
      let entries = rows.flatMap(entries)
      report.observations += entries.count
      report.grants += rows.reduce(0) { $0 + $1.grants.count(where: \.self) }
      guard !dryRun else { continue }
      let firm: ID<Firm>
      if let id = known.ids[unit] {
        firm = ID(id)
      } else {
        firm = ID(try await app.perform(newFirm(unit), as: principal, request: request).id)
      }
      let keeper = principal.acting(for: firm)
      for start in stride(from: 0, to: entries.count, by: RecordObservations.most) {
        let part = Array(entries[start..<min(start + RecordObservations.most, entries.count)])
        _ = try await app.perform(
          RecordObservations(entries: part, reason: nil), as: keeper, request: request)
      }
      for row in rows {
        for (grant, _) in zip(mapping.grants, row.grants).filter(\.1) {
          try await record(grant, in: row.period, app, keeper, request)
        }
      }
    }
    return report
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

  /// Of an amount that nobody recorded, paid in the first days of its period.
  private func record(
    _ grant: PanelMapping.Grant, in period: Period, _ app: App, _ keeper: Principal,
    _ request: Request
  ) async throws(AppError) {
    do {
      let support = try await app.perform(
        RecordSupport(
          contentCode: grant.contentCode, object: grant.object, programmeId: nil, ruleCode: nil,
          costVnd: nil, approvedVnd: nil, approvedOn: period.startsOn, document: mapping.source),
        as: keeper, request: request)
      _ = try await app.perform(
        PaySupport(supportId: support.id, paidVnd: nil, paidOn: period.startsOn),
        as: keeper, request: request)
    } catch  where error.rule == "constraint.the_same_content_is_supported_once_a_year" {
      // It came in with the same file before.
    }
  }
}

/// What a panel came to.
package struct ImportedPanel: Codable, Sendable {
  package let firms: Int
  package fileprivate(set) var observations: Int
  package fileprivate(set) var grants: Int
  /// False after a dry run.
  package let isWritten: Bool

  fileprivate init(firms: Int, isWritten: Bool) {
    self.firms = firms
    self.isWritten = isWritten
    observations = 0
    grants = 0
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
