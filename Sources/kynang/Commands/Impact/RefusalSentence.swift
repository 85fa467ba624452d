import Econometrics
import Localization

/// Why a study was refused, in the reader's language, with the keys that have to be mended.
struct RefusalSentence {
  /// More keys than this are counted, not listed.
  private static let shown = 20

  let words: Words

  func lines(_ refusal: StudyRefusal) -> [String] {
    var parameters: [String: String] = [:]
    var listed: [String] = []
    var nearest: String?
    switch refusal {
    case .duplicateKey(let keys):
      parameters["count"] = words.number(keys.count)
      listed = keys.map { $0.map(\.description).joined(separator: ", ") }
    case .treatmentSwitchesOff(let units), .missingAdoptionDate(let units),
      .adoptionDateVaries(let units):
      parameters["count"] = words.number(units.count)
      listed = units.map(\.description)
    case .noNeverTreated: break
    case .unknownField(let field, let estimator, let near):
      parameters = ["field": field, "estimator": estimator]
      nearest = near
    case .unknownColumn(let column, let near):
      parameters["column"] = column
      nearest = near
    case .textInNumber(let column, let row, let value):
      parameters = ["column": column, "line": "\(row)", "value": value]
    case .malformedData(let line, let detail):
      parameters = ["line": "\(line)", "problem": problem(detail)]
    case .malformedSpecification(let detail), .noRows(let detail), .notConverged(let detail):
      parameters["problem"] = problem(detail)
    case .missingField(let field, let estimator):
      parameters = ["field": field, "estimator": estimator]
    case .invalidField(let field, let detail):
      parameters = ["field": field, "problem": problem(detail)]
    }
    var sentence = words["impact.refusal.\(refusal.code)", parameters]
    if let nearest { sentence += " " + words["cli.did_you_mean", ["names": nearest]] }
    return [sentence] + list(listed)
  }

  private func list(_ keys: [String]) -> [String] {
    let lines = keys.prefix(Self.shown).map { "  \($0)" }
    guard keys.count > Self.shown else { return lines }
    return lines + [
      "  " + words["impact.refusal.more", ["count": words.number(keys.count - Self.shown)]]
    ]
  }

  private func problem(_ detail: RefusalDetail) -> String {
    let numbered = detail.values.enumerated().map { ("\($0 + 1)", $1) }
    return words[
      "impact.problem.\(detail.name)", Dictionary(numbered) { first, _ in first }]
  }
}
