import Foundation
import Postgres

/// Asks for a study to be computed. It is done beside the requests; `study.show` tells how far it is.
package struct RunStudy: UseCase {
  package let studyId: ID<ImpactStudy>

  package init(studyId: ID<ImpactStudy>) {
    self.studyId = studyId
  }

  package static let name = "study.run"
  package static let route = Route.post("/studies/{studyId}/runs")
  package static let permission = Permission.studyImpact
  package static let access = Access.write

  package func run(in session: Session) async throws -> RequestedRun {
    let study = try await session.find("study", .study, studyId.uuid, session.studyAgency())
    let underWay = try await session.find(
      "study", .studyRunsUnderWay, studyId.uuid, study.agencyId)
    guard underWay.runs == 0 else { throw AppError.conflict("study.already_running") }
    let id: ID<StudyRun> = session.newID()
    try await session.execute(
      .insertStudyRun, id.uuid, studyId.uuid, study.version, session.now,
      session.principal.accountID.uuid, study.agencyId)
    session.recordAudit([studyId.uuid, id.uuid], changes: [], reason: nil)
    return RequestedRun(runId: id)
  }
}

/// One computation of a study; the row is `kynang.study_run`.
package enum StudyRun {}

package struct RequestedRun: Codable, Sendable {
  package let runId: ID<StudyRun>
}

/// Ends a run that waits or is under way. It stops before its next step.
package struct CancelStudyRun: UseCase {
  package let runId: ID<StudyRun>

  package init(runId: ID<StudyRun>) {
    self.runId = runId
  }

  package static let name = "study.cancel"
  package static let route = Route.post("/study-runs/{runId}/cancel")
  package static let permission = Permission.studyImpact
  package static let access = Access.write

  package func run(in session: Session) async throws -> RequestedRun {
    let cancelled = try await session.find(
      "study_run", .cancelStudyRun, runId.uuid, session.studyAgency())
    session.recordAudit([cancelled.studyId, runId.uuid], changes: [], reason: nil)
    return RequestedRun(runId: runId)
  }
}

struct RunsUnderWay: Decodable, Sendable {
  let runs: Int
}

struct CancelledRun: Decodable, Sendable {
  let studyId: UUID
}

extension Command {
  static var insertStudyRun: Self { Command("study_run.insert") }
}

extension Query<RunsUnderWay> {
  static var studyRunsUnderWay: Self { Query("study_run.under_way") }
}

extension Query<CancelledRun> {
  static var cancelStudyRun: Self { Query("study_run.cancel") }
}
