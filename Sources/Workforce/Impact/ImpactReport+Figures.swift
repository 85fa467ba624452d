import Econometrics

/// One figure of a report with its interval, ready to be shown.
package struct ImpactLine: Codable, Equatable, Sendable {
  /// What it is of: an estimator, a kind of variant, a lever.
  package let name: String
  /// Which cohort, sector or comparison.
  package let label: String?
  package let estimate: Double?
  package let low: Double?
  package let high: Double?
  package let minimumDetectableEffect: Double?
  package let treated: Int?
  package let control: Int?

  package init(
    name: String, label: String?, estimate: Double?, low: Double?, high: Double?,
    minimumDetectableEffect: Double?, treated: Int?, control: Int?
  ) {
    self.name = name
    self.label = label
    self.estimate = estimate
    self.low = low
    self.high = high
    self.minimumDetectableEffect = minimumDetectableEffect
    self.treated = treated
    self.control = control
  }
}

/// What is behind a test of trends before adoption.
package struct PreTrendFigures: Codable, Equatable, Sendable {
  package let p: Double
  package let degrees: Int
  /// Slope per period that the test misses half the time.
  package let missedSlope: Double?
}

/// One part of the conventional two-way figure.
package struct DecompositionPart: Codable, Equatable, Sendable {
  package let name: String
  package let weight: Double
  package let estimate: Double?
}

extension ImpactReport {
  private var groupTime: GroupTimeNumbers? {
    guard case .groupTime(let numbers) = result.numbers else { return nil }
    return numbers
  }

  private var rules: JudgementRules { description.design().rules }

  /// Effects by periods since adoption with the simultaneous band; the label is the number of periods.
  package var picture: [ImpactLine] {
    guard let groupTime else { return [] }
    let critical = groupTime.uniformBand?.dynamic ?? rules.criticalValue(degrees: nil)
    return Self.lines(groupTime.aggregations.dynamic, name: "event", reach: critical)
  }

  /// Whether the band of the picture holds for all periods at once.
  package var hasUniformBand: Bool { groupTime?.uniformBand?.dynamic != nil }

  /// Events that are not shown, as they rest on too few firms.
  package var hiddenEvents: Int {
    guard let groupTime else { return 0 }
    return groupTime.cohortsByEvent.count - (groupTime.aggregations.dynamic.labels?.count ?? 0)
  }

  /// Firms that were left out in turn, and whether the conclusion holds without any of them.
  package var oneFirm: (tried: Int, holds: Bool)? {
    findings.oneFirm.map { ($0.tried, $0.holds) }
  }

  /// Conventional two-way effects by periods since adoption; the label is the number of periods.
  package var lagLines: [ImpactLine] {
    guard case .regression(let numbers)? = findings.lags?.numbers else { return [] }
    let tested = findings.lags?.headline == "cr2" ? numbers.cr2 : numbers.cr1
    return numbers.names.compactMap { term in
      guard let lag = ImpactAnalysis.lag(of: term) else { return nil }
      let ends = tested?.intervals[term] ?? nil
      return ImpactLine(
        name: "lag", label: "\(lag)", estimate: numbers.coefficients[term] ?? nil, low: ends?[0],
        high: ends?[1], minimumDetectableEffect: nil, treated: nil, control: nil)
    }
  }

  /// Each cohort's average; the label is its first period.
  package var cohorts: [ImpactLine] {
    guard let groupTime else { return [] }
    return Self.lines(
      groupTime.aggregations.group, name: "cohort", reach: rules.criticalValue(degrees: nil)
    ).map { line in
      ImpactLine(
        name: line.name, label: line.label, estimate: line.estimate, low: line.low,
        high: line.high, minimumDetectableEffect: nil,
        treated: line.label.flatMap { groupTime.cohortSizes[$0] }, control: nil)
    }
  }

  private static func lines(
    _ average: GroupTimeNumbers.Average, name: String, reach: Double
  ) -> [ImpactLine] {
    let values = zip(average.att ?? [], average.se ?? [])
    return zip(average.labels ?? [], values).map { label, value in
      // The reference period is 0 by definition and has no error.
      let hasError = value.1 > 0
      return ImpactLine(
        name: name, label: "\(label)", estimate: value.0,
        low: hasError ? value.0 - reach * value.1 : nil,
        high: hasError ? value.0 + reach * value.1 : nil, minimumDetectableEffect: nil,
        treated: nil, control: nil)
    }
  }

  package var preTrend: PreTrendFigures? {
    guard let test = groupTime?.pretrend, let p = test.p else { return nil }
    return PreTrendFigures(p: p, degrees: test.df, missedSlope: test.slopeMissedHalf)
  }

  /// The multiple of the largest change before adoption at which the conclusion turns.
  package var breakdown: Double? { trend?.breakdown }

  /// The conventional figure, and the second opinions, by name of the estimator.
  package var opinions: [ImpactLine] {
    ["imputation_bjs", "sun_abraham", "fe"].compactMap { name in
      guard let result = findings.opinions[name],
        let headline = result.headlineEstimate(rules)
      else { return nil }
      return ImpactLine(
        name: name, label: nil, estimate: headline.estimate, low: headline.interval?.lowerBound,
        high: headline.interval?.upperBound, minimumDetectableEffect: nil,
        treated: result.treatedClusters, control: result.controlClusters)
    }
  }

  package var decomposition: [DecompositionPart] {
    guard case .bacon(let numbers)? = findings.opinions["goodman_bacon"]?.numbers else { return [] }
    return numbers.weightByType.sorted { $0.key < $1.key }.map {
      DecompositionPart(name: $0.key, weight: $0.value, estimate: numbers.effectByType[$0.key])
    }
  }

  /// The headline when one choice is made otherwise. Sectors have their names.
  package var variants: [ImpactLine] {
    findings.variants.map { variant in
      var label = variant.label
      if variant.kind == .withoutSector, let number = label.flatMap(Int.init),
        sections.indices.contains(number)
      {
        label = sections[number]
      }
      return ImpactLine(
        name: variant.kind.rawValue, label: label, estimate: variant.estimate, low: variant.low,
        high: variant.high, minimumDetectableEffect: nil, treated: variant.treated,
        control: variant.control)
    }
  }

  /// The lines of the two levers; empty with one lever, or when too few firms switch.
  package var leverLines: [ImpactLine] {
    (findings.levers?.figures ?? []).map { figure in
      ImpactLine(
        name: figure.line.rawValue, label: nil, estimate: figure.estimate, low: figure.low,
        high: figure.high, minimumDetectableEffect: figure.minimumDetectableEffect, treated: nil,
        control: nil)
    }
  }

  /// Firms by which lever came first; nil with one lever.
  package var leverOrder: [(name: String, firms: Int?)]? {
    guard let order = findings.levers?.order else { return nil }
    return [
      ("training_first", order.trainingFirst), ("support_first", order.supportFirst),
      ("together", order.together), ("training_only", order.trainingOnly),
      ("support_only", order.supportOnly), ("neither", order.neither),
    ]
  }

  package var leverStatus: String? { findings.levers?.status.rawValue }

  /// Thirds of the hours taken; the label is the range.
  package var doseLines: [ImpactLine] {
    (findings.doses?.thirds ?? []).map { third in
      ImpactLine(
        name: "dose", label: nil, estimate: third.estimate, low: third.low, high: third.high,
        minimumDetectableEffect: nil, treated: third.treated, control: third.control)
    }
  }

  package var doseRanges: [(from: Double, to: Double)] {
    (findings.doses?.thirds ?? []).map { ($0.from, $0.to) }
  }
}
