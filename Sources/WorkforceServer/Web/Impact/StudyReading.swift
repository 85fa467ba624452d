import Localization
import Workforce

/// What a study found as people read it, on a page or in a terminal: the answer first, then everything that
/// could be doubted.
package struct StudyReading {
  /// A part with its heading: sentences, and perhaps a table of which the first column names the row.
  package struct Section {
    package let title: String
    package var why: String?
    package var columns: [String] = []
    package var rows: [[String]] = []
    package var remarks: [String] = []
    /// Remarks that a reader must not miss.
    package var warnings: [String] = []
  }

  let words: Words
  let report: ImpactReport
  let question: StudyQuestion
  let figures: ImpactFigure

  package init(words: Words, _ report: ImpactReport) {
    self.words = words
    self.report = report
    question = StudyQuestion(words: words, report.description, report.indicatorName)
    figures = ImpactFigure(words: words, isLogarithm: report.headline.isLogarithm)
  }

  private var sentences: ImpactSentences { question.sentences }

  /// Who, what, when, against whom.
  package var asked: String { question.text }
  /// One sentence; the figure behind it and what is missing for a better one are nil where there is none.
  package var answer: String { sentences.answer(report.headline) }
  package var figure: String? { sentences.figure(report.headline) }
  package var missing: String? { sentences.shortfall(report.headline) }

  package var verdict: String { words["impact.verdict.\(report.headline.verdict ?? "none")"] }
  package var status: String { words["impact.status.\(report.headline.status)"] }
  package var attribution: String { words["study.attribution_\(report.attribution.rawValue)"] }
  package var attributionWhy: String {
    words["study.attribution_\(report.attribution.rawValue)_why"]
  }

  /// What to read the figure with: its direction, and what the study could have detected.
  package var remarks: [String] {
    var remarks: [String] = []
    if report.better == .down { remarks.append(words["study.lower_is_better"]) }
    if let effect = report.headline.minimumDetectableEffect {
      let key = report.headline.verdict == "inconclusive" ? "detectable_only" : "detectable"
      remarks.append(words["study.\(key)", ["size": figures.eitherWay(effect)]])
    }
    return remarks
  }

  package var notes: [String] { report.headline.warnings.map { words["impact.warning.\($0)"] } }

  package var hiddenEvents: String? {
    let hidden = report.hiddenEvents
    return hidden > 0 ? words["study.hidden_events", ["count": words.number(hidden)]] : nil
  }

  package var caveats: [String] { (1...7).map { words["study.caveat_\($0)"] } }

  /// What a printed report must say of its run: when, of which question, and the sum of what was read.
  package func facts(of run: StudyRunLine) -> [(name: String, value: String)] {
    var facts = [
      ("version", words.number(run.version)),
      ("requested", words.date(run.endedAt ?? run.requestedAt)),
    ]
    if let firms = run.firms { facts.append(("firms", words.number(firms))) }
    if let rows = run.rowsRead { facts.append(("rows", words.number(rows))) }
    if let checksum = run.inputChecksum { facts.append(("checksum", checksum)) }
    return facts.map { (words["study.run_\($0.0)"], $0.1) }
  }
}
