import Localization
import Workforce

/// Where a run of a study stands.
extension Words {
  package func progress(of run: StudyRunLine) -> String {
    guard run.stepsInAll > 0 else { return self["study.reading"] }
    return self[
      "study.progress", ["done": number(run.stepsDone), "all": number(run.stepsInAll)]]
  }

  /// Why the run failed, with everything that the sentence needs.
  package func failure(of run: StudyRunLine) -> String {
    let key = run.failure ?? "error.internal"
    var parameters: [String: String] = [:]
    if let detail = run.failureDetail {
      let values = detail.values.enumerated().map { ("\($0 + 1)", $1) }
      parameters["problem"] =
        self["impact.problem.\(detail.problem)", Dictionary(values) { first, _ in first }]
    }
    guard let text = ifPresent(key),
      Words.parameters(of: text).allSatisfy({ parameters[$0] != nil })
    else { return self["error.internal"] }
    return self[key, parameters]
  }
}
