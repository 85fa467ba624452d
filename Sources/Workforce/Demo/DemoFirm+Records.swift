import Foundation
import Postgres

extension DemoFirm {
  /// What the firm's records say of one person: values, employment and places.
  mutating func record(
    _ person: DemoPerson, _ setting: DemoSetting, _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let calendar = setting.calendar
    let start = person.employment.start
    let hiring = calendar.recording(of: start, notBefore: joinedOn, by: account, &random)
    rows.employees.append(
      DemoEmployeeRow(
        firmID: id, id: person.id, code: person.code, createdAt: hiring.at, createdBy: account))
    let birthday = start.adding(months: -12 * random.number(in: 19...46)).adding(
      days: -random.below(365))
    rows.persons.append(
      DemoPersonRow(
        firmID: id, employeeID: person.id, name: person.name,
        birthOn: random.happens(94) ? birthday : nil, phone: Self.phone(&random),
        email: random.happens(45)
          ? "\(person.code.lowercased())@dn\(number + 1).kynang.example" : nil))
    let leaving = person.employment.end.map {
      calendar.recording(of: $0, notBefore: joinedOn, by: account, &random)
    }
    rows.employments.append(
      DemoEmploymentRow(
        firmID: id, id: person.id, revision: 1, during: DaySpan(start: start), leavingReason: nil,
        recording: Recording(at: hiring.at, by: account, supersededAt: leaving?.at)))
    if let leaving {
      rows.employments.append(
        DemoEmploymentRow(
          firmID: id, id: person.id, revision: 2, during: person.employment,
          leavingReason: random.element(
            of: ["Hết hạn hợp đồng", "Chuyển nơi khác", "Nghỉ hưu", "Lý do gia đình"]),
          recording: leaving))
    }
    recordPlaces(person, hiring: hiring, leaving: leaving, setting, &random, rows: &rows)
  }

  private mutating func recordPlaces(
    _ person: DemoPerson, hiring: Recording, leaving: Recording?, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    var start = person.employment.start
    // Somebody who came from another unit has that place behind them.
    let moved = joinedOn.adding(days: random.number(in: 60...500))
    let former = units.indices.dropFirst().first {
      $0 != person.unit && !units[$0].plan.roles.isEmpty
    }
    if random.happens(7), let former, let role = units[former].plan.roles.first?.role,
      moved > start.adding(days: 60), moved < setting.calendar.today,
      person.employment.end.map({ moved < $0 }) ?? true, role != person.role
    {
      if roleIDs[role] == nil { roleIDs[role] = ids.next(.jobRole) }
      let moving = setting.calendar.recording(
        of: moved, notBefore: joinedOn, by: account, &random)
      place(
        person, unit: former, role: role, DaySpan(start: start), until: moved, hiring, moving,
        rows: &rows)
      start = moved
      place(
        person, unit: person.unit, role: person.role, DaySpan(start: start),
        until: person.employment.end, moving, leaving, rows: &rows)
    } else {
      place(
        person, unit: person.unit, role: person.role, DaySpan(start: start),
        until: person.employment.end, hiring, leaving, rows: &rows)
    }
    if let second = person.secondRole {
      place(
        person, unit: person.unit, role: second, DaySpan(start: start),
        until: person.employment.end, hiring, leaving, rows: &rows)
    }
  }

  /// A place that was open when it was recorded, and its next revision when it ended.
  private mutating func place(
    _ person: DemoPerson, unit: Int, role: Int, _ during: DaySpan, until end: CalendarDate?,
    _ beginning: Recording, _ ending: Recording?, rows: inout DemoRows
  ) {
    guard let roleID = roleIDs[role] else { return }
    let assignmentID = ids.next(.assignment)
    var ended = during
    ended.end = end
    // Recorded at once where the records of both came in together.
    let isLate = ending.map { $0.at <= beginning.at } ?? false
    if let ending, !isLate {
      rows.assignments.append(
        DemoAssignmentRow(
          firmID: id, id: assignmentID, revision: 1, employeeID: person.id, unitID: units[unit].id,
          jobRoleID: roleID, during: during,
          recording: Recording(at: beginning.at, by: account, supersededAt: ending.at)))
    }
    rows.assignments.append(
      DemoAssignmentRow(
        firmID: id, id: assignmentID, revision: ending == nil || isLate ? 1 : 2,
        employeeID: person.id, unitID: units[unit].id, jobRoleID: roleID, during: ended,
        recording: Recording(at: ending?.at ?? beginning.at, by: account)))
  }

  /// A number that checks and that no operator gives out: nobody is called by a demo.
  private static func phone(_ random: inout DemoRandom) -> String? {
    random.happens(90) ? "+8451\(random.number(in: 1_000_000...9_999_999))" : nil
  }
}
