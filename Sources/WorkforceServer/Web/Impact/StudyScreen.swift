import Foundation
import Localization
import Workforce

/// The page of a study: its answer, the picture, and everything that a reader could doubt.
struct StudyScreen {
  let visit: Visit
  let answer: StudyAnswer
  let words: Words

  init(_ visit: Visit, _ answer: StudyAnswer) {
    self.visit = visit
    self.answer = answer
    words = visit.words
  }

  var content: PageContent {
    let study = answer.study
    var content: PageContent = [
      "name": study.title,
      "question": StudyQuestion(words: words, study.description, study.indicatorName).text,
      "runURL": "/studies/\(study.id)/run", "backURL": "/studies",
      "editURL": "/studies/\(study.id)/edit",
    ]
    if visit.may(.exportPanels) { content["panelURL"] = "/studies/\(study.id)/panel.csv" }
    let current = study.runs.first
    let isUnderWay = current.map { $0.state == .queued || $0.state == .running } ?? false
    content["canRun"] = !isUnderWay
    if let run = current {
      content["isUnderWay"] = isUnderWay
      if isUnderWay {
        content["cancelURL"] = "/studies/\(study.id)/cancel/\(run.id.uuidString.lowercased())"
      }
      content["progress"] = words.progress(of: run)
      if run.stepsInAll > 0 {
        content["steps"] = ["done": run.stepsDone, "all": run.stepsInAll] as PageContent
      }
      if run.state == .failed { content["failed"] = words.failure(of: run) }
      if run.state == .cancelled { content["cancelled"] = true }
    } else {
      content["neverRun"] = true
    }
    guard let report = answer.report else { return content }
    let reading = StudyReading(words: words, report)
    var told = StudyReportContent(reading).content
    if let run = study.runs.first(where: { $0.id == answer.runId }) {
      told["run"] = reading.facts(of: run).map { fact -> PageContent in
        ["label": fact.name, "value": fact.value]
      }
      content["printed"] = [
        visit.session.placeName,
        "\(words["study.run_requested"]) \(words.date(run.endedAt ?? run.requestedAt))",
        "\(words["study.run_version"]) \(words.number(run.version))",
      ].compactMap { $0 }.joined(separator: " · ")
      told["hasRun"] = true
    }
    content["report"] = told
    return content
  }
}
