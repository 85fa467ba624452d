import Localization
import Workforce

/// What an employee does first: their levels, the classes to come, and one honest answer.
struct EmployeeHome {
  private let visit: Visit
  private let cells: [EmployeeSkillCell]
  private let training: [OwnTraining]

  init(_ visit: Visit) async throws {
    self.visit = visit
    cells = try await visit.perform(ShowOwnSkillGaps(asOf: nil, knownAt: nil)).document().cells
    training = try await visit.perform(ListOwnTraining())
  }

  func content() -> PageContent {
    let words = visit.words
    let required = cells.filter { $0.requiredLevel != nil && $0.verdict != .exempt }
    var content = HomeActions.content(actions(required))
    content["hasTiles"] = !required.isEmpty
    content["tiles"] = [
      [
        "value": words.number(required.count { $0.verdict == .met }),
        "of": words.number(required.count), "label": words["level.met_of_required"],
        "url": "/me/levels",
      ] as PageContent
    ]
    return content
  }

  private func actions(_ required: [EmployeeSkillCell]) -> [PageContent] {
    let words = visit.words
    var actions: [PageContent] = training.filter(\.isApplicationDue).map { run in
      HomeActions.action(
        words["level.application"], run.courseTitle.text(english: words.isEnglish),
        url: "/me/levels#application")
    }
    let unrated = required.count { $0.verdict == .notAssessed }
    if unrated > 0 {
      actions.append(
        HomeActions.action(
          words.counted("home.rate", unrated), words["level.rate_closes_nothing"],
          url: "/me/levels"))
    }
    let coming = training.filter { $0.startsOn >= visit.today && $0.state.isStanding }
    return actions
      + coming.map { run in
        var action = HomeActions.action(
          run.courseTitle.text(english: words.isEnglish), run.place ?? "", url: "/me/levels")
        action["due"] = words.date(run.startsOn)
        return action
      }
  }
}

/// What a trainer does first: the sessions about now.
struct TrainerHome {
  private let visit: Visit
  private let taught: TaughtRuns

  init(_ visit: Visit) async throws {
    self.visit = visit
    taught = try await visit.perform(ListOwnCourseRuns(state: nil, after: nil, limit: 20))
  }

  func content() -> PageContent {
    let words = visit.words
    let sessionsURL = Navigation.url(of: .sessions)
    var content = HomeActions.content(
      taught.runs.items.isEmpty
        ? begin
        : taught.runs.items.map { run in
          var action = HomeActions.action(
            "\(run.courseTitle.text(english: words.isEnglish)) (\(run.code))",
            words[
              "home.run_seats",
              ["taken": words.number(run.taken), "capacity": words.number(run.capacity)]],
            url: sessionsURL)
          action["due"] = words.dates(run.startsOn, run.endsOn)
          return action
        })
    content["hasSessions"] = !taught.sessions.isEmpty
    content["sessions"] = taught.sessions.map { meeting -> PageContent in
      let hours = [
        meeting.morningStart ?? meeting.afternoonStart,
        meeting.afternoonEnd ?? meeting.morningEnd,
      ]
      var row: PageContent = [
        "course": meeting.courseTitle.text(english: words.isEnglish),
        "time": words.date(meeting.heldOn) + " "
          + hours.compactMap { $0 }.joined(separator: " – "),
        "place": meeting.roomName ?? meeting.place ?? "",
        "people": words.counted("app.people_count", meeting.taken),
      ]
      row["url"] = sessionsURL.map { "\($0)/\(meeting.id)" }
      return row
    }
    return content
  }

  /// For somebody who teaches nothing yet: a course first, then a class of it.
  private var begin: [PageContent] {
    [("course", "/courses/new"), ("run", "/runs/new")].map { step, url in
      HomeActions.action(
        visit.words["home.begin_\(step)"], visit.words["home.begin_\(step)_detail"], url: url)
    }
  }
}
