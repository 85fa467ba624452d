import Foundation
import Postgres

/// The completions of one firm's people in a run. Part of a workflow; never offered by itself.
struct RecordFirmCompletions: UseCase {
  let courseRunId: ID<CourseRun>
  let entries: [CompletionEntry]
  let reason: String?

  static let name = RecordCompletions.name
  static let route = RecordCompletions.route
  static let permission = RecordCompletions.permission
  static let access = RecordCompletions.access

  func run(in session: Session) async throws -> [CompletionOutcome] {
    let firm = try session.firmID().uuid
    let entering = try session.enteringCall(run: courseRunId, session: nil)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<CompletableRun>.completableRun.statement, [courseRunId.uuid]),
        Call(
          Query<CompletionFacts>.completionFacts.statement,
          [[firm], courseRunId.uuid, entries.map(\.enrolmentId.uuid)]),
      ])
    try session.requireEntered(rows[0], noun: "course_run")
    guard let run = try rows[entering.count].decode(CompletableRun.self).first else {
      throw AppError.notFound("course_run")
    }
    try session.requireOwnClass(ownedBy: run.ownerId)
    guard run.openSessionCount == 0, run.plannedMinutes > 0, let lastHeldOn = run.lastHeldOn else {
      throw AppError.conflict(
        "completion.sessions_open", ["count": "\(run.openSessionCount)"])
    }
    let facts = Dictionary(
      try rows[entering.count + 1].decode(CompletionFacts.self).map { ($0.enrolmentId, $0) },
      uniquingKeysWith: { one, _ in one })
    let decisions = entries.map {
      CompletionDecision(
        $0, facts[$0.enrolmentId.uuid], run: run, lastHeldOn: lastHeldOn,
        hasReason: !(reason ?? "").allSatisfy(\.isWhitespace), newID: session.newID())
    }
    try await write(decisions.compactMap(\.row), run, in: session)
    return decisions.map(\.outcome)
  }

  func write(
    _ rows: [CompletionDecision.Row], _ run: CompletableRun, in session: Session
  ) async throws {
    session.recordAudit(
      [courseRunId.uuid],
      changes: [AuditChange("completions", before: nil, after: "\(rows.count)")], reason: reason)
    guard !rows.isEmpty else { return }
    let account = session.principal.accountID.uuid
    let written = try await session.pipeline([
      Call(
        Command("completion.record").statement,
        [
          try session.firmID().uuid, courseRunId.uuid, run.courseId, run.plannedMinutes,
          session.now, account, reason, rows.map(\.id), rows.map(\.formerRevision),
          rows.map(\.enrolmentId), rows.map(\.employeeId), rows.map(\.completedOn),
          rows.map(\.attendedMinutes), rows.map(\.result.rawValue), rows.map(\.score),
        ]),
      Call(
        Query<SpentCount>.spentByEnrolment.statement,
        [courseRunId.uuid, rows.map(\.enrolmentId), session.today, session.now, account]),
    ])
    guard written[0].affected == rows.count else {
      throw AppError.conflict("error.changed_meanwhile")
    }
    session.recordAudit(
      details: rows.map { row in
        AuditDetail(
          subjectID: row.enrolmentId, change: row.formerRevision == 0 ? "recorded" : "corrected",
          fields: [
            AuditChange("result", before: row.formerResult?.rawValue, after: row.result.rawValue),
            AuditChange("completedOn", before: nil, after: row.completedOn.description),
            AuditChange("attendedMinutes", before: nil, after: "\(row.attendedMinutes)"),
          ])
      })
  }
}

extension Query<SpentCount> {
  static var spentByEnrolment: Self { Query("completion.spend") }
}
