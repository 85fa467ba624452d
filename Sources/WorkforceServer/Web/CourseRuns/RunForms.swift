import CivilCalendar
import Foundation
import Localization
import Workforce

/// Planning a run with its first sessions, and changing what was planned.
struct RunForms {
  func mount(_ pages: PageRouter) {
    pages.form("/runs/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      let sessions = try SessionRows.Sent(submission)
      do {
        let created = try await visit.perform(
          try RunValues(submission).creation(submission, sessions: sessions.inputs))
        return Landing("/runs/\(created.run.id)", flash: .done(visit.words["run.created"]))
      } catch let error as AppError {
        throw error.placing(Self.clashes).atFields.naming(sessions.names).atLists
      }
    }
    pages.form("/runs/{courseRunId}/change") { visit in
      try await changing(visit)
    } submit: { visit, submission in
      let view = try await RunView.changeable(visit)
      let resources = try await RunResourceChoices(visit, run: view.run, session: nil)
      do {
        let changed = try await visit.perform(
          try RunValues(submission).change(of: view.details, resources),
          onVersion: submission.version)
        return Landing("/runs/\(changed.run.id)", flash: .done(visit.words["run.changed"]))
      } catch let error as AppError {
        throw error.placing(Self.clashes).atFields.atLists
      }
    }
    SessionForms().mount(pages)
  }

  /// Who or what is in two places is said where it was chosen.
  private static let clashes = [
    "session.trainer_taken": "trainerIds", "session.room_taken": "roomId",
    "constraint.a_trainer_teaches_one_session_at_a_time": "trainerIds",
    "constraint.a_room_holds_one_session_at_a_time": "roomId",
  ]

  private func changing(_ visit: Visit) async throws -> Form {
    let view = try await RunView.changeable(visit)
    let fields = try await RunFields(
      visit, provider: view.run.providerId,
      resources: try await RunResourceChoices(visit, run: view.run, session: nil))
    var content = view.heading
    content.merge(fields.content) { $1 }
    content["hasSessions"] = !view.details.sessions.isEmpty
    content["needsPrice"] = true
    return Form(
      "course-runs/change", fields: fields.fields(view.details), content: content, section: .runs)
  }

  private func creating(_ visit: Visit) async throws -> Form {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    let words = visit.words
    let courses = try await CourseChoices.all(visit, isInHouse: nil).filter(\.isPublished)
    let provider = try await ChosenProvider(visit)
    let fields = try await RunFields(
      visit, provider: provider.chosen,
      resources: try await RunResourceChoices(
        visit, provider: provider.isRequest ? nil : provider.chosen))
    var content: PageContent = [
      "listURL": "/runs", "hasCourses": !courses.isEmpty, "courseURL": "/courses/new",
      "asksProvider": !provider.choices.isEmpty,
      "provider": FormField(
        "provider", input: "providerId", value: provider.chosen?.description ?? "",
        choices: provider.choices
      ).content(sent: nil, errors: []),
      "providerId": provider.chosen?.description ?? "", "course": visit.text("course") ?? "",
      "isRequest": provider.isRequest,
    ]
    content.merge(fields.content) { $1 }
    return Form(
      "course-runs/new",
      fields: [
        FormField.found(
          "run", words["run.course"], in: "courses", value: visit.text("course"),
          choices: courses.map { CourseChoices.choice($0.id, $0.code, $0.title, words) },
          .none.with(words["run.course_hint"])
        ).filling("courseId").drawn(in: "courseFields"),
        FormField("providerId", input: "providerId", value: provider.chosen?.description ?? ""),
        FormField(
          "isOpen", input: "isOpen", value: provider.isRequest ? "false" : "true",
          choices: [
            FormField.Choice("true", words["run.open_at_once"]),
            FormField.Choice("false", words["run.planned_first"]),
          ]),
      ] + fields.fields(nil) + SessionRows.fields(words), content: content, section: .runs)
  }
}

/// By whom a run that is planned is given.
private struct ChosenProvider {
  let chosen: ID<Provider>?
  /// None where there is nothing to choose: a trainer plans for their own.
  let choices: [FormField.Choice]
  /// Whether HR asks somebody else's provider.
  let isRequest: Bool

  init(_ visit: Visit) async throws {
    if let own = visit.principal.providerID, visit.principal.role == .trainer {
      chosen = own
      choices = []
      isRequest = false
      return
    }
    let isHR = visit.principal.role == .hr
    let providers = try await visit.activeProviders
    let own = visit.principal.firmID?.uuid
    let others = providers.filter { $0.id.uuid != own }
      .map { FormField.Choice($0.id.description, $0.name) }
    let wanted = visit.text("provider").flatMap { ID<Provider>($0) }
    let itself = isHR ? providers.first { $0.id.uuid == own }?.id : nil
    chosen = wanted ?? itself
    choices = (isHR ? [FormField.Choice("", visit.words["run.own_provider"])] : []) + others
    isRequest = isHR && wanted != nil && wanted?.uuid != own
  }
}
