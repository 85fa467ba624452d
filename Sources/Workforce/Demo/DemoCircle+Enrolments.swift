import Foundation
import Postgres

/// One state of an enrolment, from when it was recorded.
private struct EnrolmentStep {
  let state: String
  let money: String
  let day: CalendarDate
  let at: Date
  let reason: String?
}

extension DemoCircle {
  /// Batches, enrolments with all their states, and seats.
  mutating func recordEnrolments(_ new: DemoClass) {
    var batches: [Int: UUID] = [:]
    for (place, trainee) in new.trainees.enumerated() {
      let steps = steps(of: trainee, in: new)
      let createdAt = steps[0].at
      let batchID: UUID
      if let known = batches[trainee.firm] {
        batchID = known
      } else {
        batchID = firms[trainee.firm].ids.next(.batch)
        batches[trainee.firm] = batchID
        rows.batches.append(
          DemoEnrolmentBatchRow(
            firmID: firms[trainee.firm].id, id: batchID, courseRunID: new.id,
            createdAt: createdAt, createdBy: firms[trainee.firm].account))
      }
      let firm = firms[trainee.firm]
      let person = firm.people[trainee.person]
      rows.enrolments.append(
        DemoEnrolmentRow(
          firmID: firm.id, id: trainee.enrolmentID, employeeID: person.id, courseRunID: new.id,
          batchID: batchID, unitID: firm.units[person.unit].id, employeeCode: person.code,
          displayName: person.name.full, version: steps.count, createdAt: createdAt,
          createdBy: firm.account))
      recordSteps(steps, of: trainee, in: new)
      rows.seats.append(
        DemoSeatRow(
          courseRunID: new.id, number: place + 1, firmID: firm.id,
          enrolmentID: trainee.enrolmentID, state: trainee.seatState, takenAt: createdAt,
          changedAt: trainee.changesSeat ? steps[1].at : createdAt))
    }
  }

  private mutating func recordSteps(
    _ steps: [EnrolmentStep], of trainee: DemoClass.Trainee, in new: DemoClass
  ) {
    let firm = firms[trainee.firm]
    let person = firm.people[trainee.person]
    let price = setting.catalogue.courses[new.course].priceVnd
    let support = price * firm.supportPercent / 100_000 * 1000
    for (index, step) in steps.enumerated() {
      let next = index + 1 < steps.count ? steps[index + 1] : nil
      rows.statuses.append(
        DemoEnrolmentStatusRow(
          firmID: firm.id, id: trainee.enrolmentID, revision: index + 1, employeeID: person.id,
          courseRunID: new.id, state: step.state, occurredOn: step.day, listPriceVnd: price,
          supportVnd: support, firmPartVnd: price - support, moneyState: step.money,
          recording: Recording(
            at: step.at, by: firm.account, reason: step.reason, supersededAt: next?.at)))
    }
    if let money = steps.last?.money, money == "committed" || money == "spent" {
      let year = DemoFirm.BudgetYear(unit: person.unit, year: new.startsOn.year)
      firms[trainee.firm].spending[year, default: 0] += price - support
    }
  }

  private mutating func steps(
    of trainee: DemoClass.Trainee, in new: DemoClass
  ) -> [EnrolmentStep] {
    let yesterday = setting.calendar.today.adding(days: -1)
    let entered = trainee.enteredOn
    let inTime = max(entered, min(new.cutOffOn.adding(days: -1), yesterday))
    let isSpent = new.stage == .over && new.endsOn.adding(days: 10) < yesterday
    var steps: [EnrolmentStep] = []
    func add(
      _ state: String, _ money: String, _ day: CalendarDate, hour: Int, _ reason: String?
    ) {
      // Each is recorded after the one before.
      let wanted = setting.calendar.moment(day, hour: hour, minute: 7 * trainee.firm)
      let earliest = steps.last.map { $0.at.addingTimeInterval(30) } ?? .distantPast
      steps.append(
        EnrolmentStep(
          state: state, money: money, day: day, at: max(wanted, earliest), reason: reason))
    }
    switch trainee.fate {
    case .waits: add("waitlisted", "planned", entered, hour: 9, nil)
    case .followsOn:
      add("waitlisted", "planned", entered, hour: 9, nil)
      add("enrolled", "committed", inTime, hour: 15, "Được nhận chỗ trống")
    case .attends, .staysAway, .leavesInTime, .leavesLate, .isTurnedAway:
      add("enrolled", "committed", entered, hour: 9, nil)
    }
    switch trainee.fate {
    case .leavesInTime:
      let reasons = ["Trùng ca làm việc", "Nghỉ phép", "Đổi sang đợt sau", "Việc gia đình"]
      add("withdrawn", "released", inTime, hour: 14, random.element(of: reasons))
    case .leavesLate:
      let day = max(entered, min(new.startsOn.adding(days: -1), yesterday))
      add("withdrawn", "spent", day, hour: 16, "Bận việc đột xuất")
    case .isTurnedAway:
      add("cancelled", "released", inTime, hour: 16, "Lớp bị hủy")
    case .attends, .staysAway, .followsOn:
      if isSpent { add("enrolled", "spent", new.endsOn, hour: 18, nil) }
    case .waits: break
    }
    return steps
  }
}

extension DemoClass.Trainee {
  fileprivate var seatState: String {
    switch fate {
    case .attends, .staysAway, .followsOn: "taken"
    case .waits: "waiting"
    case .leavesInTime, .leavesLate, .isTurnedAway: "released"
    }
  }

  fileprivate var changesSeat: Bool {
    switch fate {
    case .attends, .staysAway, .waits: false
    case .followsOn, .leavesInTime, .leavesLate, .isTurnedAway: true
    }
  }
}
