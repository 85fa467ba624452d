import Crypto
import Econometrics
import Foundation

/// The panel of a study for other software: firms under numbers that mean nothing elsewhere.
package struct ExportStudy: Workflow {
  package let studyId: ID<ImpactStudy>

  package init(studyId: ID<ImpactStudy>) {
    self.studyId = studyId
  }

  package static let name = "study.export"
  package static let route = Route.post("/studies/{studyId}/panel")
  package static let permission = Permission.exportPanels
  package static let access = Access.write

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> StudyPanelFile {
    let study = try await app.perform(
      RecordPanelExport(studyId: studyId), as: principal, request: request)
    let description = study.description
    let rows = try await app.readPanel(description, province: study.provinceCode)
    let prices = try await app.prices(description.deflatorSeries)
    let key = SymmetricKey(size: .bits256)
    return try await app.studies.perform {
      let panel = StudyPanel(rows, description, prices: prices)
      return StudyPanelFile(
        checksum: try panel.checksum(), sections: panel.sections, csv: try panel.csv(key))
    }
  }
}

/// A panel as comma-separated values.
package struct StudyPanelFile: Codable, Sendable {
  /// SHA-256 of the panel, as the runs of the study carry it.
  package let checksum: String
  /// Names of the sectors by the number that the column `sector` uses.
  package let sections: [String]
  package let csv: String
}

struct ExportedStudy: Codable, Sendable {
  let provinceCode: String
  let description: StudyDescription
}

/// Part of a workflow; never offered by itself.
struct RecordPanelExport: UseCase {
  let studyId: ID<ImpactStudy>

  static let name = ExportStudy.name
  static let route = ExportStudy.route
  static let permission = ExportStudy.permission
  static let access = ExportStudy.access

  func run(in session: Session) async throws -> ExportedStudy {
    let study = try await session.find("study", .study, studyId.uuid, session.studyAgency())
    session.recordAudit([studyId.uuid], changes: [], reason: nil)
    return ExportedStudy(provinceCode: study.provinceCode, description: try study.parsed())
  }
}

extension StudyPanel {
  /// Firms are named by a keyed hash and sorted by it, so that neither name nor place tells who they
  /// are; the key is thrown away, so that two exports cannot be put together.
  func csv(_ key: SymmetricKey) throws(StudyRefusal) -> String {
    let names = firms.map { id in
      let bytes = withUnsafeBytes(of: id.uuid) { Data($0) }
      return HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(8)
        .map { String(format: "%02x", $0) }.joined()
    }
    let columns = table.names.filter { $0 != ImpactColumn.firm && $0 != StudyColumn.commune }
    var values: [[Double]] = []
    for column in columns { values.append(try table.numbers(column)) }
    let firm = try table.numbers(ImpactColumn.firm)
    var lines: [String] = []
    for row in firm.indices.sorted(by: { (names[Int(firm[$0])], $0) < (names[Int(firm[$1])], $1) })
    {
      let numbers = values.map { Self.text($0[row]) }
      lines.append(([names[Int(firm[row])]] + numbers).joined(separator: ","))
    }
    return ([([ImpactColumn.firm] + columns).joined(separator: ",")] + lines)
      .joined(separator: "\n") + "\n"
  }

  private static func text(_ value: Double) -> String {
    if value.isNaN { return "" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }
}
