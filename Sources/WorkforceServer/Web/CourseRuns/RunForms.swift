import CivilCalendar
import Foundation
import Localization
import Workforce

/// Planning a run with its first sessions, and adding a session to one.
struct RunForms {
  /// How many sessions can be entered with the run; more are added one by one.
  private static let rows = 6

  func mount(_ pages: PageRouter) {
    pages.form("/runs/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      let created = try await visit.perform(
        try RunValues.input(submission, sessions: Self.sessions(submission)))
      return Landing("/runs/\(created.run.id)", flash: .done(visit.words["run.created"]))
    }
    pages.form("/runs/{courseRunId}/sessions/new") { visit in
      let view = try await RunView.planned(visit)
      let resources = try await RunResourceChoices(visit, provider: view.run.providerId)
      return Form(
        "course-runs/session",
        fields: Self.hourFields + [
          FormField("day", input: "heldOn", value: ""),
          FormField("room", input: "roomId", value: "", choices: resources.rooms),
        ], content: view.heading, section: .runs)
    } submit: { visit, submission in
      let added = try await visit.perform(try submission.decode(AddSession.self))
      return Landing("/runs/\(added.run.id)", flash: .done(visit.words["run.session_added"]))
    }
  }

  private static let hours = ["morningStart", "morningEnd", "afternoonStart", "afternoonEnd"]
  private static let hourFields = hours.map { FormField($0, input: $0, value: "") }

  /// The rows that were filled in, as far as they name a day. Throws `invalidInput` for one without.
  private static func sessions(_ submission: Submission) throws(AppError) -> [SessionInput] {
    var sessions: [SessionInput] = []
    for row in 0..<rows {
      let hours = hours.map { submission.text("\($0).\(row)") }
      guard let text = submission.text("day.\(row)") else {
        guard hours.allSatisfy({ $0 == nil }) else {
          throw .invalid("sessions[\(sessions.count)].heldOn", "field.required")
        }
        continue
      }
      guard let day = CalendarDate(text) else {
        throw .invalid("sessions[\(sessions.count)].heldOn", "field.not_a_date")
      }
      sessions.append(
        SessionInput(
          heldOn: day, morningStart: hours[0], morningEnd: hours[1], afternoonStart: hours[2],
          afternoonEnd: hours[3], roomId: nil))
    }
    return sessions
  }

  private func creating(_ visit: Visit) async throws -> Form {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    let words = visit.words
    let courses = try await visit.perform(
      ListCourses(
        search: nil, competencyId: nil, targetLevel: nil, providerId: nil, mode: nil,
        isInHouse: nil, after: nil, limit: 200)
    ).items.filter(\.isPublished)
    let provider = try await provider(visit)
    let resources = try await RunResourceChoices(visit, provider: provider.chosen)
    let content: PageContent = [
      "listURL": "/runs", "hasCourses": !courses.isEmpty, "courseURL": "/courses/new",
      "asksProvider": !provider.choices.isEmpty,
      "provider": FormField(
        "provider", input: "providerId", value: provider.chosen?.description ?? "",
        choices: provider.choices
      ).content(sent: nil, errors: []),
      "providerId": provider.chosen?.description ?? "", "course": visit.text("course") ?? "",
      "trainers": resources.trainerContent(chosen: []), "hasTrainers": !resources.trainers.isEmpty,
      "hasRooms": !resources.rooms.isEmpty, "isRequest": provider.isRequest,
    ]
    return Form(
      "course-runs/new",
      fields: [
        FormField(
          "run", input: "courseId", value: visit.text("course") ?? "",
          choices: courses.map {
            FormField.Choice(
              $0.id.description, "\($0.code) · \($0.title.text(english: words.isEnglish))")
          }),
        FormField("providerId", input: "providerId", value: provider.chosen?.description ?? ""),
        FormField("code", input: "code", value: ""),
        FormField("trainer", input: "trainerIds", value: ""),
        FormField("room", input: "roomId", value: "", choices: resources.rooms),
        FormField("place", input: "place", value: ""),
        FormField("capacity", input: "capacity", value: "20"),
        FormField("cutOff", input: "cutOffAt", value: ""),
        FormField(
          "policy", input: "waitingPolicy", value: WaitingPolicy.firstCome.rawValue,
          choices: [WaitingPolicy.firstCome, .none, .firmQuota].map {
            FormField.Choice($0.rawValue, words["run.choice_\($0.rawValue)"])
          }),
        FormField("quota", input: "firmQuota", value: ""),
        FormField("price", input: "priceVnd", value: ""),
        FormField(
          "isOpen", input: "isOpen", value: provider.isRequest ? "false" : "true",
          choices: [
            FormField.Choice("true", words["run.open_at_once"]),
            FormField.Choice("false", words["run.planned_first"]),
          ]),
      ] + Self.sessionFields(words), content: content, section: .runs)
  }

  /// One line for each session; what was sent stands there again when the form is refused.
  private static func sessionFields(_ words: Words) -> [FormField] {
    let columns = [
      ("day", "date", "run.day"), ("morningStart", "time", "run.morning_from"),
      ("morningEnd", "time", "run.morning_to"), ("afternoonStart", "time", "run.afternoon_from"),
      ("afternoonEnd", "time", "run.afternoon_to"),
    ]
    return (0..<rows).flatMap { row in
      columns.map { name, type, label in
        .text(
          "\(name).\(row)", "\(words[label]) \(row + 1)", value: nil,
          FormField.Hints(type: type, isOptional: true))
      }
    }
  }

  private struct ChosenProvider {
    let chosen: ID<Provider>?
    /// None where there is nothing to choose: a trainer plans for their own.
    let choices: [FormField.Choice]
    /// Whether HR asks somebody else's provider.
    let isRequest: Bool
  }

  private func provider(_ visit: Visit) async throws -> ChosenProvider {
    if let own = visit.principal.providerID, visit.principal.role == .trainer {
      return ChosenProvider(chosen: own, choices: [], isRequest: false)
    }
    let isHR = visit.principal.role == .hr
    let providers = try await visit.perform(
      ListProviders(
        search: nil,
        provinceCode: visit.principal.role == .officer ? visit.principal.provinceCode : nil,
        isActive: true, after: nil, limit: 200)
    ).items
    let own = visit.principal.firmID?.uuid
    let others = providers.filter { $0.id.uuid != own }
      .map { FormField.Choice($0.id.description, $0.name) }
    let wanted = visit.text("provider").flatMap { ID<Provider>($0) }
    let itself = isHR ? providers.first { $0.id.uuid == own }?.id : nil
    return ChosenProvider(
      chosen: wanted ?? itself,
      choices: (isHR ? [FormField.Choice("", visit.words["run.own_provider"])] : []) + others,
      isRequest: isHR && wanted != nil && wanted?.uuid != own)
  }
}

/// The simple fields of the form, each under the name of the input.
private struct RunValues: Codable {
  let courseId: ID<Course>
  let providerId: ID<Provider>?
  let code: String
  let trainerIds: [ID<Trainer>]
  let roomId: ID<Room>?
  let place: String?
  let capacity: Int
  let waitingPolicy: WaitingPolicy
  let firmQuota: Int?
  let isOpen: Bool

  static func input(
    _ submission: Submission, sessions: [SessionInput]
  ) throws -> CreateCourseRun {
    let values = try submission.decode(RunValues.self)
    let price = try submission.text("price").map { text throws(AppError) in
      try EnrolmentDraft.amount(text, field: "priceVnd")
    }
    return CreateCourseRun(
      courseId: values.courseId, providerId: values.providerId, code: values.code, language: nil,
      trainerIds: values.trainerIds, roomId: values.roomId, place: values.place,
      communeCode: nil, capacity: values.capacity,
      cutOffAt: try submission.text("cutOff").map(moment), waitingPolicy: values.waitingPolicy,
      firmQuota: values.firmQuota, priorityFlags: nil, priceVnd: price, isOpen: values.isOpen,
      startsOn: nil, endsOn: nil, sessions: sessions)
  }

  /// A day and an hour of Vietnam, as a browser sends them: `2026-12-04T17:00`.
  private static func moment(_ text: String) throws(AppError) -> Date {
    do {
      return try Date("\(text):00+07:00", strategy: .iso8601)
    } catch { throw .invalid("cutOffAt", "field.not_a_moment") }
  }
}
