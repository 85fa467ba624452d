import Foundation
import Postgres

/// Part of a workflow; never offered by itself. Finds the firms of a panel that came in before, and
/// refuses codes that the catalogue does not have and firms that are somebody else's.
struct FindPanelFirms: UseCase {
  let provinceCode: String
  let mapping: PanelMapping
  let units: [String]

  static let name = ImportPanel.name
  static let route = ImportPanel.route
  static let permission = ImportPanel.permission
  static let access = Access.read

  func run(in session: Session) async throws -> PanelFirms {
    var problems = Problems()
    for (index, value) in mapping.values.enumerated()
    where try await session.fetchOne(.studyIndicator, value.indicator) == nil {
      problems.add("mapping.values[\(index)].indicator", "study.unknown_indicator")
    }
    for (index, grant) in mapping.grants.enumerated()
    where try await session.fetchOne(.panelContent, grant.contentCode) == nil {
      problems.add("mapping.grants[\(index)].contentCode", "panel.unknown_content")
    }
    for unit in units { problems.requireCode(mapping.code(of: unit), "mapping.unit") }
    try problems.throwIfAny()
    let codes = units.map(mapping.code(of:))
    let found = try await session.fetchAll(.panelFirms, provinceCode, codes)
    let byCode = Dictionary(found.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var ids: [String: UUID] = [:]
    for unit in units {
      guard let firm = byCode[mapping.code(of: unit)] else { continue }
      guard firm.name == mapping.firmName(of: unit), !firm.hasPeople else {
        throw AppError.conflict("panel.firm_is_another", ["code": firm.code])
      }
      ids[unit] = firm.id
    }
    return PanelFirms(ids: ids)
  }
}

/// Ids of firms by the names that the panel has for them.
struct PanelFirms: Codable, Sendable {
  let ids: [String: UUID]
}

struct PanelFirmRow: Decodable, Sendable {
  let id: UUID
  let code: String
  let name: String
  /// Somebody signs in for it: it is no firm of a panel.
  let hasPeople: Bool
}

struct PanelContent: Decodable, Sendable {
  let code: String
}

extension Query<PanelFirmRow> {
  static var panelFirms: Self { Query("panel.firms") }
}

extension Query<PanelContent> {
  static var panelContent: Self { Query("panel.support_content") }
}
