import Econometrics
import Foundation
import Localization
import WorkforceServer

/// The numbers of a result as tables of a few digits; every digit is in the JSON.
struct EstimateTables {
  let words: Words
  let rules: JudgementRules

  func all(_ result: StudyResult) -> [String] {
    switch result.numbers {
    case nil, .notIdentified: []
    case .regression(let numbers): [terms(numbers, kind: result.headline)]
    case .randomEffects(let numbers): [pairs("term", numbers.coef, numbers.errors)]
    case .instrumental(let numbers):
      [pairs("term", numbers.coef, numbers.cr1 ?? numbers.hc1)]
    case .groupTime(let numbers): groupTime(numbers)
    case .sunAbraham(let numbers): [events(numbers.event)]
    case .eventStudy(let numbers): [events(numbers.event)]
    case .imputation(let numbers): [events(numbers.horizons)]
    case .bacon(let numbers): [bacon(numbers)]
    case .wildCluster(let numbers): [tests(numbers)]
    case .randomisation(let numbers):
      [
        table(
          ["estimate", "p", "draws"],
          [
            [
              figure(numbers.coef.values.first ?? nil), p(numbers.p),
              Cell(figure: words.number(numbers.assignments)),
            ]
          ])
      ]
    case .mediation(let numbers): [mediation(numbers)]
    }
  }

  private func terms(_ numbers: RegressionNumbers, kind: String?) -> String {
    let tested =
      switch kind {
      case "cr2": numbers.cr2
      case "twoway": numbers.twoWay
      default: numbers.cr1
      }
    return table(
      ["term", "estimate", "error", "low", "high", "p"],
      numbers.names.map { name in
        let ends = tested?.intervals[name] ?? nil
        return [
          Cell(exact: name), figure(numbers.coefficients[name] ?? nil),
          figure(tested?.errors[name] ?? numbers.hc1[name] ?? nil), figure(ends?[0]),
          figure(ends?[1]), p(tested?.p[name] ?? nil),
        ]
      })
  }

  private func groupTime(_ numbers: GroupTimeNumbers) -> [String] {
    let averages = numbers.aggregations
    let named = [
      ("group", averages.group), ("simple", averages.simple), ("dynamic", averages.dynamic),
      ("calendar", averages.calendar),
    ]
    var parts = [
      table(
        ["average", "estimate", "error", "low", "high", "treated", "control"],
        named.map { name, average in
          [
            Cell(exact: words["impact.average.\(name)"]), figure(average.overall),
            figure(average.overallError), figure(average.interval?[0]),
            figure(average.interval?[1]), Cell(figure: words.number(average.treated)),
            Cell(figure: words.number(average.control)),
          ]
        }),
      family("event", averages.dynamic, critical: numbers.uniformBand?.dynamic),
      family("cohort", averages.group, critical: nil),
    ]
    if let p = numbers.pretrend.p {
      let slope = numbers.pretrend.slopeMissedHalf
      parts.append(
        words[
          "impact.pretrend",
          [
            "p": self.p(p).text, "df": "\(numbers.pretrend.df)", "slope": figure(slope).text,
          ]] + "\n")
    }
    return parts
  }

  private func family(
    _ name: String, _ average: GroupTimeNumbers.Average, critical: Double?
  ) -> String {
    let reach = critical ?? rules.criticalValue(degrees: nil)
    let labels = average.labels ?? []
    let estimates = zip(average.att ?? [], average.se ?? [])
    return table(
      [name, "estimate", "error", "low", "high"],
      zip(labels, estimates).map { label, pair in
        // The reference period is 0 by definition and has no error.
        let hasError = pair.1 > 0
        return [
          Cell(figure: "\(label)"), figure(pair.0), figure(hasError ? pair.1 : nil),
          figure(hasError ? pair.0 - reach * pair.1 : nil),
          figure(hasError ? pair.0 + reach * pair.1 : nil),
        ]
      })
  }

  private func events(_ events: [String: Estimate]) -> String {
    table(
      ["event", "estimate", "error"],
      events.compactMap { label, estimate in Int(label).map { ($0, estimate) } }
        .sorted { $0.0 < $1.0 }
        .map { [Cell(figure: "\($0.0)"), figure($0.1.coef), figure($0.1.se)] })
  }

  private func bacon(_ numbers: BaconNumbers) -> String {
    table(
      ["compared", "weight", "estimate"],
      numbers.weightByType.sorted { $0.key < $1.key }.map { type, weight in
        [
          Cell(exact: words["impact.bacon.\(type)"]),
          Cell(figure: words.percent(weight, decimals: 1)),
          figure(numbers.effectByType[type]),
        ]
      })
  }

  private func tests(_ numbers: WildClusterNumbers) -> String {
    table(
      ["term", "estimate", "low", "high", "p"],
      numbers.tests.sorted { $0.key < $1.key }.map { term, test in
        [Cell(exact: term), figure(test.coef), figure(test.low), figure(test.high), p(test.p)]
      })
  }

  private func mediation(_ numbers: MediationNumbers) -> String {
    let rows = [
      ("total", numbers.total, numbers.errorTotal),
      ("direct", numbers.direct, numbers.errorDirect),
      ("indirect", numbers.indirect, numbers.errorIndirect), ("a", numbers.a, numbers.errorA),
      ("b", numbers.b, numbers.errorB),
    ]
    return table(
      ["average", "estimate", "error"],
      rows.map { [Cell(exact: words["impact.average.\($0.0)"]), figure($0.1), figure($0.2)] })
  }

  private func pairs(_ name: String, _ coefficients: Figures, _ errors: Figures) -> String {
    table(
      [name, "estimate", "error"],
      coefficients.sorted { $0.key < $1.key }.map { term, value in
        [Cell(exact: term), figure(value), figure(errors[term] ?? nil)]
      })
  }

  private func table(_ columns: [String], _ rows: [[Cell]]) -> String {
    Table.text(
      header: columns.map { words["impact.column.\($0)"] }, rows, columns: Terminal.columns,
      hasColour: Terminal.hasColour)
  }

  private func figure(_ value: Double?) -> Cell {
    guard let value else { return Cell(figure: "–") }
    return Cell(figure: words.number(value, decimals: abs(value) >= 100 ? 1 : 4))
  }

  /// Three decimals, or less than one in a thousand.
  private func p(_ value: Double?) -> Cell {
    guard let value else { return Cell(figure: "–") }
    return Cell(
      figure: value < 0.001
        ? "< " + words.number(0.001, decimals: 3) : words.number(value, decimals: 3))
  }
}
