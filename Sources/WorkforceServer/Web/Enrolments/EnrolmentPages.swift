import Localization
import Workforce

/// Enrolling: whom, in which run, for what money, and what would come of it, on one page.
struct EnrolmentPages {
  func mount(_ pages: PageRouter) {
    pages.get("/enrol") { visit in
      guard visit.may(.enrol) else { throw AppError.forbidden }
      return PageView(
        "enrolments/enrol", try await EnrolmentScreen(visit).content(), section: .enrol)
    }
    pages.post("/enrol") { visit, submission in try await step(visit, submission) }
    BatchPages().mount(pages)
    EnrolmentForms().mount(pages)
  }

  /// Each step ends at an address that holds the whole draft.
  private func step(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    guard visit.may(.enrol) else { throw AppError.forbidden }
    var sent = try await resolved(submission, visit)
    guard sent.people.count <= EnrolmentDraft.mostPeople else {
      let limit = ["limit": "\(EnrolmentDraft.mostPeople)"]
      sent.people = Array(sent.people.prefix(EnrolmentDraft.mostPeople))
      let refusal = AppError.conflict("enrolment.too_many_people", limit)
      return Landing(sent.url, flash: .refused(refusal, visit.words))
    }
    switch submission.text("step") {
    case "confirm":
      return try await confirm(sent, seen: submission.text("seen"), visit)
    case "preview":
      return Landing(sent.url + (sent.run == nil ? "#run" : "#money"), flash: nil)
    case "find":
      return Landing(sent.url + "#run", flash: nil)
    default:
      return Landing(sent.url + "#who", flash: nil)
    }
  }

  /// The draft with its pasted lines turned into people, choices taken and removals made.
  private func resolved(
    _ submission: Submission, _ visit: Visit
  ) async throws -> EnrolmentDraft {
    var draft = EnrolmentDraft(submission)
    let removed = Set(submission.body.values["remove"] ?? [])
    let pasted = PastedPeople(try await Staff(visit, status: .all))
    draft.people.removeAll { removed.contains($0) }
    var open: [String] = []
    for entry in draft.entries where !removed.contains(entry) {
      if let chosen = submission.text("choose.\(entry)") {
        draft.people.append(chosen)
      } else if case .one(let person) = pasted.match(entry) {
        draft.people.append(person.code)
      } else {
        open.append(entry)
      }
    }
    draft.entries = open
    var seen: Set<String> = []
    draft.people = draft.people.filter { seen.insert($0).inserted }
    return draft
  }

  private func confirm(
    _ draft: EnrolmentDraft, seen: String?, _ visit: Visit
  ) async throws -> Landing {
    // Nobody confirms what they have not seen: a run chosen after the preview is previewed first.
    guard seen == draft.url else {
      let flash = Flash(
        text: visit.words["enrolment.look_again"], isError: true, undoURL: nil, undoSeconds: nil)
      return Landing(draft.url + "#preview", flash: flash)
    }
    guard let request = try draft.request() else { return Landing(draft.url, flash: nil) }
    let answer: EnrolmentAnswer
    do {
      answer = try await visit.perform(EnrolPeople(request: request))
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return Landing(draft.url, flash: .refused(error, visit.words))
    }
    guard let batch = answer.batchId else {
      return Landing(
        draft.url + "#preview",
        flash: .refused(.conflict("enrolment.everyone_refused"), visit.words))
    }
    return Landing("/enrol/batches/\(batch)", flash: .done(summary(answer, visit.words)))
  }

  private func summary(_ answer: EnrolmentAnswer, _ words: Words) -> String {
    [
      ("enrolment.done_enrolled", answer.enrolledCount),
      ("enrolment.done_waitlisted", answer.waitlistedCount),
      ("enrolment.done_refused", answer.refusedCount),
    ].filter { $0.1 > 0 }.map { words.counted($0.0, $0.1) }.joined(separator: " ")
  }
}
