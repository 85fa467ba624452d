import Foundation
import Postgres

extension DemoCircle {
  /// The next class of a lane: chosen by who needs it, filled, held, marked and judged.
  mutating func makeClass(in lane: Int) {
    let today = setting.calendar.today
    let start = setting.calendar.schoolDay(from: lanes[lane].cursor)
    let meetsToday =
      number == 0 && lane == 0 && !hasClassToday && start > today.adding(days: -32)
    guard start <= today.adding(days: 88) else {
      lanes[lane].isDone = true
      return
    }
    guard let chosen = chooseCourse(lane, start, only: meetsToday ? 0 : nil) else {
      lanes[lane].cursor = start.adding(days: 30)
      return
    }
    var new = planClass(
      chosen.course, lane, days: meetsToday ? [-7, 0, 1].map { today.adding(days: $0) } : nil,
      from: start)
    hasClassToday = hasClassToday || meetsToday
    let isForced = meetsToday || new.stage == .ahead
    enter(
      chosen.people, into: &new,
      isShown: number == 0 && new.stage == .ahead && lanes[lane].provider == 1)
    lanes[lane].cursor = new.endsOn.adding(days: pause(in: lane))
    guard isForced || new.trainees.count >= 4 else { return }
    lanes[lane].classes += 1
    close(&new)
    record(new)
    recordEnrolments(new)
    mark(&new)
    complete(new)
  }

  /// A course of the lane's provider, the likelier the more people need it, and who they are.
  private mutating func chooseCourse(
    _ lane: Int, _ start: CalendarDate, only: Int?
  ) -> (course: Int, people: [Place])? {
    let courses = setting.catalogue.courses
    let offered = courses.indices.filter {
      (only ?? $0) == $0 && courses[$0].provider == lanes[lane].provider
        && (courses[$0].givenFrom ?? start) <= start
    }
    if offered.isEmpty { return nil }
    let people = offered.map { need($0, start) }
    // A large class is no likelier than a middling one, so that the rarer courses are given too.
    let drawn = random.place(inWeights: people.map { min($0.count, 24) + 1 })
    return (offered[drawn], people[drawn])
  }

  private mutating func planClass(
    _ course: Int, _ lane: Int, days: [CalendarDate]?, from start: CalendarDate
  ) -> DemoClass {
    let plan = setting.catalogue.courses[course]
    let today = setting.calendar.today
    let days = days ?? classDays(plan, from: start)
    let isMorning = random.happens(60)
    let meetings = days.map { day in
      let morning = TimeSpan(start: day.at(hour: 8, minute: 0), end: day.at(hour: 11, minute: 30))
      let afternoon = TimeSpan(
        start: day.at(hour: 13, minute: 30), end: day.at(hour: 17, minute: 0))
      return DemoClass.Meeting(
        id: ids.next(.session), heldOn: day,
        morning: plan.isByFullDays || isMorning ? morning : nil,
        afternoon: plan.isByFullDays || !isMorning ? afternoon : nil)
    }
    let last = days[days.count - 1]
    let stage: DemoClass.Stage =
      if last < today {
        random.happens(3) ? .cancelled : .over
      } else if days[0] <= today {
        .underWay
      } else {
        .ahead
      }
    return DemoClass(
      id: ids.next(.run), course: course, lane: lane, stage: stage, meetings: meetings,
      capacity: random.number(in: 12...22),
      firmQuota: random.happens(20) ? random.number(in: 4...6) : nil,
      takesWaiting: random.happens(85))
  }

  /// Full days follow one another, two a week; half-days come twice a week.
  private func classDays(
    _ plan: DemoCatalogue.CoursePlan, from start: CalendarDate
  ) -> [CalendarDate] {
    let count = plan.isByFullDays ? (plan.halfDays + 1) / 2 : plan.halfDays
    var days: [CalendarDate] = []
    for index in 0..<count {
      let step = plan.isByFullDays ? index / 2 * 7 + index % 2 : index / 2 * 7 + index % 2 * 2
      let planned = start.adding(days: step)
      let earliest = days.last.map { max(planned, $0.adding(days: 1)) } ?? planned
      days.append(setting.calendar.schoolDay(from: earliest))
    }
    return days
  }

  /// Closes what was held. Of classes that ended lately, some still wait for their last marks.
  private mutating func close(_ new: inout DemoClass) {
    let today = setting.calendar.today
    if new.stage == .cancelled { return }
    for index in new.meetings.indices {
      let isLast = index == new.meetings.count - 1
      let isForgotten =
        isLast && new.endsOn > today.adding(days: -21) && random.happens(30)
      new.meetings[index].isClosed = new.meetings[index].heldOn < today && !isForgotten
    }
  }

  private mutating func record(_ new: DemoClass) {
    let lane = lanes[new.lane]
    let plan = setting.catalogue.courses[new.course]
    let today = setting.calendar.today
    let createdAt = setting.calendar.moment(
      new.startsOn.adding(days: -45), hour: 9, minute: 0)
    let isPlanned = new.startsOn > today.adding(days: 80)
    let policy = new.takesWaiting ? "first_come" : "none"
    let state =
      switch new.stage {
      case .over: "finished"
      case .cancelled: "cancelled"
      case .underWay: "open"
      case .ahead: isPlanned ? "planned" : "open"
      }
    rows.runs.append(
      DemoCourseRunRow(
        id: new.id, courseID: setting.frame.courseIDs[new.course], providerID: lane.providerID,
        ownerID: lane.provider == nil ? firms[0].id : nil,
        code: "\(plan.code)-\(new.startsOn.year % 100)-\(number + 1).\(lane.classes)",
        language: "vi", roomID: lane.roomID, place: nil, communeCode: lane.communeCode,
        capacity: new.capacity, cutOffAt: new.cutOffOn.at(hour: 17, minute: 0),
        waitingPolicy: new.firmQuota == nil ? policy : "firm_quota",
        firmQuota: new.firmQuota, priceVnd: plan.priceVnd, startsOn: new.startsOn,
        endsOn: new.endsOn, state: state,
        stateReason: new.stage == .cancelled ? "Không đủ học viên" : nil, createdAt: createdAt,
        createdBy: lane.account))
    rows.runTrainers.append(DemoCourseRunTrainerRow(courseRunID: new.id, trainerID: lane.trainerID))
    for (ordinal, meeting) in new.meetings.enumerated() {
      record(meeting, ordinal: ordinal + 1, of: new, lane, createdAt)
    }
  }

  private mutating func record(
    _ meeting: DemoClass.Meeting, ordinal: Int, of new: DemoClass, _ lane: Lane, _ createdAt: Date
  ) {
    let isCancelled = new.stage == .cancelled
    rows.sessions.append(
      DemoSessionRow(
        id: meeting.id, courseRunID: new.id, ordinal: ordinal, heldOn: meeting.heldOn,
        morning: meeting.morning, afternoon: meeting.afternoon, roomID: lane.roomID,
        state: isCancelled ? "cancelled" : meeting.isClosed ? "closed" : "open",
        createdAt: createdAt, createdBy: lane.account))
    if isCancelled || meeting.isClosed {
      let day = isCancelled ? new.cutOffOn : meeting.heldOn
      rows.sessionEvents.append(
        DemoSessionEventRow(
          sessionID: meeting.id, revision: 1, kind: isCancelled ? "cancelled" : "closed",
          reason: isCancelled ? "Không đủ học viên" : nil, unmarkedCount: isCancelled ? nil : 0,
          recordedAt: setting.calendar.moment(day, hour: 17, minute: 30), recordedBy: lane.account))
    }
    if isCancelled { return }
    for half in meeting.halves {
      rows.trainerBookings.append(
        DemoTrainerBookingRow(
          sessionID: meeting.id, trainerID: lane.trainerID, halfDay: half.name,
          during: half.during))
      rows.roomBookings.append(
        DemoRoomBookingRow(
          sessionID: meeting.id, roomID: lane.roomID, halfDay: half.name, during: half.during))
    }
  }
}
