import Crypto
import Foundation
import Postgres

/// Reads a panel as a whole and keeps it with what it would make. Nothing comes in before
/// `panel-import.start`.
package struct PreparePanelImport: Workflow {
  package let provinceCode: String
  package let mapping: PanelMapping
  package let fileName: String
  /// The text of the file, in UTF-8.
  package let csv: FileText

  package init(provinceCode: String, mapping: PanelMapping, fileName: String, csv: String) {
    self.provinceCode = provinceCode
    self.mapping = mapping
    self.fileName = fileName
    self.csv = FileText(csv)
  }

  package static let name = "panel-import.prepare"
  package static let route = Route.post("/panel-imports")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.checkPanel(provinceCode, mapping)
    problems.require(fileName, "fileName", limit: 200)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> PanelImport {
    let writer = try await PanelWriter(
      provinceCode: provinceCode, mapping: mapping, csv: csv.text, app, principal, request)
    return try await app.perform(
      KeepPanel(
        provinceCode: provinceCode, mapping: mapping, fileName: fileName, csv: csv.text,
        report: writer.report),
      as: principal, request: request)
  }
}

/// Part of a workflow; never offered by itself. Keeps a panel that was read.
struct KeepPanel: UseCase {
  let provinceCode: String
  let mapping: PanelMapping
  let fileName: String
  let csv: String
  let report: PanelReport

  static let name = PreparePanelImport.name
  static let route = PreparePanelImport.route
  static let permission = PreparePanelImport.permission
  static let access = Access.write

  func run(in session: Session) async throws -> PanelImport {
    let id: ID<PanelImport> = session.newID()
    let checksum = SHA256.hash(data: Data(csv.utf8)).hexadecimal
    try await session.execute(
      Command("panel_import.insert"), id.uuid, provinceCode, try JSONText(of: mapping), fileName,
      csv,
      checksum, try JSONText(of: report), report.firms, session.now,
      session.principal.accountID.uuid, session.principal.membershipID.uuid)
    session.recordAudit(
      [id.uuid], changes: [AuditChange("file", before: nil, after: checksum)], reason: nil)
    return try await session.find("panel_import", .panelImport, id.uuid)
  }
}

/// Brings a panel in, beside the requests. One that failed is begun again: what it wrote stays, and is
/// not written twice.
package struct StartPanelImport: UseCase {
  package let panelImportId: ID<PanelImport>

  package init(panelImportId: ID<PanelImport>) {
    self.panelImportId = panelImportId
  }

  package static let name = "panel-import.start"
  package static let route = Route.post("/panel-imports/{panelImportId}/start")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package func run(in session: Session) async throws -> PanelImport {
    _ = try await session.find("panel_import", .panelImport, panelImportId.uuid)
    let principal = session.principal
    guard
      try await session.fetchOne(
        .startPanel, panelImportId.uuid, principal.accountID.uuid, principal.membershipID.uuid)
        != nil
    else {
      throw AppError.conflict("panel.not_waiting")
    }
    session.recordAudit([panelImportId.uuid], changes: [], reason: nil)
    return try await session.find("panel_import", .panelImport, panelImportId.uuid)
  }
}

/// Throws a panel away that is not to come in. Firms that a failed one made stay.
package struct DiscardPanelImport: UseCase {
  package let panelImportId: ID<PanelImport>

  package init(panelImportId: ID<PanelImport>) {
    self.panelImportId = panelImportId
  }

  package static let name = "panel-import.discard"
  package static let route = Route.post("/panel-imports/{panelImportId}/discard")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package func run(in session: Session) async throws -> PanelImport {
    _ = try await session.find("panel_import", .panelImport, panelImportId.uuid)
    guard try await session.fetchOne(.discardPanel, panelImportId.uuid, session.now) != nil else {
      throw AppError.conflict("panel.not_waiting")
    }
    session.recordAudit([panelImportId.uuid], changes: [], reason: nil)
    return try await session.find("panel_import", .panelImport, panelImportId.uuid)
  }
}

extension JSONText {
  init(of value: some Encodable) throws {
    self.init(utf8: [UInt8](try JSONCoding.encoder().encode(value)))
  }
}

struct PanelImportMark: Decodable, Sendable {
  let id: UUID
}

extension Query<PanelImportMark> {
  static var startPanel: Self { Query("panel_import.start") }
  static var discardPanel: Self { Query("panel_import.discard") }
}
