import Econometrics
import Foundation
import Localization
import Workforce
import WorkforceServer

/// An estimate as a person reads it: the headline, what it rests on, the numbers behind it.
struct EstimateReport {
  let result: StudyResult
  let study: StudySpecification
  let words: Words

  init(_ result: StudyResult, _ study: StudySpecification, words: Words) {
    self.result = result
    self.study = study
    self.words = words
  }

  var text: String {
    let tables = EstimateTables(words: words, rules: study.rules).all(result)
    return ([headline, basis] + tables).joined(separator: "\n")
  }

  private var isLogarithm: Bool {
    switch study.outcome {
    case .log, .log1p: true
    case .column, .constant, .dummies: false
    }
  }

  private var headline: String {
    let claim = result.estimator.map(ImpactHeadline.Claim.init) ?? .association
    let summary = ImpactHeadline(
      result, study.rules, claim: claim, isLogarithm: isLogarithm)
    let sentences = ImpactSentences(
      words: words, outcome: study.outcome.column ?? study.outcome.name,
      treatment: result.treatment ?? study.treatment ?? "–", units: "impact.units.units")
    return sentences.text(summary) + "\n"
  }

  private var basis: String {
    var pairs: [(name: String, cell: Cell)] = []
    func add(_ key: String, _ text: String) {
      pairs.append((words["impact.line.\(key)"], Cell(exact: text)))
    }
    add("status", words["impact.status.\(result.status.rawValue)"])
    add("verdict", words["impact.verdict.\(result.verdict?.rawValue ?? "none")"])
    if let treated = result.treatedClusters, let control = result.controlClusters {
      add("units", "\(words.number(treated)) / \(words.number(control))")
    }
    if let rows = result.rows { add("rows", words.number(rows)) }
    if let rows = result.rowsExcluded, rows > 0 { add("excluded", words.number(rows)) }
    if let rows = result.singletonsDropped, rows > 0 { add("singletons", words.number(rows)) }
    if let kind = result.headline { add("errors", words["impact.errors.\(kind)"]) }
    if let effect = result.headlineEstimate(study.rules)?.minimumDetectableEffect {
      let figure = ImpactFigure(words: words, isLogarithm: isLogarithm)
      add("mde", figure.eitherWay(effect))
    }
    for warning in result.warnings {
      add("warning", words["impact.warning.\(warning.rawValue)"])
    }
    return Table.text(pairs: pairs, hasColour: Terminal.hasColour)
  }
}
