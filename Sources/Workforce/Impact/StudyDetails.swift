import Foundation
import Postgres

/// A study as it is described now, with its runs.
package struct StudyDetails: Codable, Sendable, Versioned {
  package let id: ID<ImpactStudy>
  package let version: Int
  package let title: String
  package let description: StudyDescription
  package let changedAt: Date
  /// Newest first.
  package let runs: [StudyRunLine]
}

package enum StudyRunState: String, Codable, Sendable, CaseIterable {
  case queued, running, done, failed, cancelled
}

/// One computation of a study.
package struct StudyRunLine: Codable, Sendable {
  package let id: UUID
  /// Version of the description that it answers.
  package let version: Int
  package let state: StudyRunState
  package let stepsDone: Int
  /// 0 until the headline is there.
  package let stepsInAll: Int
  package let requestedAt: Date
  package let endedAt: Date?
  package let firms: Int?
  package let rowsRead: Int?
  /// SHA-256 of the panel that was read: equal inputs give equal results.
  package let inputChecksum: String?
  /// Key of the words that say why it failed.
  package let failure: String?
}

struct StudyRow: Decodable, Sendable {
  let id: UUID
  let provinceCode: String
  let version: Int
  let title: String
  let description: String
  let recordedAt: Date

  func parsed() throws -> StudyDescription {
    try JSONCoding.decoder().decode(StudyDescription.self, from: Data(description.utf8))
  }
}

extension StudyDetails {
  static func read(_ id: ID<ImpactStudy>, in session: Session) async throws -> StudyDetails {
    let row = try await session.find("study", .study, id.uuid)
    return StudyDetails(
      id: id, version: row.version, title: row.title, description: try row.parsed(),
      changedAt: row.recordedAt, runs: try await session.fetchAll(.studyRuns, id.uuid))
  }
}

extension Query<StudyRow> {
  static var study: Self { Query("study.find") }
}

extension Query<StudyRunLine> {
  static var studyRuns: Self { Query("study.runs") }
}
