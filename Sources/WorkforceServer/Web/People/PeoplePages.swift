import CivilCalendar
import Localization
import Workforce

/// The people of the firm: the list, one person, and the forms about them.
struct PeoplePages {
  func mount(_ pages: PageRouter) {
    pages.get("/people") { visit in
      PageView("people/list", try await PeopleList(visit).content(), section: .people)
    }
    PersonForms().mount(pages)
    pages.get(answering: "/people/{employeeId}") { visit in try await person(visit) }
    PlaceForms().mount(pages)
    AssignmentForms().mount(pages)
    InvitationForms().mount(pages)
    pages.post("/people/{employeeId}/exemptions/{exemptionId}/end") { visit, submission in
      try await end(visit, submission)
    }
  }

  /// A person, or where a record went that was merged into theirs.
  private func person(_ visit: Visit) async throws -> PageAnswer {
    do {
      return .show(
        PageView("people/person", try await PersonPage(visit).content(), section: .people))
    } catch let error as AppError where error.rule == "employee.merged_into" {
      guard let survivor = error.parameters["id"].flatMap({ ID<Employee>($0) }) else {
        throw error
      }
      let words = visit.words.sentence(error.rule, error.parameters)
      return .land(Landing("/people/\(survivor)", flash: .done(words)))
    }
  }

  /// Until yesterday: from today on the requirement applies again.
  private func end(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    let person = try PersonAddress(visit)
    let exemption = EndExemption(
      exemptionId: try visit.id("exemptionId", "exemption"),
      validUntil: visit.today.adding(days: -1), reason: submission.text("reason") ?? "")
    if let refusal = try await visit.refusal(of: exemption) {
      return Landing(person.url, flash: .refused(refusal, visit.words))
    }
    return Landing(person.url, flash: .done(visit.words["people.exemption_ended"]))
  }
}

/// Where the pages of a person are.
struct PersonAddress {
  let id: ID<Employee>

  init(_ visit: Visit) throws(AppError) {
    id = try visit.id("employeeId", "employee")
  }

  var url: String { "/people/\(id)" }
}

extension Visit {
  /// What is wrong with the input, or stands against it; nil when it was done.
  func refusal<Task: UseCase>(of useCase: Task) async throws(AppError) -> AppError? {
    do {
      _ = try await perform(useCase)
      return nil
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return error
    }
  }
}

extension Flash {
  /// What was refused, for a button whose page has no place to mark a field.
  static func refused(_ error: AppError, _ words: Words) -> Flash {
    let sentences = error.fieldErrors.map {
      "\(words.label(of: $0.field)): \(words.sentence($0.rule, $0.parameters))"
    }
    let text =
      sentences.isEmpty
      ? words.sentence(error.rule, error.parameters) : sentences.joined(separator: " ")
    return Flash(text: text, isError: true, undoURL: nil, undoSeconds: nil)
  }
}

extension PhoneNumber {
  /// A number that is kept, as people here dial it: `0912345678`.
  static func asDialled(_ kept: String) -> String {
    do { return try PhoneNumber(kept).national } catch { return kept }
  }
}

extension Words {
  var isEnglish: Bool { language == .en }

  func date(_ day: CalendarDate) -> String { date(iso: day.description) }

  /// One day, or the first and the last.
  func dates(_ first: CalendarDate, _ last: CalendarDate) -> String {
    first == last ? date(first) : "\(date(first)) – \(date(last))"
  }

  /// `từ 01/02/2025` where no end is known.
  func dates(from first: CalendarDate, to last: CalendarDate?) -> String {
    last.map { dates(first, $0) } ?? self["people.since", ["date": date(first)]]
  }
}
