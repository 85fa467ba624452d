import Foundation
import Postgres

/// Who completed a run that the firm itself gave: decided and dated as recording it by hand does.
struct CompletionTarget: ImportTarget {
  var columns: [ImportColumn] {
    ImportColumn.person + [
      .courseRun,
      ImportColumn(
        field: "result",
        type: .choice([
          "completed": ["completed", "hoan thanh", "dat", "co", "yes", "x"],
          "not_completed": [
            "not completed", "khong hoan thanh", "chua hoan thanh", "khong dat", "khong", "no",
          ],
        ]), isRequired: true, isPersonal: false,
        headings: ["ket qua", "hoan thanh", "result", "completed"]),
      ImportColumn(
        field: "score", type: .percentage, isRequired: false, isPersonal: false,
        headings: ["diem", "diem so", "diem phan tram", "score", "percent"]),
    ]
  }

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    let trainees = try await session.fetchAll(
      .importTrainees, batch.firmID, batch.id, session.today, session.principal.unitScope)
    var rows = DecidedRows()
    var byRun: [UUID: [ImportTrainee]] = [:]
    for trainee in trainees {
      if rows.refuse(trainee) { continue }
      guard let run = trainee.courseRunId else { continue }
      byRun[run, default: []].append(trainee)
    }
    for (run, people) in byRun {
      let judged = try await Self.judge(
        run, people.map { ($0.enrolmentId, $0.result, $0.score) }, batch, in: session)
      for (trainee, judgement) in zip(people, judged) {
        Self.add(trainee, judgement, to: &rows)
      }
    }
    try await rows.write(batch, in: session)
  }

  private enum Judged {
    case refused(FieldError)
    case decided(CompletionDecision, CompletableRun)
  }

  /// What becomes of each, in their order.
  private static func judge(
    _ runID: UUID, _ entries: [(enrolment: UUID?, result: String?, score: Double?)],
    _ batch: ImportWork, in session: Session
  ) async throws -> [Judged] {
    func refusal(_ field: String, _ rule: String, _ parameters: [String: String] = [:]) -> Judged {
      .refused(FieldError(field: field, rule: rule, parameters: parameters))
    }
    let found = try await session.pipeline([
      Call(Query<CompletableRun>.completableRun.statement, [runID]),
      Call(
        Query<CompletionFacts>.completionFacts.statement,
        [[batch.firmID], runID, entries.compactMap(\.enrolment)]),
    ])
    let foreign = refusal("courseRun", "import.not_a_class_of_the_firm")
    guard let run = try found[0].decode(CompletableRun.self).first,
      run.ownerId == batch.firmID || run.openSessionCount == 0
    else { return entries.map { _ in foreign } }
    guard run.openSessionCount == 0, run.plannedMinutes > 0, let lastHeldOn = run.lastHeldOn else {
      let open = ["count": "\(run.openSessionCount)"]
      return entries.map { _ in refusal("courseRun", "completion.sessions_open", open) }
    }
    let facts = Dictionary(
      try found[1].decode(CompletionFacts.self).map { ($0.enrolmentId, $0) },
      uniquingKeysWith: { one, _ in one })
    var seen: Set<UUID> = []
    return entries.map { entry in
      guard let enrolment = entry.enrolment else {
        return refusal("row", "completion.not_enrolled")
      }
      guard seen.insert(enrolment).inserted else { return refusal("row", "completion.named_twice") }
      let wanted = CompletionEntry(
        enrolmentId: ID(enrolment),
        result: entry.result.flatMap(CompletionResult.init) ?? .notCompleted,
        // An empty cell takes no score away.
        score: entry.score ?? facts[enrolment]?.score)
      let decision = CompletionDecision(
        wanted, facts[enrolment], run: run, lastHeldOn: lastHeldOn, hasReason: true,
        newID: session.newID())
      // What others recorded may stand in a list that is brought in again; it cannot be changed.
      guard run.ownerId == batch.firmID || decision.outcome.outcome == .unchanged else {
        return foreign
      }
      return .decided(decision, run)
    }
  }

  private static func add(
    _ trainee: ImportTrainee, _ judged: Judged, to rows: inout DecidedRows
  ) {
    func refuse(_ problem: FieldError) {
      rows.add(
        trainee, .error, target: [], changes: [], problems: ImportEntries.json([problem]))
    }
    switch judged {
    case .refused(let problem): refuse(problem)
    case .decided(let decision, _):
      switch decision.outcome.outcome {
      case .refused:
        refuse(
          FieldError(
            field: "result", rule: decision.outcome.rule ?? "field.malformed",
            parameters: decision.outcome.parameters))
      case .unchanged: rows.add(trainee, .same, target: [], changes: [], problems: "[]")
      case .recorded, .corrected:
        guard let row = decision.row else { return }
        rows.add(
          trainee, row.formerRevision == 0 ? .create : .change,
          target: [
            ("courseRunId", trainee.courseRunId?.uuidString),
            ("enrolmentId", row.enrolmentId.uuidString), ("result", row.result.rawValue),
            ("score", trainee.score.map { "\($0)" }),
          ],
          changes: [
            ImportChange(field: "courseRun", before: nil, after: trainee.courseRunCode),
            ImportChange(
              field: "result", before: row.formerResult?.rawValue, after: row.result.rawValue),
            ImportChange(
              field: "score", before: row.formerScore.map(Self.written),
              after: row.score.map(Self.written)),
            ImportChange(field: "completedOn", before: nil, after: row.completedOn.description),
          ], problems: "[]")
      }
    }
  }

  private static func written(_ score: Double) -> String {
    score.rounded() == score ? "\(Int(score))" : "\(score)"
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let decided = try await session.fetchAll(.decidedTrainees, batch.firmID, batch.id)
    let byRun = Dictionary(grouping: decided, by: \.courseRunId)
      .sorted { $0.key.uuidString < $1.key.uuidString }
    for (run, people) in byRun {
      try await session.goOn(batch)
      let judged = try await Self.judge(
        run, people.map { ($0.enrolmentId, $0.result, $0.score) }, batch, in: session)
      var rows: [CompletionDecision.Row] = []
      var completable: CompletableRun?
      for case .decided(let decision, let run) in judged {
        completable = run
        if let row = decision.row { rows.append(row) }
      }
      guard rows.count == people.count, let completable else {
        throw AppError.conflict("import.changed_meanwhile")
      }
      try await session.execute(
        Command("import.note_spent"), batch.firmID, batch.id, people.map(\.number),
        rows.map(\.enrolmentId))
      try await RecordFirmCompletions(
        courseRunId: ID(run), entries: [], reason: batch.recordedReason
      ).write(rows, completable, in: session)
      try await session.execute(
        .noteImportWrites, batch.firmID, batch.id, "completion", people.map(\.number),
        rows.map(\.id), rows.map(\.formerRevision))
    }
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    try await session.restore("completion", of: batch, step)
    // The money that the completions spent.
    try await session.restore("enrolment_status", of: batch, step)
  }
}
