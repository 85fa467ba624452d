import Foundation
import Localization
import Workforce
import WorkforceServer

/// Studies of the programme and what they found, as a person reads it in a terminal: what their pages say.
struct StudyText {
  let words: Words

  /// Nil for other operations than these two, whose answers are tables.
  func text(of operation: String, _ body: Data) throws -> String? {
    let decoder = JSONCoding.decoder()
    return switch operation {
    case ShowStudy.name: one(try decoder.decode(StudyAnswer.self, from: body))
    case ListStudies.name: list(try decoder.decode(Page<StudySummary>.self, from: body))
    default: nil
    }
  }

  private func list(_ page: Page<StudySummary>) -> String {
    guard !page.items.isEmpty else { return words["cli.empty"] + "\n" }
    let studies = page.items.map { study in
      let question = StudyQuestion(words: words, study.description, study.indicatorName)
      let state =
        study.state.map { words["study.state_\($0.rawValue)"] } ?? words["study.never_run"]
      let answer = study.headline.map(question.sentences.text)
      return heading(study.title) + "\(study.id) · \(state)\n"
        + lines([question.text] + [answer].compactMap(\.self))
    }
    let more = page.next.map { [words["cli.more", ["after": $0]] + "\n"] } ?? []
    return (studies + more).joined(separator: "\n")
  }

  private func one(_ answer: StudyAnswer) -> String {
    let study = answer.study
    var parts = [heading(study.title)]
    if let report = answer.report {
      let reading = StudyReading(words: words, report)
      parts.append(reading.asked + "\n")
      parts += told(reading)
      if let run = study.runs.first(where: { $0.id == answer.runId }) {
        parts.append(
          heading(words["study.this_run"])
            + pairs(reading.facts(of: run).map { ($0.name, $0.value) }))
      }
    }
    if let standing = standing(study.runs.first) { parts.append(standing + "\n") }
    if !study.runs.isEmpty { parts.append(runs(study.runs)) }
    return parts.joined(separator: "\n")
  }

  /// What is to be said of the latest run; nil when it is done.
  private func standing(_ run: StudyRunLine?) -> String? {
    guard let run else { return words["study.never_run_yet"] }
    return switch run.state {
    case .queued, .running: words.progress(of: run)
    case .failed: "\(words["study.failed"]) \(words.failure(of: run))"
    case .cancelled: words["study.cancelled"]
    case .done: nil
    }
  }

  private func told(_ reading: StudyReading) -> [String] {
    let answered = [reading.answer, reading.figure, reading.missing].compactMap(\.self)
    let standing = [
      (words["impact.line.status"], reading.status),
      (words["impact.line.verdict"], reading.verdict),
      (words["study.attribution"], "\(reading.attribution): \(reading.attributionWhy)"),
    ]
    let beside = reading.remarks + reading.notes.map { "– \($0)" }
    var parts = [heading(words["study.answer"]) + lines(answered), pairs(standing)]
    if !beside.isEmpty { parts.append(lines(beside)) }
    parts += ([reading.dynamics] + reading.sections).filter { $0.why != nil || !$0.rows.isEmpty }
      .map(section)
    if let hidden = reading.hiddenEvents { parts.append(hidden + "\n") }
    parts.append(heading(words["study.caveats"]) + lines(reading.caveats.map { "– \($0)" }))
    return parts
  }

  private func section(_ section: StudyReading.Section) -> String {
    var text = heading(section.title)
    if let why = section.why { text += why + "\n" }
    if !section.rows.isEmpty {
      text += Table.text(
        header: section.columns,
        section.rows.map { row in
          row.enumerated().map { $0 == 0 ? Cell(exact: $1) : Cell(figure: $1) }
        }, columns: Terminal.columns, hasColour: Terminal.hasColour)
    }
    return text + lines(section.warnings + section.remarks)
  }

  private func runs(_ runs: [StudyRunLine]) -> String {
    let rows = runs.map { run in
      [
        Cell(exact: run.id.uuidString.lowercased()), Cell(figure: words.number(run.version)),
        Cell(exact: words["study.state_\(run.state.rawValue)"]),
        Cell(exact: words.moment(run.requestedAt)),
      ]
    }
    let names = ["runId", "version", "state", "requestedAt"].map { words.label(of: $0) }
    return heading(words.label(of: "runs"))
      + Table.text(
        header: names, rows, columns: Terminal.columns, hasColour: Terminal.hasColour)
  }

  private func pairs(_ pairs: [(name: String, value: String)]) -> String {
    Table.text(
      pairs: pairs.map { ($0.name, Cell(exact: $0.value)) }, hasColour: Terminal.hasColour)
  }

  private func lines(_ texts: [String]) -> String { texts.map { $0 + "\n" }.joined() }

  private func heading(_ title: String) -> String {
    Terminal.hasColour ? "\u{1B}[1m\(title)\u{1B}[0m\n" : "\(title.uppercased())\n"
  }
}
