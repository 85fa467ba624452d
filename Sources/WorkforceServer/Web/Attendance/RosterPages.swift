import CivilCalendar
import Foundation
import Localization
import Workforce

/// The trainer's day: sessions about now, a roster for one hand, closing and reopening.
struct RosterPages {
  func mount(_ pages: PageRouter) {
    WalkInForm().mount(pages)
    pages.get("/sessions") { visit in try await today(visit) }
    pages.get("/sessions/{sessionId}") { visit in
      PageView("attendance/roster", try await RosterView(visit).content(), section: .sessions)
    }
    pages.get("/sessions/{sessionId}/sheet") { visit in
      PageView("attendance/sheet", sheet(try await RosterView(visit), visit), section: .sessions)
    }
    pages.post(quietly: "/sessions/{sessionId}/marks") { visit, submission in
      try await RosterRecording(visit, submission).land()
    }
    pages.form("/sessions/{sessionId}/close") { visit in
      let view = try await RosterView(visit)
      return Form(
        "attendance/close",
        fields: [
          FormField(
            "unmarkedAs", input: "markUnmarkedAbsent", value: "",
            choices: [FormField.Choice("true", visit.words["attendance.absent"])])
        ],
        content: closing(view, visit), section: .sessions)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(CloseSession.self))
      return Landing("/sessions", flash: .done(visit.words["attendance.closed"]))
    }
    pages.form("/sessions/{sessionId}/reopen") { visit in
      let view = try await RosterView(visit)
      var content = view.heading
      content["action"] = "\(view.address)/reopen"
      let proposals = try await visit.perform(
        ProposeCompletions(courseRunId: view.roster.courseRunId))
      let affected = proposals.people.count { $0.completionId != nil }
      if affected > 0 {
        content["hasEffects"] = true
        content["effects"] = [visit.words.counted("attendance.effect_completions", affected)]
      }
      return Form(
        "attendance/reopen", fields: [FormField("reason", input: "reason", value: "")],
        content: content, section: .sessions)
    } submit: { visit, submission in
      let reopened = try await visit.perform(try submission.decode(ReopenSession.self))
      return Landing(
        "/sessions/\(reopened.sessionId)", flash: .done(visit.words["attendance.reopened"]))
    }
  }

  private func today(_ visit: Visit) async throws -> PageView {
    let taught = try await visit.perform(
      ListOwnCourseRuns(state: nil, after: nil, limit: nil))
    let now = visit.app.dependencies.now()
    var sessions: [PageContent] = []
    for meeting in taught.sessions {
      let roster = try await visit.perform(
        ShowRoster(courseRunId: nil, sessionId: meeting.id, asOf: nil, knownAt: nil))
      // Somebody who came for the morning alone was there, too.
      let present = roster.people.count { person in
        person.marks.contains {
          $0.sessionId == meeting.id && ($0.mark == .present || $0.mark == .late)
        }
      }
      sessions.append(
        self.session(meeting, present: present, total: roster.people.count, visit))
    }
    return PageView(
      "attendance/today",
      [
        "date": visit.words.date(now), "hasSessions": !sessions.isEmpty, "sessions": sessions,
      ], section: .sessions)
  }

  private func session(
    _ meeting: TaughtRuns.Meeting, present: Int, total: Int, _ visit: Visit
  ) -> PageContent {
    let words = visit.words
    let start = meeting.morningStart ?? meeting.afternoonStart ?? ""
    let end = meeting.afternoonEnd ?? meeting.morningEnd ?? ""
    let ordinal = words["attendance.session_number", ["number": "\(meeting.ordinal)"]]
    let isToday = meeting.heldOn == visit.today
    var content: PageContent = [
      "url": "/sessions/\(meeting.id)", "time": "\(start) – \(end)",
      "course": meeting.courseTitle.text(english: words.language == .en),
      "run": "\(meeting.runCode), \(ordinal) · \(words.date(iso: meeting.heldOn.description))",
      "place": meeting.roomName ?? meeting.place ?? "", "present": "\(present)",
      "total": "\(total)",
    ]
    switch meeting.state {
    case .closed:
      content["state"] = words["attendance.state_closed"]
      content["closed"] = true
    case .open, .cancelled:
      content["state"] = words[isToday ? "attendance.state_now" : "attendance.state_later"]
      if isToday { content["now"] = true }
    }
    return content
  }

  private func closing(_ view: RosterView, _ visit: Visit) -> PageContent {
    let words = visit.words
    var content = view.heading
    content["action"] = "\(view.address)/close"
    content["present"] = "\(view.session.presentCount)"
    content["late"] = "\(view.session.lateCount)"
    content["excused"] = "\(view.session.excusedCount)"
    content["absent"] = "\(view.session.absentCount)"
    let unmarked = view.roster.people.flatMap { person in
      RosterView.halfDays(of: view.session).filter { view.mark(of: person, $0) == nil }
        .map { (person, $0) }
    }
    let below = view.roster.people.filter(\.isBelowRequired)
    let double = view.roster.people.filter(\.isDoubleBooked)
    func line(name: String, _ detail: String, _ half: HalfDay) -> PageContent {
      ["name": name, "detail": detail, "url": "\(view.address)?half=\(half.rawValue)"]
    }
    func line(_ person: RosterPerson, _ detail: String, _ half: HalfDay) -> PageContent {
      line(name: person.displayName, detail, half)
    }
    content["hasUnmarked"] = !unmarked.isEmpty
    content["unmarkedCount"] = "\(unmarked.count)"
    content["unmarked"] = unmarked.map { line($0, words["attendance.\($1.rawValue)"], $1) }
    content["hasWalkIns"] = !view.walkIns.isEmpty
    content["walkInCount"] = "\(view.walkIns.count)"
    content["walkIns"] = view.walkIns.map { line(name: $0.displayName, $0.firmName, .morning) }
    content["hasDoubleBooked"] = !double.isEmpty
    content["doubleBookedCount"] = "\(double.count)"
    content["doubleBooked"] = double.map { line($0, $0.firmName, .morning) }
    content["hasBelow"] = !below.isEmpty
    content["belowCount"] = "\(below.count)"
    content["below"] = below.map { person in
      let share = person.heldMinutes == 0 ? 0 : person.attendedMinutes * 100 / person.heldMinutes
      return line(
        person,
        words[
          "attendance.share_below",
          ["share": "\(share)", "required": "\(view.roster.requiredAttendancePct)"]], .morning)
    }
    if unmarked.isEmpty, below.isEmpty, double.isEmpty { content["allClear"] = true }
    return content
  }

  private func sheet(_ view: RosterView, _ visit: Visit) -> PageContent {
    var content = view.heading
    let halves = RosterView.halfDays(of: view.session)
    content["trainer"] = visit.session.displayName
    content["halfDays"] = halves.map { ["label": visit.words["attendance.\($0.rawValue)"]] }
    content["people"] = view.roster.people.enumerated().map { index, person -> PageContent in
      [
        "number": "\(index + 1)", "name": person.displayName, "firm": person.firmName,
        "rowCode": "\(view.roster.courseRunCode)-\(view.session.ordinal)-\(person.employeeCode)",
        "signatures": halves.map { _ in "" },
      ]
    }
    return content
  }
}
