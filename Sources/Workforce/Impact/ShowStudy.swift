import Foundation
import Postgres

/// Studies, newest first, each with the headline of its latest run.
package struct ListStudies: UseCase {
  package let after: String?
  package let limit: Int?

  package init(after: String?, limit: Int?) {
    self.after = after
    self.limit = limit
  }

  package static let name = "study.list"
  package static let route = Route.get("/studies")
  package static let permission = Permission.studyImpact
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.checkPage(limit: limit)
  }

  package func run(in session: Session) async throws -> Page<StudySummary> {
    let size = limit ?? Page<StudySummary>.usualLimit
    let key = try PageKey(after, parts: 1)
    let rows = try await session.fetchAll(.studies, try key?.id(0), size + 1, session.studyAgency())
    return Page(try rows.map(StudySummary.init), limit: size) { [$0.id.description] }
  }
}

/// A study in a list.
package struct StudySummary: Codable, Sendable {
  package let id: ID<ImpactStudy>
  package let version: Int
  package let title: String
  package let description: StudyDescription
  package let indicatorName: LocalizedText?
  package let changedAt: Date
  /// Nil when it was never run.
  package let state: StudyRunState?
  /// Nil until a run has one.
  package let headline: ImpactHeadline?
}

extension StudySummary {
  fileprivate init(_ row: StudyListRow) throws {
    id = ID(row.id)
    version = row.version
    title = row.title
    description = try JSONCoding.decoder().decode(
      StudyDescription.self, from: Data(row.description.utf8))
    indicatorName = row.indicatorName
    changedAt = row.recordedAt
    state = row.runState
    headline = try row.headline.map {
      try JSONCoding.decoder().decode(ImpactHeadline.self, from: Data($0.utf8)).suppressed()
    }
  }
}

struct StudyListRow: Decodable, Sendable {
  let id: UUID
  let version: Int
  let title: String
  let recordedAt: Date
  let description: String
  let indicatorName: LocalizedText?
  let runState: StudyRunState?
  let headline: String?
}

extension Query<StudyListRow> {
  static var studies: Self { Query("study.list") }
}

/// A study with its runs, and the report of the latest that has one. Small cells are taken out.
package struct ShowStudy: UseCase {
  package let studyId: ID<ImpactStudy>
  /// The report of this run; nil for the latest.
  package let runId: UUID?

  package init(studyId: ID<ImpactStudy>, runId: UUID?) {
    self.studyId = studyId
    self.runId = runId
  }

  package static let name = "study.show"
  package static let route = Route.get("/studies/{studyId}")
  package static let permission = Permission.studyImpact
  package static let access = Access.read

  package func run(in session: Session) async throws -> StudyAnswer {
    let study = try await session.find("study", .study, studyId.uuid, session.studyAgency())
    let details = try await StudyDetails(study, in: session)
    let row = try await session.fetchOne(.studyReport, studyId.uuid, runId, study.agencyId)
    let report = try row.map {
      try JSONCoding.decoder().decode(ImpactReport.self, from: Data($0.result.utf8))
    }
    let shown = report?.suppressed()
    // What the report does not tell is not told beside it either.
    let hides = shown?.sample.hidden?.contains("firmsUsed") == true
    return StudyAnswer(
      study: details.withoutCounts(butOf: hides ? nil : row?.runId), runId: row?.runId,
      report: shown)
  }
}

/// A study and what it found.
package struct StudyAnswer: Codable, Sendable, Versioned {
  package let study: StudyDetails
  package let runId: UUID?
  /// Of a run under way, what there is so far.
  package let report: ImpactReport?

  package var version: Int { study.version }
}

struct StudyReportRow: Decodable, Sendable {
  let runId: UUID
  let version: Int
  let state: StudyRunState
  let endedAt: Date?
  let inputChecksum: String?
  let result: String
}

extension Query<StudyReportRow> {
  static var studyReport: Self { Query("study.report") }
}
