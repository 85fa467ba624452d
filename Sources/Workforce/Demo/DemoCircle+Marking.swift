import Foundation
import Postgres

extension DemoCircle {
  private struct Mark {
    let name: String
    let minutes: Int
  }

  /// A mark for each half-day that was held, of everybody who was expected.
  mutating func mark(_ new: inout DemoClass) {
    for meeting in new.meetings where meeting.isClosed {
      for place in new.trainees.indices where new.trainees[place].isExpected {
        for half in meeting.halves {
          let drawn = draw(new.trainees[place], minutes: half.during.minutes)
          record(drawn, of: new.trainees[place], half.name, meeting, new, end: half.during.end)
          new.trainees[place].attendedMinutes += drawn.minutes
          if drawn.minutes > 0 { new.trainees[place].lastAttendedOn = meeting.heldOn }
        }
      }
    }
  }

  private mutating func draw(_ trainee: DemoClass.Trainee, minutes: Int) -> Mark {
    let diligence = firms[trainee.firm].people[trainee.person].diligence
    if trainee.fate == .staysAway { return Mark(name: "absent", minutes: 0) }
    if random.happens(diligence) {
      return random.happens(8)
        ? Mark(name: "late", minutes: minutes - 5 * random.number(in: 2...9))
        : Mark(name: "present", minutes: minutes)
    }
    return Mark(name: random.happens(40) ? "excused" : "absent", minutes: 0)
  }

  private mutating func record(
    _ mark: Mark, of trainee: DemoClass.Trainee, _ half: String, _ meeting: DemoClass.Meeting,
    _ new: DemoClass, end: Date
  ) {
    let account = lanes[new.lane].account
    let source = ["trainer", "check_in", "sheet"][random.place(inWeights: [78, 16, 6])]
    // A paper sheet is typed in days later.
    let typedOn = meeting.heldOn.adding(days: random.number(in: 1...6))
    let at =
      source == "sheet"
      ? setting.calendar.moment(typedOn, hour: 9, minute: 0) : end.addingTimeInterval(300)
    let id = firms[trainee.firm].ids.next(.attendance)
    func row(_ revision: Int, _ mark: Mark, _ recording: Recording) -> DemoAttendanceRow {
      DemoAttendanceRow(
        firmID: firms[trainee.firm].id, id: id, revision: revision,
        enrolmentID: trainee.enrolmentID, courseRunID: new.id, sessionID: meeting.id,
        halfDay: half, mark: mark.name, minutes: mark.minutes, source: source,
        occurredOn: meeting.heldOn, recording: recording)
    }
    if mark.minutes > 0, random.happens(1) {
      let corrected = setting.calendar.moment(meeting.heldOn.adding(days: 8), hour: 10, minute: 0)
      if corrected > at {
        rows.attendances.append(
          row(
            1, Mark(name: "absent", minutes: 0),
            Recording(at: at, by: account, supersededAt: corrected)))
        rows.attendances.append(
          row(2, mark, Recording(at: corrected, by: account, reason: "Điểm danh nhầm người")))
        return
      }
    }
    rows.attendances.append(row(1, mark, Recording(at: at, by: account)))
  }
}
