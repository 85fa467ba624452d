import CivilCalendar
import Foundation
import Localization
import Workforce

/// A run with what may be recorded of its people.
struct RunResults: Sendable {
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

  /// What was chosen for each person. Throws `invalidInput` naming whose score is none.
  func entries(_ submission: Submission, _ words: Words) throws(AppError) -> [CompletionEntry] {
    var entries: [CompletionEntry] = []
    var wrong: [FieldError] = []
    for person in proposals.people {
      guard
        let result = submission.text("result.\(person.enrolmentId)").flatMap(
          CompletionResult.init(rawValue:))
      else { continue }
      let typed = submission.text("score.\(person.enrolmentId)")
      let score = typed.flatMap { Double($0.replacing(",", with: ".")) }
      if typed != nil, !(score.map { (0...100).contains($0) } ?? false) {
        wrong.append(
          FieldError(
            field: "\(person.displayName), \(words["attendance.score"])",
            rule: "field.out_of_range", parameters: ["lowest": "0", "highest": "100"]))
      }
      entries.append(
        CompletionEntry(enrolmentId: person.enrolmentId, result: result, score: score))
    }
    guard wrong.isEmpty else { throw .invalid(wrong) }
    return entries
  }

  /// - Parameter sent: what a refused form brought back.
  func content(_ visit: Visit, sent: FormBody?) -> PageContent {
    let words = visit.words
    let isEnglish = words.language == .en
    let start = words.date(iso: run.run.startsOn.description)
    let end = words.date(iso: run.run.endsOn.description)
    var content: PageContent = [
      "course": run.run.courseTitle.text(english: isEnglish), "run": run.run.code,
      "dates": "\(start) – \(end)",
      "summary": words.counted("attendance.trainee_count", proposals.people.count),
      "runURL": "/runs/\(run.run.id)", "action": "/runs/\(run.run.id)/results",
      "competencies": outcomes.map { outcome -> PageContent in
        ["title": Self.name(outcome, words)]
      },
      "people": proposals.people.map { person($0, words, sent: sent) },
    ]
    if proposals.openSessionCount > 0 {
      content["formError"] = words.counted(
        "attendance.open_sessions", proposals.openSessionCount)
    }
    return content
  }

  private func person(
    _ person: CompletionProposal, _ words: Words, sent: FormBody?
  ) -> PageContent {
    func typed(_ name: String) -> String? { sent?.values[name]?.last }
    let id = person.enrolmentId
    let chosen =
      typed("result.\(id)").flatMap(CompletionResult.init(rawValue:)) ?? person.result
      ?? (person.isMet ? .completed : .notCompleted)
    var content: PageContent = [
      "id": person.enrolmentId.description, "name": person.displayName,
      "code": person.employeeCode, "rate": "\(person.attendedPct)\u{00A0}%",
      "lastAttended": person.lastAttendedOn.map { words.date(iso: $0.description) } ?? "–",
      "score": typed("score.\(id)") ?? person.score.map { words.number($0, decimals: 1) } ?? "",
      "results": CompletionResult.allCases.map { result -> PageContent in
        [
          "value": result.rawValue, "label": words["attendance.result_\(result.rawValue)"],
          "selected": result == chosen,
        ]
      },
      "levels": outcomes.map { outcome -> PageContent in
        let levels = 1...max(1, outcome.targetLevel)
        let recorded = person.levels.first { $0.competencyId == outcome.competencyId }
        let none: PageContent = [
          "value": "",
          "label": words[recorded == nil ? "attendance.not_assessed" : "attendance.no_other_level"],
        ]
        let chosen = typed("level.\(id).\(outcome.competencyId)")
        var level: PageContent = [
          "id": person.enrolmentId.description,
          "competency": outcome.competencyId.description, "title": Self.name(outcome, words),
          "label": "\(outcome.competencyCode) · \(person.displayName)",
          "options": [none]
            + levels.map {
              [
                "value": "\($0)", "label": words["level.number", ["level": "\($0)"]],
                "selected": chosen == "\($0)",
              ] as PageContent
            },
        ]
        level["recorded"] = recorded.map { Self.told($0, words) }
        return level
      },
    ]
    if person.completionId != nil {
      content["voidURL"] = "/runs/\(run.run.id)/results/\(id)/void"
    }
    if !person.isMet {
      content["belowRequired"] =
        words[
          "attendance.needs_share", ["required": "\(person.requiredPct)"]]
    }
    return content
  }

  private static func name(_ outcome: CourseDetails.Outcome, _ words: Words) -> String {
    "\(outcome.competencyCode) \(outcome.competencyTitle.text(english: words.isEnglish))"
  }

  /// `Mức 2 · qua bài kiểm tra · 01/12/2026`
  private static func told(_ level: RecordedLevel, _ words: Words) -> String {
    let value =
      level.level.map { words["level.number", ["level": "\($0)"]] }
      ?? words[level.isPassed == true ? "assessment.passed" : "assessment.not_passed"]
    return [value, words[level.grade.wordKey], words.date(level.occurredOn)]
      .joined(separator: " · ")
  }
}
