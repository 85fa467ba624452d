import Foundation
import Postgres

extension DemoCircle {
  /// People, by their places, whom a course that starts on a day brings further and who may attend it.
  func need(_ course: Int, _ start: CalendarDate) -> [Place] {
    let plan = setting.catalogue.courses[course]
    var found: [Place] = []
    for (firmPlace, firm) in firms.enumerated() {
      if plan.provider == nil, !firm.isShown { continue }
      if firm.joinedOn.adding(days: 30) > start { continue }
      if !firm.trains(on: start, setting.quarters) { continue }
      for (place, person) in firm.people.enumerated() where person.needs(plan, course, start) {
        found.append(Place(firm: firmPlace, person: place))
      }
    }
    return found
  }

  /// Enters people into a class.
  /// - Parameter isShown: fills it and lets some wait.
  mutating func enter(_ candidates: [Place], into new: inout DemoClass, isShown: Bool) {
    // People of the firm that is shown are drawn earlier, and of firms that are new to training.
    let drawn =
      candidates
      .map { place in
        let firm = firms[place.firm]
        let isNew = firm.firstTrainedOn == nil
        return (place, random.below(1000) / (firm.isShown ? 2 : isNew ? 4 : 1))
      }
      .sorted { ($0.1, $0.0.firm, $0.0.person) < ($1.1, $1.0.firm, $1.0.person) }
      .map(\.0)
    if isShown {
      new.firmQuota = nil
      new.takesWaiting = true
      new.capacity = max(2, min(new.capacity, drawn.count - 3))
    }
    let waiting =
      new.stage == .ahead && new.takesWaiting && (isShown || random.happens(15))
      ? random.number(in: 2...5) : 0
    let fill =
      waiting > 0
      ? 100
      : new.stage == .ahead
        ? random.number(in: 25...75)
        : random.number(in: 60...100)
    let wanted = new.capacity * fill / 100 + waiting
    var counts: [Int: Int] = [:]
    var batchDays: [Int: CalendarDate] = [:]
    for place in drawn {
      if new.trainees.count == wanted { break }
      if let quota = new.firmQuota, counts[place.firm, default: 0] >= quota { continue }
      counts[place.firm, default: 0] += 1
      let day = batchDays[place.firm] ?? batchDay(new)
      batchDays[place.firm] = day
      let hasSeat = new.trainees.count < new.capacity
      new.trainees.append(
        DemoClass.Trainee(
          firm: place.firm, person: place.person,
          enrolmentID: firms[place.firm].ids.next(.enrolment), enteredOn: day,
          fate: hasSeat ? fate(new.stage) : .waits))
      firms[place.firm].people[place.person].courses.insert(new.course)
      firms[place.firm].people[place.person].lastClassOn = new.endsOn
    }
    promote(&new)
  }

  private mutating func batchDay(_ new: DemoClass) -> CalendarDate {
    let day = new.startsOn.adding(days: -random.number(in: 8...26))
    let yesterday = setting.calendar.today.adding(days: -1)
    return day > yesterday ? yesterday.adding(days: -random.below(12)) : day
  }

  private mutating func fate(_ stage: DemoClass.Stage) -> DemoClass.Fate {
    switch stage {
    case .cancelled: .isTurnedAway
    case .ahead: random.happens(4) ? .leavesInTime : .attends
    case .over, .underWay:
      switch random.below(100) {
      case ..<3: .staysAway
      case ..<8: .leavesInTime
      case ..<10: .leavesLate
      default: .attends
      }
    }
  }

  /// Where somebody left in time, those who wait follow on; else, of a class that is over, the last.
  private mutating func promote(_ new: inout DemoClass) {
    let free = new.trainees.count { $0.fate == .leavesInTime }
    for _ in 0..<free {
      if let next = new.trainees.firstIndex(where: { $0.fate == .waits }) {
        new.trainees[next].fate = .followsOn
      }
    }
    if new.stage == .over, free > 0, random.happens(50),
      let last = new.trainees.lastIndex(where: { $0.fate == .attends })
    {
      new.trainees[last].fate = .followsOn
    }
  }
}

extension DemoPerson {
  fileprivate func needs(
    _ plan: DemoCatalogue.CoursePlan, _ course: Int, _ start: CalendarDate
  ) -> Bool {
    guard !courses.contains(course), works(on: start), works(on: start.adding(days: 40)),
      employment.start.adding(days: 14) <= start,
      lastClassOn.map({ $0.adding(days: 60) < start }) ?? true,
      plan.requiredCourse.map({ completedCourses.contains($0) }) ?? true,
      plan.requiredLevel.map({ levels[$0.competency] >= $0.level }) ?? true
    else { return false }
    return plan.outcomes.contains { outcome in
      let level = levels[outcome.competency]
      return required[outcome.competency] > level && outcome.target > level
        && level + 1 >= outcome.entry
    }
  }
}
