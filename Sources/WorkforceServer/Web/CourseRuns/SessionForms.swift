import CivilCalendar
import Foundation
import Localization
import Workforce

/// Adding a session to a run, moving one that is still to be held, and cancelling one.
struct SessionForms {
  func mount(_ pages: PageRouter) {
    pages.form("/runs/{courseRunId}/sessions/new") { visit in
      let view = try await RunView.changeable(visit)
      return try await form(view, nil, visit)
    } submit: { visit, submission in
      do {
        let added = try await visit.perform(try submission.decode(AddSession.self))
        return Landing("/runs/\(added.run.id)", flash: .done(visit.words["run.session_added"]))
      } catch let error as AppError {
        throw error.placing(Self.clashes)
      }
    }
    pages.form("/runs/{courseRunId}/sessions/{sessionId}/change") { visit in
      let view = try await RunView.changeable(visit)
      return try await form(view, try view.openSession(visit), visit)
    } submit: { visit, submission in
      do {
        let moved = try await visit.perform(
          try Self.move(submission), onVersion: submission.version)
        return Landing(
          "/runs/\(moved.courseRun.run.id)", flash: .done(visit.words["run.session_changed"]))
      } catch let error as AppError {
        throw error.placing(Self.clashes).atLists
      }
    }
    pages.recordForm("/runs/{courseRunId}/sessions/{sessionId}/cancel") { visit in
      let view = try await RunView.changeable(visit)
      return cancelling(view, try view.openSession(visit), visit.words)
    } submit: { visit, submission in
      let cancelled = try await visit.perform(
        try submission.decode(CancelSession.self), onVersion: submission.version)
      return Landing(
        "/runs/\(cancelled.courseRun.run.id)", flash: .done(visit.words["run.session_off"]))
    }
  }

  /// Who or what is in two places is said at the day, and a room at the room.
  private static let clashes = [
    "session.trainer_taken": "heldOn", "session.run_taken": "heldOn",
    "session.room_taken": "roomId",
    "constraint.a_trainer_teaches_one_session_at_a_time": "heldOn",
    "constraint.a_room_holds_one_session_at_a_time": "roomId",
  ]

  private static func move(_ submission: Submission) throws -> ChangeSession {
    if submission.form?.fields.contains(where: { $0.name == "trainer" }) == true,
      submission.text("trainer") == nil
    {
      throw AppError.invalid("trainerIds", "field.required")
    }
    // A form without a choice of rooms says nothing of the room.
    let isInRoomOfRun =
      submission.text("room") == nil
      && submission.form?.fields.contains { $0.name == "room" && $0.choices?.isEmpty == false }
        == true
    return try submission.decode(
      ChangeSession.self, extra: isInRoomOfRun ? ["inRoomOfRun": "true"] : [:])
  }

  /// There is something to choose where a run has several trainers.
  private static func trainers(of session: SessionDetails, in run: CourseRunSummary) -> FormField {
    let named = session.trainerIds.isEmpty ? run.trainers.map(\.id) : session.trainerIds
    return FormField(
      "trainer", input: "trainerIds", value: named.map(\.description).joined(separator: ","),
      choices: run.trainers.map { FormField.Choice($0.id.description, $0.name) },
      isMultiple: true)
  }

  /// - Parameter session: nil for one that is added.
  private func form(
    _ view: RunView, _ session: SessionDetails?, _ visit: Visit
  ) async throws -> Form {
    let words = visit.words
    let resources = try await RunResourceChoices(visit, run: view.run, session: session)
    var content = view.heading
    let title = words[session == nil ? "run.add_session" : "run.change_session"]
    content["heading"] = title
    content["button"] = title
    content["hasRooms"] = !resources.rooms.isEmpty
    content["isMove"] = session != nil
    if view.isAgreedRequest { content["asksAgain"] = true }
    // A session that has no room of its own says the room of its run.
    let room = session?.roomId == view.run.roomId ? nil : session?.roomId
    var fields = [
      FormField("day", input: "heldOn", value: session?.heldOn.description ?? ""),
      FormField("room", input: "roomId", value: room?.description ?? "", choices: resources.rooms),
      FormField("morningStart", input: "morningStart", value: session?.morningStart ?? ""),
      FormField("morningEnd", input: "morningEnd", value: session?.morningEnd ?? ""),
      FormField("afternoonStart", input: "afternoonStart", value: session?.afternoonStart ?? ""),
      FormField("afternoonEnd", input: "afternoonEnd", value: session?.afternoonEnd ?? ""),
    ]
    if let session {
      fields.append(FormField("version", input: "version", value: "\(session.version)"))
      fields.append(FormField("reason", input: "reason", value: ""))
      if view.run.trainers.count > 1, !resources.trainers.isEmpty {
        content["hasTrainers"] = true
        fields.append(Self.trainers(of: session, in: view.run))
      }
    }
    return Form("course-runs/session", fields: fields, content: content, section: .runs)
  }

  private func cancelling(
    _ view: RunView, _ session: SessionDetails, _ words: Words
  ) -> RecordForm {
    var form = RecordForm(
      words["run.cancel_session"],
      back: RecordLink(
        label: view.run.courseTitle.text(english: words.isEnglish), url: view.url),
      action: "", section: .runs,
      fields: [
        .hidden("version", "\(session.version)"), .reason(words),
      ])
    form.subtitle =
      "\(view.run.code) · \(words["attendance.session_number", ["number": "\(session.ordinal)"]]) · "
      + words.date(session.heldOn)
    form.note = words["run.cancel_session_effect"]
    form.button = words["run.cancel_session"]
    form.isGrave = true
    return form
  }
}

/// The lines of a run's form in which its first sessions are entered; more are added one by one.
enum SessionRows {
  private static let count = 6
  private static let hours = ["morningStart", "morningEnd", "afternoonStart", "afternoonEnd"]

  /// One line for each session; what was sent stands there again when the form is refused.
  static func fields(_ words: Words) -> [FormField] {
    let columns = [
      ("day", "date", "run.day"), ("morningStart", "time", "run.morning_from"),
      ("morningEnd", "time", "run.morning_to"), ("afternoonStart", "time", "run.afternoon_from"),
      ("afternoonEnd", "time", "run.afternoon_to"),
    ]
    return (0..<count).flatMap { row in
      columns.map { name, type, label in
        .text(
          "\(name).\(row)", "\(words[label]) \(row + 1)", value: nil,
          FormField.Hints(type: type, isOptional: true))
      }
    }
  }

  /// What the lines of a sent form say, and which field of the page each part of it stands in.
  struct Sent {
    private(set) var inputs: [SessionInput] = []
    private(set) var names: [String: String] = [:]

    /// Throws `invalidInput` naming the page's field of a line without a day.
    init(_ submission: Submission) throws(AppError) {
      var problems = Problems()
      for row in 0..<SessionRows.count {
        let times = SessionRows.hours.map { submission.text("\($0).\(row)") }
        let text = submission.text("day.\(row)")
        guard text != nil || times.contains(where: { $0 != nil }) else { continue }
        guard let text else {
          problems.add("day.\(row)", "field.required")
          continue
        }
        let day: CalendarDate
        do throws(WrittenDayError) {
          day = try CalendarDate(written: text)
        } catch {
          problems.add("day.\(row)", error.rule)
          continue
        }
        let path = "sessions[\(inputs.count)]"
        names["\(path).heldOn"] = "day.\(row)"
        for name in SessionRows.hours { names["\(path).\(name)"] = "\(name).\(row)" }
        inputs.append(
          SessionInput(
            heldOn: day, morningStart: times[0], morningEnd: times[1], afternoonStart: times[2],
            afternoonEnd: times[3], roomId: nil))
      }
      try problems.throwIfAny()
    }
  }
}
