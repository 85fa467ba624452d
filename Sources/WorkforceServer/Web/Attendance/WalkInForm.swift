import Localization
import Workforce

/// Somebody at the door of a session: found among the people of the trainer's classes, else a name for the HR of
/// their firm to resolve.
struct WalkInForm {
  private static let searchField = "q"

  func mount(_ pages: PageRouter) {
    pages.form("/sessions/{sessionId}/walk-ins") { visit in
      try await form(visit)
    } submit: { visit, submission in
      let walkIn = try await visit.perform(try submission.decode(AddWalkIn.self))
      let half = visit.text("half").map { "?half=\(QueryText.encode($0))" } ?? ""
      return Landing(
        "/sessions/\(visit.path["sessionId"] ?? "")\(half)",
        flash: .done(visit.words["walk_in.added", ["name": walkIn.displayName]]))
    }
    pages.form("/walk-ins/{walkInId}/withdraw") { visit in
      let walkIn = try await visit.perform(
        ShowWalkIn(walkInId: try visit.id("walkInId", "walk_in")))
      return Form(
        "attendance/walk-in-withdraw",
        fields: [FormField("reason", input: "reason", value: "")],
        content: [
          "name": walkIn.displayName, "subtitle": "\(walkIn.firmName) · \(walkIn.courseRunCode)",
          "backURL": back(visit), "action": "",
        ], section: .sessions)
    } submit: { visit, submission in
      let walkIn = try await visit.perform(try submission.decode(WithdrawWalkIn.self))
      return Landing(
        back(visit), flash: .done(visit.words["walk_in.withdrawn", ["name": walkIn.displayName]]))
    }
  }

  private func back(_ visit: Visit) -> String {
    visit.text("back").map { Redirect.local($0) } ?? "/sessions"
  }

  private func form(_ visit: Visit) async throws -> Form {
    let view = try await RosterView(visit)
    let search = visit.text(Self.searchField)
    let found =
      visit.may(.teach)
      ? try await visit.perform(
        SearchTrainees(courseRunId: view.roster.courseRunId, search: search)) : nil
    let people = found?.people ?? []
    let run = try await visit.perform(ShowCourseRun(courseRunId: view.roster.courseRunId)).run
    let isFull = run.taken + view.walkIns.count >= run.capacity
    var content = view.heading
    content["searches"] = visit.may(.teach)
    content["search"] = ["value": search ?? ""] as PageContent
    content["half"] = view.halfDay.rawValue
    content["searched"] = search != nil
    content["hasPeople"] = !people.isEmpty
    content["people"] = people.map { person -> PageContent in
      var line: PageContent = [
        "value": person.enrolmentId.description, "name": person.displayName,
        "detail": "\(person.employeeCode) · \(person.firmName)",
      ]
      if person.isWaiting { line["waiting"] = true }
      return line
    }
    content["isFull"] = isFull
    content["full"] =
      visit.words[
        "walk_in.class_is_full",
        [
          "capacity": visit.words.number(run.capacity),
          "present": visit.words.number(run.taken + view.walkIns.count),
        ]]
    let firms = (found?.firms ?? []).map { FormField.Choice($0.id.description, $0.name) }
    content["asksFirm"] = !firms.isEmpty
    return Form(
      "attendance/walk-in",
      fields: [
        FormField("enrolment", input: "enrolmentId", value: ""),
        FormField("displayName", input: "displayName", value: search ?? ""),
        FormField(
          "firm", input: "firmId", value: firms.count == 1 ? firms[0].value : "", choices: firms),
        FormField("overCapacity", input: "overCapacityReason", value: ""),
      ], content: content, section: .sessions)
  }
}
