import Econometrics

extension ImpactReport {
  /// Fewer firms than this on a side of a figure are not shown to anybody.
  package static let smallestCell = 5

  /// The report as it may be read: figures about fewer than five firms are taken out, and where one
  /// cohort alone would be, the next smallest goes too, so that it cannot be worked out from the
  /// average.
  package func suppressed() -> ImpactReport {
    var report = self
    guard headline.treated >= Self.smallestCell, headline.control >= Self.smallestCell else {
      report = ImpactReport(
        title: title, description: description, sample: sample, sections: sections,
        attribution: attribution, headline: headline.withoutFigures, result: result.withoutNumbers,
        trend: nil, findings: ImpactFindings())
      return report
    }
    if case .groupTime(let numbers) = result.numbers {
      var result = result
      result.numbers = .groupTime(numbers.suppressed(below: Self.smallestCell))
      report = ImpactReport(
        title: title, description: description, sample: sample, sections: sections,
        attribution: attribution, headline: headline, result: result, trend: trend,
        findings: findings)
    }
    report.findings.variants = findings.variants.map { variant in
      variant.treated < Self.smallestCell || variant.control < Self.smallestCell
        ? variant.withoutFigures : variant
    }
    report.findings.levers = findings.levers.flatMap { levers in
      let switches = [
        levers.switches.trainingAlone, levers.switches.supportAlone, levers.switches.both,
      ]
      return switches.contains { $0 < Self.smallestCell } ? levers.withoutFigures : levers
    }
    if let doses = findings.doses,
      doses.thirds.contains(where: {
        $0.treated < Self.smallestCell || $0.control < Self.smallestCell
      })
    {
      report.findings.doses = nil
    }
    return report
  }
}

extension ImpactHeadline {
  /// Without figures that rest on fewer than five firms on a side.
  func suppressed() -> ImpactHeadline {
    let least = ImpactReport.smallestCell
    return treated < least || control < least ? withoutFigures : self
  }

  fileprivate var withoutFigures: ImpactHeadline {
    ImpactHeadline(
      claim: claim, isLogarithm: isLogarithm, estimate: nil, low: nil, high: nil,
      minimumDetectableEffect: nil, confidence: confidence, worthwhile: worthwhile,
      treated: treated, control: control, status: status, verdict: nil, shortfall: shortfall,
      warnings: warnings)
  }
}

extension StudyResult {
  fileprivate var withoutNumbers: StudyResult {
    var result = self
    result.numbers = nil
    return result
  }
}
