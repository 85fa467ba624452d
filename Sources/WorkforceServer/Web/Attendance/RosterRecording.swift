import Localization
import Workforce

/// One form for a tap and for the whole class. A mark taken back is cleared, a mark that says what is
/// recorded already writes nothing.
struct RosterRecording {
  private let view: RosterView
  private let halfDay: HalfDay
  private let marksAll: Bool
  /// Who had checked in when the page was drawn: what a page did not show, it does not take back.
  private let shownCheckedIn: Set<Substring>
  private let visit: Visit
  private let submission: Submission

  init(_ visit: Visit, _ submission: Submission) async throws {
    view = try await RosterView(visit)
    halfDay = submission.text("halfDay").flatMap(HalfDay.init(rawValue:)) ?? view.halfDay
    marksAll = submission.text("all") == "present"
    shownCheckedIn = Set((submission.text("checkedIn") ?? "").split(separator: ","))
    self.visit = visit
    self.submission = submission
  }

  func land() async throws -> Landing {
    let count = try await recordEnrolled() + recordWalkIns()
    let saved = WordPattern(visit.words["attendance.saved"]).filled(["count": "\(count)"])
    return Landing("\(view.address)?half=\(halfDay.rawValue)", flash: .done(saved))
  }

  /// What the form says of somebody; "all present" says it of those about whom nothing is said.
  private func wanted(_ id: String, isRecorded: Bool) -> String? {
    let sent = submission.text("mark.\(id)")
    return marksAll && !isRecorded && (sent == nil || sent == "unmarked") ? "present" : sent
  }

  /// Minutes attended by somebody late, from how late they were.
  private func attended(_ id: String, _ mark: Mark?) -> Int? {
    guard mark == .late else { return nil }
    let late = submission.text("minutes.\(id)").flatMap(Int.init)
    return late.map { max(0, view.minutes(of: halfDay) - $0) }
  }

  private func recordEnrolled() async throws -> Int {
    var marks: [AttendanceMark] = []
    var cleared: [ClearedHalfDay] = []
    for person in view.roster.people {
      let id = person.enrolmentId
      let isRecorded = view.mark(of: person, halfDay) != nil
      let wanted = wanted(id.description, isRecorded: isRecorded)
      if wanted == "unmarked", isRecorded {
        let isUnseen =
          view.mark(of: person, halfDay)?.source == .checkIn
          && !shownCheckedIn.contains(id.description[...])
        if isUnseen { continue }
        cleared.append(ClearedHalfDay(enrolmentId: id, halfDay: halfDay))
      } else if let mark = wanted.flatMap(Mark.init(rawValue:)) {
        marks.append(
          AttendanceMark(
            enrolmentId: id, halfDay: halfDay, mark: mark,
            minutes: attended(id.description, mark)))
      }
    }
    if !cleared.isEmpty {
      _ = try await visit.perform(
        ClearAttendance(
          sessionId: view.session.id, halfDays: cleared,
          reason: visit.words["attendance.taken_back"]))
    }
    guard !marks.isEmpty else { return cleared.count }
    return try await cleared.count
      + visit.perform(
        RecordAttendance(
          sessionId: view.session.id, marks: marks, source: .trainer,
          reason: visit.words["attendance.corrected_on_roster"])
      ).recordedCount
  }

  /// The same taps for those who came unenrolled; each is a claim to a firm of its own.
  private func recordWalkIns() async throws -> Int {
    var count = 0
    for walkIn in view.walkIns {
      let id = walkIn.id.description
      let recorded = view.mark(of: walkIn, halfDay)
      guard let wanted = wanted(id, isRecorded: recorded != nil) else { continue }
      let mark = Mark(rawValue: wanted)
      guard mark != recorded?.mark || mark == .late else { continue }
      _ = try await visit.perform(
        MarkWalkIn(
          walkInId: walkIn.id, sessionId: view.session.id, halfDay: halfDay, mark: mark,
          minutes: attended(id, mark)))
      count += 1
    }
    return count
  }
}
