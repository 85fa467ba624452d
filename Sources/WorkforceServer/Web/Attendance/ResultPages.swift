import CivilCalendar
import Foundation
import Localization
import Workforce

/// The results of a run: who completed it, and the levels that the trainer saw or tested.
struct ResultPages {
  func mount(_ pages: PageRouter) {
    pages.get("/runs/{courseRunId}/results") { visit in
      form(try await RunResults(visit), visit, sent: nil).page()
    }
    pages.post(answering: "/runs/{courseRunId}/results") { visit, sent in
      let results = try await RunResults(visit)
      let form = form(results, visit, sent: sent.body)
      do {
        let submission = Submission(body: sent.body, form: form, path: visit.path)
        return .land(try await save(results, visit, submission))
      } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
        return .show(form.page(refused: sent.body, error, visit.words))
      }
    }
    pages.recordForm("/runs/{courseRunId}/results/{enrolmentId}/void") { visit in
      try await voiding(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(VoidCompletion.self))
      return Landing(
        "/runs/\(try visit.id("courseRunId", "course_run") as ID<CourseRun>)/results",
        flash: .done(visit.words["attendance.result_voided"]))
    }
  }

  private func form(_ results: RunResults, _ visit: Visit, sent: FormBody?) -> Form {
    let words = visit.words
    return Form(
      "attendance/results",
      fields: [
        FormField(
          "grade", input: "kind", value: AssessmentKind.test.rawValue,
          choices: [
            FormField.Choice(AssessmentKind.test.rawValue, words[EvidenceGrade.tested.wordKey]),
            FormField.Choice(
              AssessmentKind.trainer.rawValue, words[EvidenceGrade.observedTrainer.wordKey]),
          ]),
        FormField("on", input: "occurredOn", value: results.lastDay.description),
      ], content: results.content(visit, sent: sent), section: .sessions)
  }

  private func voiding(_ visit: Visit) async throws -> RecordForm {
    let results = try await RunResults(visit)
    let id: ID<Enrolment> = try visit.id("enrolmentId", "enrolment")
    guard let person = results.proposals.people.first(where: { $0.enrolmentId == id }),
      person.completionId != nil
    else { throw AppError.notFound("completion") }
    let words = visit.words
    let url = "/runs/\(results.run.run.id)/results"
    var form = RecordForm(
      words["attendance.void_result"], back: RecordLink(label: results.run.run.code, url: url),
      action: "\(url)/\(id)/void", section: .sessions, fields: [.reason(words)])
    form.subtitle = person.displayName
    form.note = words["attendance.void_result_effect"]
    form.button = words["attendance.void_result"]
    form.isGrave = true
    return form
  }

  private func save(
    _ results: RunResults, _ visit: Visit, _ submission: Submission
  ) async throws -> Landing {
    let entries = try results.entries(submission, visit.words)
    var sentences: [String] = []
    if !entries.isEmpty {
      let recorded = try await visit.perform(
        RecordCompletions(
          courseRunId: results.run.run.id, entries: entries,
          reason: visit.words["attendance.corrected_on_results"]))
      let names = Dictionary(
        uniqueKeysWithValues: results.proposals.people.map { ($0.enrolmentId, $0.displayName) })
      sentences = recorded.people.filter { $0.outcome == .refused }.map { person in
        let why = person.rule.map { visit.words.sentence($0, person.parameters) } ?? ""
        return "\(names[person.enrolmentId] ?? ""): \(why)"
      }
    }
    let assessed = try await assess(results, visit, submission)
    let text = visit.words[
      "attendance.results_saved",
      ["completions": "\(entries.count - sentences.count)", "levels": "\(assessed)"]]
    return Landing(
      "/runs/\(results.run.run.id)/results",
      flash: sentences.isEmpty
        ? .done(text)
        : Flash(
          text: ([text] + sentences).joined(separator: " "), isError: true, undoURL: nil,
          undoSeconds: nil))
  }

  private func assess(
    _ results: RunResults, _ visit: Visit, _ submission: Submission
  ) async throws -> Int {
    var count = 0
    for person in results.proposals.people {
      for outcome in results.outcomes {
        let field = "level.\(person.enrolmentId).\(outcome.competencyId)"
        guard let level = submission.text(field) else { continue }
        _ = try await visit.perform(
          try submission.decode(
            AssessTrainee.self,
            extra: [
              "enrolmentId": person.enrolmentId.description,
              "competencyId": outcome.competencyId.description, "level": level,
              "kind": submission.text("grade") ?? "",
              "occurredOn": submission.text("on") ?? "",
              "evidence":
                "\(results.run.run.courseTitle.text(english: false)) · \(results.run.run.code)",
            ]))
        count += 1
      }
    }
    return count
  }
}
