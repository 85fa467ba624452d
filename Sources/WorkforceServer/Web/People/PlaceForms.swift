import CivilCalendar
import Localization
import Workforce

/// Where a person works: a new place, leaving the firm, and taking a leaving back.
struct PlaceForms {
  func mount(_ pages: PageRouter) {
    pages.form("/people/{employeeId}/assign") { visit in
      try await assigning(visit)
    } submit: { visit, submission in
      let assignment = try submission.decode(AssignEmployee.self)
      _ = try await visit.perform(assignment)
      return Landing(
        try PersonAddress(visit).url, flash: .done(visit.words["people.assigned"]))
    }
    pages.form("/people/{employeeId}/leave") { visit in
      try await leaving(visit)
    } submit: { visit, submission in
      let left = try await visit.perform(try submission.decode(LeaveFirm.self))
      let key = left.openEnrolments.isEmpty ? "people.leave_recorded" : "people.leave_seats"
      let flash = Flash.done(
        visit.words[key, ["count": visit.words.number(left.openEnrolments.count)]])
      return Landing(try PersonAddress(visit).url, flash: flash)
    }
    pages.form("/people/{employeeId}/rejoin") { visit in
      try await rejoining(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(
        RejoinFirm(
          employeeId: try PersonAddress(visit).id, reason: submission.text("reason") ?? ""))
      return Landing(
        try PersonAddress(visit).url, flash: .done(visit.words["people.rejoined"]))
    }
  }

  private func assigning(_ visit: Visit) async throws -> Form {
    let (person, content) = try await about(visit, action: "assign")
    let choices = try await FirmChoices(visit)
    let standing = PersonPlace(person, visit.today).standing
    let present = standing.first
    var fields = [
      FormField(
        "unit", input: "unitId", value: present?.unitId.description ?? "",
        choices: choices.units.keeping(
          present?.unitId.description, present?.unitName, visit.words)),
      FormField(
        "role", input: "jobRoleId", value: present?.jobRoleId?.description ?? "",
        choices: [FormField.Choice("", visit.words["people.no_role"])]
          + choices.roles.keeping(
            present?.jobRoleId?.description,
            present?.jobRoleTitle?.text(english: visit.words.isEnglish), visit.words)),
      FormField("from", input: "from", value: visit.today.description),
      FormField("reason", input: "reason", value: ""),
    ]
    if !standing.isEmpty {
      let replaceable = standing.map { place in
        FormField.Choice(
          place.id.description,
          [place.jobRoleTitle?.text(english: visit.words.isEnglish), place.unitName]
            .compactMap { $0 }.joined(separator: " · "))
      }
      fields.append(
        FormField(
          "replaces", input: "replaces", value: present?.id.description ?? "",
          choices: replaceable + [FormField.Choice("", visit.words["people.replaces_none"])]))
    }
    return Form("people/assign", fields: fields, content: content, section: .people)
  }

  private func leaving(_ visit: Visit) async throws -> Form {
    let (_, content) = try await about(visit, action: "leave")
    return Form(
      "people/leave",
      fields: [
        FormField("on", input: "lastDay", value: visit.today.description),
        FormField("reason", input: "reason", value: ""),
      ], content: content, section: .people)
  }

  private func rejoining(_ visit: Visit) async throws -> Form {
    let (_, content) = try await about(visit, action: "rejoin")
    return Form(
      "people/rejoin", fields: [FormField("reason", input: "reason", value: "")],
      content: content, section: .people)
  }

  private func about(
    _ visit: Visit, action: String
  ) async throws -> (EmployeeDetail, PageContent) {
    guard visit.may(.managePeople) else { throw AppError.forbidden }
    let address = try PersonAddress(visit)
    let person = try await visit.perform(ShowEmployee(employeeId: address.id))
    return (
      person,
      [
        "name": person.fullName, "subtitle": person.subtitle(visit.words, visit.today),
        "backURL": address.url, "action": "\(address.url)/\(action)",
      ]
    )
  }
}
