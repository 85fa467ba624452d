import Foundation
import Postgres

/// People in runs of courses: decided as enrolling by hand decides, run by run.
struct EnrolmentTarget: ImportTarget {
  var columns: [ImportColumn] {
    ImportColumn.person + [
      .courseRun,
      ImportColumn(
        field: Self.state, type: .text(limit: 100), isRequired: false, isPersonal: false,
        headings: ["trang thai", "state", "status", "trang thai ghi danh", "enrolment state"]),
    ]
  }

  /// What a list of enrolments says of each. It tells who has left, whatever else stands there; a form
  /// does not ask for it.
  static let state = "state"

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    let trainees = try await session.fetchAll(
      .importTrainees, batch.firmID, batch.id, session.today, session.principal.unitScope)
    var rows = DecidedRows()
    var byRun: [UUID: [ImportTrainee]] = [:]
    for trainee in trainees {
      if rows.refuse(trainee) { continue }
      if trainee.isSaidToHaveLeft {
        Self.addLeft(trainee, to: &rows)
        continue
      }
      guard trainee.enrolmentId == nil else {
        rows.add(trainee, .same, target: [], changes: [], problems: "[]")
        continue
      }
      guard let run = trainee.courseRunId else { continue }
      byRun[run, default: []].append(trainee)
    }
    for (run, people) in byRun {
      let request = Self.request(run, people.compactMap(\.employeeId))
      let facts = try await session.enrolmentFacts(of: request, locking: false)
      let plan = EnrolmentPlan(request, facts, now: session.now, isSwap: false)
      for (trainee, decided) in zip(people, plan.people) {
        Self.add(trainee, decided, to: &rows)
      }
    }
    try await rows.write(batch, in: session)
  }

  /// Who has left is no news; who has not is taken out of a class where its seat and money are seen.
  private static func addLeft(_ trainee: ImportTrainee, to rows: inout DecidedRows) {
    if trainee.enrolmentId == nil || trainee.hasLeft {
      rows.add(trainee, .same, target: [], changes: [], problems: "[]")
    } else {
      rows.add(
        trainee, .error, target: [], changes: [],
        problems: ImportEntries.json([
          FieldError(field: state, rule: "import.still_enrolled", parameters: [:])
        ]))
    }
  }

  private static func request(_ run: UUID, _ employees: [UUID]) -> EnrolmentRequest {
    EnrolmentRequest(
      courseRunId: ID(run), employeeIds: employees.map { ID($0) }, employeeCodes: nil,
      unitId: nil, supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)
  }

  private static func add(
    _ trainee: ImportTrainee, _ decided: EnrolmentPlan.Person, to rows: inout DecidedRows
  ) {
    switch decided.result {
    case .enrolled, .waitlisted:
      rows.add(
        trainee, .create,
        target: [
          ("courseRunId", trainee.courseRunId?.uuidString), ("result", decided.result.rawValue),
        ],
        changes: [
          ImportChange(field: "courseRun", before: nil, after: trainee.courseRunCode),
          ImportChange(field: "state", before: nil, after: decided.result.rawValue),
        ], problems: "[]")
    case .refused where decided.refusals.map(\.rule) == ["enrolment.already_in_run"]:
      rows.add(trainee, .same, target: [], changes: [], problems: "[]")
    case .refused:
      rows.add(
        trainee, .error, target: [], changes: [],
        problems: ImportEntries.json(
          decided.refusals.map {
            FieldError(field: "row", rule: $0.rule, parameters: $0.parameters)
          }))
    }
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let decided = try await session.fetchAll(.decidedTrainees, batch.firmID, batch.id)
    // In the order of their ids, as everybody who locks several runs.
    let byRun = Dictionary(grouping: decided, by: \.courseRunId)
      .sorted { $0.key.uuidString < $1.key.uuidString }
    for (run, people) in byRun {
      try await session.goOn(batch)
      let request = Self.request(run, people.map(\.employeeId))
      let facts = try await session.enrolmentFacts(of: request, locking: true)
      let plan = EnrolmentPlan(request, facts, now: session.now, isSwap: false)
      let entrants = plan.entrants { session.newID() }
      guard entrants.map(\.result.rawValue) == people.map({ $0.result ?? "" }) else {
        throw AppError.conflict("import.changed_meanwhile")
      }
      try await session.insert(
        entrants, of: request, into: facts, batchId: session.newID(), replacing: nil,
        on: session.today)
      try await session.execute(
        .noteImportWrites, batch.firmID, batch.id, "enrolment_status", people.map(\.number),
        entrants.map(\.enrolmentId.uuid), entrants.map { _ in 0 })
    }
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    let records = try await session.fetchAll(.stepRecords, batch.firmID, batch.id, step.number)
    let byRun = Dictionary(grouping: records, by: \.courseRunId)
      .sorted { $0.key.uuidString < $1.key.uuidString }
    for (run, people) in byRun {
      let leaving = people.filter { $0.state == "withdrawn" }.map(\.enrolmentId)
      let coming = people.filter { $0.state != "withdrawn" }
      if !leaving.isEmpty {
        let noBatch: UUID? = nil
        let present = try await session.fetchAll(
          .presentEnrolments, batch.firmID, leaving, noBatch, session.principal.unitScope,
          session.today)
        _ = try await session.withdraw(present, reason: step.reason)
      }
      if !coming.isEmpty { try await takeSeats(run, coming, in: session) }
    }
    try await session.restore("enrolment_status", of: batch, step)
  }

  /// Seats for people who come back; throws `conflict` when the run has no room for all of them.
  private func takeSeats(
    _ run: UUID, _ people: [StepRecord], in session: Session
  ) async throws {
    let request = Self.request(run, [])
    let facts = try await session.enrolmentFacts(of: request, locking: true)
    let taking = people.count { $0.state == "enrolled" }
    guard facts.run.capacity - facts.seats.taken >= taking else {
      throw AppError.conflict("enrolment.full")
    }
    _ = try await session.pipeline([
      Call(
        Command.addSeats.statement,
        [
          run, people.map(\.enrolmentId),
          people.map { $0.state == "enrolled" ? "taken" : "waiting" },
          facts.seats.lastNumber + 1, session.now,
        ])
    ])
  }
}

struct StepRecord: Decodable, Sendable {
  let enrolmentId: UUID
  let courseRunId: UUID
  let state: String
}

extension Query<StepRecord> {
  fileprivate static var stepRecords: Self { Query("import.step_records") }
}
