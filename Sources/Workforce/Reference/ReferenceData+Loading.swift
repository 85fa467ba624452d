import Foundation
import Postgres

extension ReferenceData {
  /// Brings the catalogue of a database to these rows, and says how many rows that changed: none
  /// the second time.
  ///
  /// Throws `ReferenceConflict` when that would change the meaning of a framework that is loaded.
  @discardableResult
  package func load(in transaction: Transaction) async throws -> Int {
    try await refuseConflicts(in: transaction)
    // In the order of their foreign keys, all in one round trip.
    let calls =
      placeCalls + frameworkCalls + crosswalkCalls + roleCalls + ruleCalls + indicatorCalls
      + supportCalls + targetCalls
    return try await transaction.pipeline(calls).reduce(0) { $0 + $1.affected }
  }

  private struct StoredFramework: Decodable {
    let code: String
    let version: String
    let kind: String
    let levelCount: Int?
  }

  private struct StoredCompetency: Decodable {
    let framework: String
    let code: String
    let area: String?
  }

  private func refuseConflicts(in transaction: Transaction) async throws {
    let storedFrameworks = try await transaction.fetch(
      Call(Statement(named: "reference.frameworks"), [])
    ).decode(StoredFramework.self)
    for stored in storedFrameworks {
      guard let shipped = frameworks.first(where: { $0.code == stored.code }) else { continue }
      guard shipped.version == stored.version, shipped.kind.rawValue == stored.kind,
        shipped.levelCount == stored.levelCount
      else { throw ReferenceConflict.changedFramework(code: stored.code) }
    }
    let storedCompetencies = try await transaction.fetch(
      Call(Statement(named: "reference.competencies"), [frameworks.map(\.code)])
    ).decode(StoredCompetency.self)
    let shipped = Dictionary(uniqueKeysWithValues: competencies.map { ($0.id, $0) })
    for stored in storedCompetencies {
      guard let row = shipped[ReferenceID.competency(stored.framework, stored.code)] else {
        throw ReferenceConflict.removedCompetency(framework: stored.framework, code: stored.code)
      }
      guard row.area == stored.area else {
        throw ReferenceConflict.movedCompetency(framework: stored.framework, code: stored.code)
      }
    }
  }

  /// Every statement that loads rows takes their status, source and note last.
  func call(
    _ name: String, _ columns: [any PostgresEncodable], _ provenances: [Provenance]
  ) -> Call {
    let certainty: [any PostgresEncodable] = [
      provenances.map(\.status.rawValue), provenances.map(\.source),
      provenances.map { $0.note?.json },
    ]
    return Call(Statement(named: name), columns + certainty)
  }

  private var placeCalls: [Call] {
    [
      call(
        "reference.upsert_provinces",
        [
          provinces.map(\.code), provinces.map(\.name.vi), provinces.map(\.name.en),
          provinces.map(\.fullName.vi), provinces.map(\.fullName.en), provinces.map(\.kind),
          provinces.map { $0.formerCodes.joined(separator: "|") },
          provinces.map { $0.formerNames.joined(separator: "|") },
        ], provinces.map(\.provenance)),
      call(
        "reference.upsert_communes",
        [
          communes.map(\.code), communes.map(\.provinceCode), communes.map(\.name.vi),
          communes.map(\.name.en), communes.map(\.fullNameVi), communes.map(\.kind),
          communes.map(\.formerProvince),
        ], communes.map(\.provenance)),
      call(
        "reference.upsert_vsic_sections",
        [
          sections.map(\.version), sections.map(\.letter), sections.map(\.name.vi),
          sections.map(\.name.en), sections.map(\.sectorGroup), sections.map(\.predecessorVersion),
          sections.map(\.predecessorLetter), sections.map(\.predecessorPart),
          sections.map(\.validFrom), sections.map(\.validTo),
        ], sections.map(\.provenance)),
    ]
  }

  private var ruleCalls: [Call] {
    [
      call(
        "reference.upsert_evidence_grades",
        [
          grades.map(\.code), grades.map(\.rank), grades.map(\.name.vi), grades.map(\.name.en),
          grades.map(\.closesGap),
        ], grades.map(\.provenance)),
      call(
        "reference.insert_policy_settings",
        [
          settings.map(\.key), settings.map(\.value), settings.map(\.unit),
          settings.map(\.validFrom), settings.map(\.validTo),
        ], settings.map(\.provenance)),
      call(
        "reference.upsert_holidays",
        [
          holidays.map(\.day), holidays.map(\.name.vi), holidays.map(\.name.en),
          holidays.map(\.kind),
          holidays.map { $0.inLieuOf.map(\.description).joined(separator: "|") },
          holidays.map(\.appliesTo), holidays.map(\.isCounted),
        ], holidays.map(\.provenance)),
    ]
  }
}
