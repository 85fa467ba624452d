import Foundation
import Postgres

/// A question about what moved the indicators of firms; the row is `kynang.study`.
package enum ImpactStudy {}

/// Saves the description of a study. Nothing is computed before it is run.
package struct CreateStudy: UseCase {
  package let title: String
  package let description: StudyDescription

  package init(title: String, description: StudyDescription) {
    self.title = title
    self.description = description
  }

  package static let name = "study.create"
  package static let route = Route.post("/studies")
  package static let permission = Permission.studyImpact
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(title, "title", limit: 300)
    description.check(&problems)
  }

  package func run(in session: Session) async throws -> StudyDetails {
    guard let agency = session.principal.agencyID, let province = session.principal.provinceCode
    else { throw AppError.forbidden }
    try await session.requireIndicator(description.indicatorCode)
    let id: ID<ImpactStudy> = session.newID()
    try await session.execute(
      .insertStudy, id.uuid, agency.uuid, province, session.now,
      session.principal.accountID.uuid)
    try await session.insertStudyVersion(
      id, 1, title, description, reason: nil, agency: agency.uuid)
    session.recordAudit([id.uuid], changes: [], reason: nil)
    return try await .read(id, in: session)
  }
}

/// Changes what a study asks: a new version; earlier runs keep the question that they answered.
package struct ChangeStudy: UseCase {
  package let studyId: ID<ImpactStudy>
  /// Each nil means unchanged.
  package let title: String?
  package let description: StudyDescription?
  package let reason: String?

  package init(
    studyId: ID<ImpactStudy>, title: String?, description: StudyDescription?, reason: String?
  ) {
    self.studyId = studyId
    self.title = title
    self.description = description
    self.reason = reason
  }

  package static let name = "study.change"
  package static let route = Route.patch("/studies/{studyId}")
  package static let permission = Permission.studyImpact
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    if let title { problems.require(title, "title", limit: 300) }
    problems.bound(reason, "reason", limit: 1000)
    description?.check(&problems)
  }

  package func run(in session: Session) async throws -> StudyDetails {
    let agency = try session.studyAgency()
    let old = try await session.find("study", .study, studyId.uuid, agency)
    try session.requireVersion(old.version)
    if let description { try await session.requireIndicator(description.indicatorCode) }
    let changed = try await session.find("study", .changeStudy, studyId.uuid, agency)
    try await session.insertStudyVersion(
      studyId, changed.version, title ?? old.title, try description ?? old.parsed(),
      reason: reason, agency: changed.agencyId)
    session.recordAudit([studyId.uuid], changes: [], reason: reason)
    return try await .read(studyId, in: session)
  }
}

struct StudyVersionNumber: Decodable, Sendable {
  let version: Int
  let agencyId: UUID
}

struct KnownIndicator: Decodable, Sendable {
  let code: String
  let name: LocalizedText
  /// Of its unit.
  let dimension: String
  let better: BetterDirection

  /// Points that people give: what they think, and no measure.
  var isOpinion: Bool { dimension == "score" }
}

extension Command {
  static var insertStudy: Self { Command("study.insert") }
  static var insertStudyVersion: Self { Command("study.insert_version") }
}

extension Query<StudyVersionNumber> {
  static var changeStudy: Self { Query("study.change") }
}

extension Query<KnownIndicator> {
  static var studyIndicator: Self { Query("study.indicator") }
}

extension Session {
  /// The agency whose studies the caller may touch; nil for an administrator, who serves all of them.
  func studyAgency() throws(AppError) -> UUID? {
    guard principal.role != .administrator else { return nil }
    guard let agency = principal.agencyID else { throw .forbidden }
    return agency.uuid
  }

  /// Throws `invalidInput` for an indicator that the catalogue does not have.
  func requireIndicator(_ code: String) async throws {
    guard try await fetchOne(.studyIndicator, code) != nil else {
      throw AppError.invalid("description.indicatorCode", "study.unknown_indicator")
    }
  }

  func insertStudyVersion(
    _ id: ID<ImpactStudy>, _ version: Int, _ title: String, _ description: StudyDescription,
    reason: String?, agency: UUID
  ) async throws {
    let json = String(decoding: try JSONCoding.encoder().encode(description), as: UTF8.self)
    try await execute(
      .insertStudyVersion, id.uuid, version, title, JSONText(json), now,
      principal.accountID.uuid, reason, agency)
  }
}
