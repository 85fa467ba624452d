import CivilCalendar
import Localization
import Workforce

/// Putting right where a person is said to work: an assignment that was recorded wrong, or not at all.
struct AssignmentForms {
  func mount(_ pages: PageRouter) {
    pages.recordForm("/people/{employeeId}/assignments/{assignmentId}/correct") { visit in
      try await correcting(visit)
    } submit: { visit, submission in
      // A last day that was emptied is taken away.
      let isOpenEnded = submission.text("to") == nil
      _ = try await visit.perform(
        try submission.decode(
          CorrectAssignment.self, extra: isOpenEnded ? ["isOpenEnded": "true"] : [:]))
      return Landing(
        try PersonAddress(visit).url, flash: .done(visit.words["people.assignment_corrected"]))
    }
    pages.recordForm("/people/{employeeId}/assignments/{assignmentId}/void") { visit in
      try await voiding(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(VoidAssignment.self))
      return Landing(
        try PersonAddress(visit).url, flash: .done(visit.words["people.assignment_voided"]))
    }
  }

  private func correcting(_ visit: Visit) async throws -> RecordForm {
    let (person, place) = try await about(visit)
    let words = visit.words
    let choices = try await FirmChoices(visit)
    // A role once recorded can be another, but not none: that is another assignment.
    let blank = place.jobRoleId == nil ? [FormField.Choice("", words["people.no_role"])] : []
    var form = form("correct", person, place, visit)
    form.fields = [
      .select(
        "unitId", words["people.unit"], value: place.unitId.description,
        choices: choices.units.keeping(place.unitId.description, place.unitName, words)),
      .select(
        "jobRoleId", words["people.role"], value: place.jobRoleId?.description,
        choices: blank
          + choices.roles.keeping(
            place.jobRoleId?.description, place.jobRoleTitle?.text(english: words.isEnglish), words),
        place.jobRoleId == nil ? .optional : .none),
      .text("from", words["people.assign_from"], value: place.startsOn.description, .day),
      .text(
        "to", words["people.assign_to"], value: place.endsOn?.description,
        FormField.Hints(
          hint: words["people.assign_to_hint"], type: "date", attributes: "class=\"short\"",
          isOptional: true)),
      .reason(words),
    ]
    form.note = words["people.correct_assignment_effect"]
    return form
  }

  private func voiding(_ visit: Visit) async throws -> RecordForm {
    let (person, place) = try await about(visit)
    var form = form("void", person, place, visit)
    form.fields = [.reason(visit.words)]
    form.note = visit.words["people.void_assignment_effect"]
    form.button = visit.words["people.void_assignment"]
    form.isGrave = true
    return form
  }

  private func form(
    _ act: String, _ person: EmployeeDetail, _ place: AssignmentDetail, _ visit: Visit
  ) -> RecordForm {
    let words = visit.words
    let url = "/people/\(person.id)"
    var form = RecordForm(
      words["people.\(act)_assignment"], back: RecordLink(label: person.fullName, url: url),
      action: "\(url)/assignments/\(place.id)/\(act)", section: .people, fields: [])
    form.subtitle = [
      place.jobRoleTitle?.text(english: words.isEnglish), place.unitName,
      words.dates(from: place.startsOn, to: place.endsOn),
    ].compactMap { $0 }.joined(separator: " · ")
    return form
  }

  private func about(_ visit: Visit) async throws -> (EmployeeDetail, AssignmentDetail) {
    guard visit.may(.managePeople) else { throw AppError.forbidden }
    let id: ID<Assignment> = try visit.id("assignmentId", "assignment")
    let person = try await visit.perform(ShowEmployee(employeeId: try PersonAddress(visit).id))
    guard let place = person.assignments.first(where: { $0.id == id }) else {
      throw AppError.notFound("assignment")
    }
    return (person, place)
  }
}
