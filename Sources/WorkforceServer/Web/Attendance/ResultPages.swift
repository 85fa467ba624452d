import CivilCalendar
import Foundation
import Localization
import Workforce

/// The results of a run: who completed it, and the levels that the trainer saw or tested.
struct ResultPages {
  func mount(_ pages: PageRouter) {
    pages.form("/runs/{courseRunId}/results") { visit in
      let results = try await RunResults(visit)
      return Form(
        "attendance/results",
        fields: [
          FormField(
            "grade", input: "kind", value: AssessmentKind.test.rawValue,
            choices: [
              FormField.Choice(
                AssessmentKind.test.rawValue, visit.words[EvidenceGrade.tested.wordKey]),
              FormField.Choice(
                AssessmentKind.trainer.rawValue,
                visit.words[EvidenceGrade.observedTrainer.wordKey]),
            ]),
          FormField("on", input: "occurredOn", value: results.lastDay.description),
        ], content: results.content(visit), section: .sessions)
    } submit: { visit, submission in
      try await save(visit, submission)
    }
  }

  private func save(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    let results = try await RunResults(visit)
    let entries = results.proposals.people.compactMap { person -> CompletionEntry? in
      guard
        let result = submission.text("result.\(person.enrolmentId)").flatMap(
          CompletionResult.init(rawValue:))
      else { return nil }
      let score = submission.text("score.\(person.enrolmentId)")
        .flatMap { Double($0.replacing(",", with: ".")) }
      return CompletionEntry(enrolmentId: person.enrolmentId, result: result, score: score)
    }
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

/// A run with what may be recorded of its people.
private struct RunResults: Sendable {
  let run: CourseRunDetails
  let proposals: CompletionProposals
  let outcomes: [CourseDetails.Outcome]

  init(_ visit: Visit) async throws {
    let id: ID<CourseRun> = try visit.id("courseRunId", "course_run")
    run = try await visit.perform(ShowCourseRun(courseRunId: id))
    proposals = try await visit.perform(ProposeCompletions(courseRunId: id))
    outcomes = try await visit.perform(ShowCourse(courseId: run.run.courseId)).outcomes
  }

  var lastDay: CalendarDate { run.run.endsOn }

  func content(_ visit: Visit) -> PageContent {
    let words = visit.words
    let isEnglish = words.language == .en
    let start = words.date(iso: run.run.startsOn.description)
    let end = words.date(iso: run.run.endsOn.description)
    var content: PageContent = [
      "course": run.run.courseTitle.text(english: isEnglish), "run": run.run.code,
      "dates": "\(start) – \(end)",
      "summary": words.counted("attendance.trainee_count", proposals.people.count),
      "runURL": "/sessions", "action": "/runs/\(run.run.id)/results",
      "competencies": outcomes.map { outcome -> PageContent in
        ["title": "\(outcome.competencyCode) \(outcome.competencyTitle.text(english: isEnglish))"]
      },
      "people": proposals.people.map { person($0, words, isEnglish) },
    ]
    if proposals.openSessionCount > 0 {
      content["formError"] = words.counted(
        "attendance.open_sessions", proposals.openSessionCount)
    }
    return content
  }

  private func person(
    _ person: CompletionProposal, _ words: Words, _ isEnglish: Bool
  ) -> PageContent {
    let chosen = person.result ?? (person.isMet ? .completed : .notCompleted)
    var content: PageContent = [
      "id": person.enrolmentId.description, "name": person.displayName,
      "code": person.employeeCode, "rate": "\(person.attendedPct)\u{00A0}%",
      "lastAttended": person.lastAttendedOn.map { words.date(iso: $0.description) } ?? "–",
      "score": person.score.map { words.number($0, decimals: 1) } ?? "",
      "results": CompletionResult.allCases.map { result -> PageContent in
        [
          "value": result.rawValue, "label": words["attendance.result_\(result.rawValue)"],
          "selected": result == chosen,
        ]
      },
      "levels": outcomes.map { outcome -> PageContent in
        let levels = 1...max(1, outcome.targetLevel)
        let none: PageContent = ["value": "", "label": words["attendance.not_assessed"]]
        return [
          "id": person.enrolmentId.description,
          "competency": outcome.competencyId.description, "title": outcome.competencyCode,
          "label": "\(outcome.competencyCode) · \(person.displayName)",
          "options": [none]
            + levels.map {
              ["value": "\($0)", "label": words["level.number", ["level": "\($0)"]]] as PageContent
            },
        ]
      },
    ]
    if !person.isMet {
      content["belowRequired"] =
        words[
          "attendance.needs_share", ["required": "\(person.requiredPct)"]]
    }
    return content
  }
}
