import Foundation
import Postgres

/// One run of a course while it is made.
struct DemoClass {
  struct Meeting {
    let id: UUID
    let heldOn: CalendarDate
    let morning: TimeSpan?
    let afternoon: TimeSpan?
    var isClosed = false

    var halves: [(name: String, during: TimeSpan)] {
      [("morning", morning), ("afternoon", afternoon)].compactMap { name, during in
        during.map { (name, $0) }
      }
    }
  }

  enum Stage { case over, cancelled, underWay, ahead }

  /// What becomes of somebody who was entered.
  enum Fate {
    case attends, staysAway
    /// Left before the cut-off, or after it.
    case leavesInTime, leavesLate
    /// Waits, or waited and got the seat of somebody who left.
    case waits, followsOn
    case isTurnedAway
  }

  struct Trainee {
    /// Places in the circle.
    let firm: Int
    let person: Int
    let enrolmentID: UUID
    let enteredOn: CalendarDate
    var fate: Fate
    var attendedMinutes = 0
    var lastAttendedOn: CalendarDate?

    var isExpected: Bool {
      switch fate {
      case .attends, .staysAway, .followsOn: true
      case .leavesInTime, .leavesLate, .waits, .isTurnedAway: false
      }
    }
  }

  let id: UUID
  let course: Int
  let lane: Int
  let stage: Stage
  var meetings: [Meeting]
  var capacity: Int
  var firmQuota: Int?
  var takesWaiting: Bool
  var trainees: [Trainee] = []

  var startsOn: CalendarDate { meetings[0].heldOn }
  var endsOn: CalendarDate { meetings[meetings.count - 1].heldOn }
  var cutOffOn: CalendarDate { startsOn.adding(days: -4) }
  var plannedMinutes: Int {
    meetings.reduce(0) { $0 + $1.halves.reduce(0) { $0 + $1.during.minutes } }
  }
}
