import Foundation
import Postgres

/// A study as it is described now, with its runs.
package struct StudyDetails: Codable, Sendable, Versioned {
  package let id: ID<ImpactStudy>
  package let version: Int
  package let title: String
  package let description: StudyDescription
  /// Nil when the catalogue no longer has the indicator.
  package let indicatorName: LocalizedText?
  package let changedAt: Date
  /// Newest first.
  package private(set) var runs: [StudyRunLine]

  /// Without how many firms and rows its runs read, but for one whose report tells them as well.
  func withoutCounts(butOf told: UUID?) -> StudyDetails {
    var details = self
    details.runs = runs.map { $0.id == told ? $0 : $0.withoutCounts }
    return details
  }
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
  package private(set) var firms: Int?
  package private(set) var rowsRead: Int?
  /// SHA-256 of the panel that was read: equal inputs give equal results.
  package let inputChecksum: String?
  /// Key of the words that say why it failed.
  package let failure: String?
  /// What stands in them; nil where they need nothing.
  package let failureDetail: StudyFailureDetail?

  fileprivate var withoutCounts: StudyRunLine {
    var line = self
    line.firms = nil
    line.rowsRead = nil
    return line
  }
}

/// A sentence that says what went wrong in a run: its key and the values that stand in it.
package struct StudyFailureDetail: Codable, Equatable, Sendable {
  /// Key under `impact.problem.`.
  package let problem: String
  package let values: [String]
}

struct StudyRow: Decodable, Sendable {
  let id: UUID
  let agencyId: UUID
  let provinceCode: String
  let version: Int
  let title: String
  let description: String
  let recordedAt: Date
  let indicatorName: LocalizedText?

  func parsed() throws -> StudyDescription {
    try JSONCoding.decoder().decode(StudyDescription.self, from: Data(description.utf8))
  }
}

extension StudyDetails {
  static func read(_ id: ID<ImpactStudy>, in session: Session) async throws -> StudyDetails {
    let row = try await session.find("study", .study, id.uuid, session.studyAgency())
    return try await StudyDetails(row, in: session).withoutCounts(butOf: nil)
  }

  init(_ row: StudyRow, in session: Session) async throws {
    id = ID(row.id)
    version = row.version
    title = row.title
    description = try row.parsed()
    indicatorName = row.indicatorName
    changedAt = row.recordedAt
    runs = try await session.fetchAll(.studyRuns, row.id, row.agencyId).map(StudyRunLine.init)
  }
}

struct StudyRunRow: Decodable, Sendable {
  let id: UUID
  let version: Int
  let state: StudyRunState
  let stepsDone: Int
  let stepsInAll: Int
  let requestedAt: Date
  let endedAt: Date?
  let firms: Int?
  let rowsRead: Int?
  let inputChecksum: String?
  let failure: String?
  let failureDetail: String?
}

extension StudyRunLine {
  fileprivate init(_ row: StudyRunRow) throws {
    id = row.id
    version = row.version
    state = row.state
    stepsDone = row.stepsDone
    stepsInAll = row.stepsInAll
    requestedAt = row.requestedAt
    endedAt = row.endedAt
    firms = row.firms
    rowsRead = row.rowsRead
    inputChecksum = row.inputChecksum
    failure = row.failure
    failureDetail = try row.failureDetail.map {
      try JSONCoding.decoder().decode(StudyFailureDetail.self, from: Data($0.utf8))
    }
  }
}

extension Query<StudyRow> {
  static var study: Self { Query("study.find") }
}

extension Query<StudyRunRow> {
  static var studyRuns: Self { Query("study.runs") }
}
