import CivilCalendar
import Localization
import Workforce

/// Entering a person, and changing what is kept about them.
struct PersonForms {
  func mount(_ pages: PageRouter) {
    pages.form("/people/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      let values = try PersonValuesSent(submission)
      let saved = try await PersonValuesSent.naming { () throws(AppError) in
        try await visit.perform(try values.creating())
      }
      let flash = Flash.done(visit.words["people.added", ["name": values.fullName]])
      return Landing("/people/\(ID<Employee>(saved.id))", flash: flash)
    }
    pages.form("/people/{employeeId}/change") { visit in
      try await changing(visit)
    } submit: { visit, submission in
      let address = try PersonAddress(visit)
      let values = try PersonValuesSent(submission)
      let present = try await visit.perform(ShowEmployee(employeeId: address.id))
      _ = try await PersonValuesSent.naming { () throws(AppError) in
        try await visit.change(
          try values.changing(present), onVersion: submission.text("version").flatMap { Int($0) })
      }
      return Landing(address.url, flash: .done(visit.words["people.changed"]))
    }
  }

  private func creating(_ visit: Visit) async throws -> Form {
    guard visit.may(.managePeople) else { throw AppError.forbidden }
    let choices = try await FirmChoices(visit)
    // A name that was pasted for enrolment and found nobody comes along.
    let name = PersonNameParts(visit.text("name") ?? "")
    return Form(
      "people/form",
      fields: nameFields(name) + [
        FormField("code", input: "code", value: ""),
        FormField("startedOn", input: "startsOn", value: visit.today.description),
        FormField("unit", input: "unitId", value: visit.text("unit") ?? "", choices: choices.units),
        FormField("role", input: "jobRoleId", value: "", choices: choices.roles),
      ] + contactFields(phone: nil, email: nil, birthOn: nil),
      content: [
        "creating": true, "listURL": "/people", "action": "/people/new", "cancelURL": "/people",
      ], section: .people)
  }

  private func changing(_ visit: Visit) async throws -> Form {
    guard visit.may(.managePeople) else { throw AppError.forbidden }
    let address = try PersonAddress(visit)
    let person = try await visit.perform(ShowEmployee(employeeId: address.id))
    let name = PersonNameParts(
      family: person.familyName, middle: person.middleName, given: person.givenName)
    return Form(
      "people/form",
      fields: nameFields(name) + [
        FormField("code", input: "code", value: person.code),
        FormField("startedOn", input: "startsOn", value: person.startsOn.description),
        FormField("reason", input: "reason", value: ""),
        // What was seen when the form was drawn, so that a refused form keeps it.
        FormField("version", input: "version", value: "\(person.version)"),
      ]
        + contactFields(
          phone: person.phone.map { PhoneNumber.asDialled($0) }, email: person.email,
          birthOn: person.birthOn),
      content: [
        "listURL": "/people", "personURL": address.url, "name": person.fullName,
        "action": "\(address.url)/change", "cancelURL": address.url,
      ], section: .people)
  }

  private func nameFields(_ name: PersonNameParts) -> [FormField] {
    [
      FormField("familyName", input: "familyName", value: name.family),
      FormField("middleName", input: "middleName", value: name.middle),
      FormField("givenName", input: "givenName", value: name.given),
    ]
  }

  private func contactFields(
    phone: String?, email: String?, birthOn: CalendarDate?
  ) -> [FormField] {
    [
      FormField("phone", input: "phone", value: phone ?? ""),
      FormField("email", input: "email", value: email ?? ""),
      FormField("birthDate", input: "birthOn", value: birthOn?.description ?? ""),
    ]
  }
}

extension Visit {
  /// A change made on the version that the page showed; nil takes whatever there is.
  func change<Task: UseCase>(
    _ useCase: Task, onVersion version: Int?
  ) async throws(AppError) -> Task.Output {
    try await app.perform(
      useCase, as: principal,
      request: UseCaseRequest(id: requestID, idempotencyKey: nil, ifMatch: version))
  }
}
