import Foundation
import Postgres

/// Writes what a staff list changes: a handful of bulk statements and one audit row. Its answer
/// repeats no personal value. Not an operation of its own.
struct ApplyStaff: UseCase {
  static let name = "employee.apply-import"
  static let route = Route.post("/employees/import/apply")
  static let permission = Permission.managePeople
  static let access = Access.write

  let fileName: String
  let csv: String
  let skipErrors: Bool

  func run(in session: Session) async throws -> StaffImportReport {
    let firmID = try session.firmID().uuid
    let file = try StaffFile(csv: csv, today: session.today)
    try await session.execute(Command("staff_import.lock"), firmID)
    let plan = StaffPlan(
      rows: file.rows, register: try await session.staffRegister(), today: session.today)
    let errors = plan.count(.error)
    guard errors == 0 || skipErrors else {
      throw AppError.conflict("import.has_errors", ["count": "\(errors)"])
    }
    let ids = session.newIDs(plan.decisions.count)
    let importID =
      ids.isEmpty || plan.count(.create) + plan.count(.change) == 0
      ? nil : session.newIDs(1).first
    if let importID { try await write(plan, ids, importID, firmID, session) }
    return plan.report(fileName: fileName, file, importID: importID) { decision in
      StaffImportRow(
        line: decision.row.line, outcome: decision.outcome,
        employeeId: decision.person.map { ID(plan.register.people[$0].id) }, code: nil,
        fullName: nil, changes: decision.changes.map(\.withoutValues),
        problems: decision.problems)
    }
  }

  /// - Parameter ids: one for each row, used by those who are new.
  private func write(
    _ plan: StaffPlan, _ ids: [UUID], _ importID: UUID, _ firmID: UUID, _ session: Session
  ) async throws {
    var writing = StaffWriting(plan: plan, ids: ids)
    writing.gather(session)
    let changed = try await session.pipeline(writing.calls(firmID, session))
    guard changed.first?.affected == writing.changedIDs.count else {
      throw AppError.conflict("error.changed_meanwhile")
    }
    try await session.execute(
      Command("staff_import.create"), firmID, importID, fileName.tidied, plan.decisions.count,
      plan.count(.create), plan.count(.change), plan.count(.same), session.now,
      session.principal.accountID.uuid)
    session.recordAudit(
      [importID],
      changes: [
        AuditChange("created", before: nil, after: "\(plan.count(.create))"),
        AuditChange("changed", before: nil, after: "\(plan.count(.change))"),
      ], reason: nil)
    session.recordAudit(details: writing.details)
  }
}

extension StaffImportChange {
  /// That it changed, without what it was and is.
  fileprivate var withoutValues: StaffImportChange {
    StaffImportChange(field: field, before: nil, after: nil)
  }
}

/// The rows of a plan, gathered by the table that they go to.
struct StaffWriting {
  private struct Start {
    let id: UUID
    let startsOn: CalendarDate
    let endsOn: CalendarDate?
    let leavingReason: String?
  }

  let plan: StaffPlan
  let ids: [UUID]
  private(set) var changedIDs: [UUID] = []
  private(set) var details: [AuditDetail] = []
  private var versions: [Int] = []
  private var codes: [String?] = []
  private var newIDs: [UUID] = []
  private var newCodes: [String] = []
  private var newPeople: [(id: UUID, values: PersonValues)] = []
  private var changedPeople: [(id: UUID, values: PersonValues)] = []
  private var starts: [Start] = []
  private var newAssignments: [NewAssignment] = []
  private var revisions: [AssignmentRevision] = []

  init(plan: StaffPlan, ids: [UUID]) {
    self.plan = plan
    self.ids = ids
  }

  mutating func gather(_ session: Session) {
    for (index, decision) in plan.decisions.enumerated() {
      switch decision.outcome {
      case .create: create(decision, id: ids[index], session)
      case .change: change(decision, session)
      case .same, .error: continue
      }
    }
  }

  private mutating func create(_ decision: StaffDecision, id: UUID, _ session: Session) {
    guard let values = decision.values, let code = decision.code,
      let startsOn = decision.startsOn
    else { return }
    newIDs.append(id)
    newCodes.append(code)
    newPeople.append((id, values))
    starts.append(Start(id: id, startsOn: startsOn, endsOn: nil, leavingReason: nil))
    if case .new(let unit, let role) = decision.place {
      assign(id, unit, role, from: startsOn, session)
    }
    note(decision, id, "create")
  }

  private mutating func change(_ decision: StaffDecision, _ session: Session) {
    guard let index = decision.person else { return }
    let person = plan.register.people[index]
    changedIDs.append(person.id)
    versions.append(person.version)
    codes.append(decision.code)
    if let values = decision.values { changedPeople.append((person.id, values)) }
    if let startsOn = decision.startsOn {
      starts.append(
        Start(
          id: person.id, startsOn: startsOn, endsOn: person.endsOn,
          leavingReason: person.leavingReason))
    }
    switch decision.place {
    case nil: break
    case .new(let unit, let role):
      let first = decision.startsOn ?? person.startsOn
      assign(person.id, unit, role, from: max(plan.today, first), session)
    case .moved(let assignment, let unit, let role):
      if assignment.startsOn < plan.today {
        revisions.append(.ending(assignment, before: plan.today))
        assign(person.id, unit, role, from: plan.today, session)
      } else {
        // It begins today or later: it was only recorded wrong.
        var corrected = assignment
        corrected.unitId = unit
        corrected.jobRoleId = role
        revisions.append(AssignmentRevision(assignment: corrected, isVoid: false))
      }
    }
    note(decision, person.id, "change")
  }

  private mutating func assign(
    _ employee: UUID, _ unit: UUID, _ role: UUID?, from: CalendarDate, _ session: Session
  ) {
    newAssignments.append(
      NewAssignment(
        id: session.newIDs(1)[0], employeeID: employee, unitID: unit, jobRoleID: role,
        startsOn: from, endsOn: nil))
  }

  private mutating func note(_ decision: StaffDecision, _ id: UUID, _ change: String) {
    details.append(
      AuditDetail(
        subjectID: id, change: change,
        fields: decision.changes.map { change in
          switch change.field {
          case "unit", "jobRole", "startsOn", "code":
            AuditChange(change.field, before: change.before, after: change.after)
          default: .personal(change.field)
          }
        }))
  }

  /// The new versions come first: when somebody changed a record meanwhile, fewer of them are written.
  func calls(_ firmID: UUID, _ session: Session) -> [Call] {
    let account = session.principal.accountID.uuid
    let renamed = changedPeople.map { (id: $0.id, name: $0.values.fullName) }
    return [
      Call(Command.bumpEmployees.statement, [firmID, changedIDs, versions, codes]),
      Call(Command.createEmployees.statement, [firmID, newIDs, newCodes, session.now, account]),
      Call(Command.createPeople.statement, [firmID] + PersonValues.binds(newPeople)),
      Call(Command.changePeople.statement, [firmID] + PersonValues.binds(changedPeople)),
      Call(
        Command.renameEnrolments.statement, [firmID, renamed.map(\.id), renamed.map(\.name)]),
      Call(
        Command.reviseEmployments.statement,
        [
          firmID, starts.map(\.id), starts.map(\.startsOn), starts.map(\.endsOn),
          starts.map(\.leavingReason), session.now, account, nil as String?,
        ]),
      AssignmentRevision.call(for: revisions, firmID, session, reason: nil),
      NewAssignment.call(for: newAssignments, firmID, session, reason: nil),
    ]
  }
}
