import Foundation
import Postgres

package enum StaffImportOutcome: String, Codable, Sendable, CaseIterable {
  case create, change, same, error
}

package struct StaffImportChange: Codable, Sendable, Equatable {
  package let field: String
  package let before: String?
  package let after: String?
}

/// What one row of a staff list comes to.
struct StaffDecision: Sendable {
  enum Place: Sendable {
    case new(unit: UUID, role: UUID?)
    /// The standing assignment goes on in another unit or role.
    case moved(StandingAssignment, unit: UUID, role: UUID?)
  }

  let row: StaffRow
  var outcome: StaffImportOutcome
  /// Index in the register; nil for somebody new.
  var person: Int?
  var values: PersonValues?
  var place: Place?
  var startsOn: CalendarDate?
  var code: String?
  var changes: [StaffImportChange] = []
  var problems: [FieldError]
}

/// What a staff list would change in a firm, row by row.
struct StaffPlan: Sendable {
  let register: StaffRegister
  let today: CalendarDate
  private(set) var decisions: [StaffDecision] = []

  init(rows: [StaffRow], register: StaffRegister, today: CalendarDate) {
    self.register = register
    self.today = today
    let matches = StaffMatching(register: register, rows: rows).matches(rows)
    decisions = zip(rows, matches).map { decide($0, $1) }
  }

  func count(_ outcome: StaffImportOutcome) -> Int {
    decisions.reduce(0) { $0 + ($1.outcome == outcome ? 1 : 0) }
  }

  private func decide(_ row: StaffRow, _ match: StaffMatching.Match) -> StaffDecision {
    var decision = StaffDecision(row: row, outcome: .same, problems: row.problems)
    if decision.problems.isEmpty {
      switch match {
      case .unclear(let problem): decision.problems.append(problem)
      case .new: planNew(&decision)
      case .known(let index): planKnown(index, &decision)
      }
    }
    if !decision.problems.isEmpty {
      decision.outcome = .error
      decision.changes = []
    }
    return decision
  }

  private func planNew(_ decision: inout StaffDecision) {
    let row = decision.row
    decision.outcome = .create
    decision.code = row.code
    decision.startsOn = row.startsOn
    if row.startsOn == nil { decision.add("startsOn", "import.start_required") }
    let unit = find(row.unit, in: register.units, .unit, &decision)
    let role = find(row.jobRole, in: register.jobRoles, .jobRole, &decision)
    if let unit { decision.place = .new(unit: unit, role: role) }
    if unit == nil, role != nil { decision.add("unit", "employee.role_needs_unit") }
    do {
      decision.values = try PersonValues(
        fullName: row.fullName ?? "", familyName: nil, givenName: nil, birthOn: row.birthOn,
        phone: row.phone, email: row.email)
    } catch {
      decision.problems += error.fieldErrors
    }
    decision.note("fullName", nil, decision.values?.fullName)
    decision.note("birthOn", nil, row.birthOn?.description)
    decision.note("phone", nil, row.phone)
    decision.note("email", nil, row.email)
    decision.note("startsOn", nil, row.startsOn?.description)
    decision.note("unit", nil, unit.flatMap { register.units.shown[$0] })
    decision.note("jobRole", nil, role.flatMap { register.jobRoles.shown[$0] })
  }

  private func planKnown(_ index: Int, _ decision: inout StaffDecision) {
    let person = register.people[index]
    let row = decision.row
    decision.person = index
    if person.isErased { return decision.add("row", "employee.erased") }
    if let endsOn = person.endsOn, endsOn < today {
      return decision.add("row", "import.has_left")
    }
    if let code = row.code, code.lowercased() != person.code.lowercased() {
      decision.code = code
      decision.note("code", person.code, code)
    }
    planValues(person, &decision)
    if let startsOn = row.startsOn, startsOn != person.startsOn {
      if let endsOn = person.endsOn, startsOn > endsOn {
        decision.add("startsOn", "employee.starts_after_leaving")
      }
      decision.startsOn = startsOn
      decision.note("startsOn", "\(person.startsOn)", "\(startsOn)")
    }
    planPlace(person, &decision)
    decision.outcome = decision.changes.isEmpty ? .same : .change
  }

  private func planValues(_ person: StaffRegister.Person, _ decision: inout StaffDecision) {
    let row = decision.row
    var values = person.values
    do {
      if let name = row.fullName, name != person.fullName {
        try values.rename(name, familyName: nil, givenName: nil)
      }
    } catch {
      decision.problems += error.fieldErrors
    }
    values.birthOn = row.birthOn ?? values.birthOn
    values.phone = row.phone ?? values.phone
    values.email = row.email ?? values.email
    guard values != person.values else { return }
    decision.values = values
    decision.note("fullName", person.fullName, values.fullName)
    decision.note("birthOn", person.birthOn?.description, values.birthOn?.description)
    decision.note("phone", person.phone, values.phone)
    decision.note("email", person.email, values.email)
  }

  private func planPlace(_ person: StaffRegister.Person, _ decision: inout StaffDecision) {
    let row = decision.row
    let unit = find(row.unit, in: register.units, .unit, &decision)
    let role = find(row.jobRole, in: register.jobRoles, .jobRole, &decision)
    guard unit != nil || role != nil else { return }
    let standing = register.assignments[person.id] ?? []
    let isThere = standing.contains {
      (unit == nil || $0.unitId == unit) && (role == nil || $0.jobRoleId == role)
    }
    if isThere { return }
    switch standing.count {
    case 0:
      guard let unit else { return decision.add("unit", "employee.role_needs_unit") }
      decision.place = .new(unit: unit, role: role)
    case 1:
      decision.place = .moved(
        standing[0], unit: unit ?? standing[0].unitId, role: role ?? standing[0].jobRoleId)
    default:
      return decision.add("unit", "import.several_assignments")
    }
    let before = standing.first
    decision.note(
      "unit", before.flatMap { register.units.shown[$0.unitId] },
      (unit ?? before?.unitId).flatMap { register.units.shown[$0] })
    decision.note(
      "jobRole", before?.jobRoleId.flatMap { register.jobRoles.shown[$0] },
      (role ?? before?.jobRoleId).flatMap { register.jobRoles.shown[$0] })
  }

  private enum Noun { case unit, jobRole }

  private func find(
    _ text: String?, in names: StaffRegister.Names, _ noun: Noun, _ decision: inout StaffDecision
  ) -> UUID? {
    guard let text else { return nil }
    let found = names.find(text)
    if found.count == 1 { return found.first }
    switch (noun, found.isEmpty) {
    case (.unit, true): decision.add("unit", "import.unknown_unit")
    case (.unit, false): decision.add("unit", "import.unit_ambiguous")
    case (.jobRole, true): decision.add("jobRole", "import.unknown_job_role")
    case (.jobRole, false): decision.add("jobRole", "import.job_role_ambiguous")
    }
    return nil
  }
}

extension StaffDecision {
  fileprivate mutating func add(_ field: String, _ rule: String) {
    problems.append(FieldError(field: field, rule: rule, parameters: [:]))
  }

  fileprivate mutating func note(_ field: String, _ before: String?, _ after: String?) {
    guard before != after else { return }
    changes.append(StaffImportChange(field: field, before: before, after: after))
  }
}
