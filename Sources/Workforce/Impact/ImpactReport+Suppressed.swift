import Econometrics

extension ImpactReport {
  /// Fewer firms than this on a side of a figure are not shown to anybody.
  package static let smallestCell = 5

  /// The report as it may be read: no figure about fewer than five firms, and none from which such a
  /// figure would follow by subtraction.
  package func suppressed() -> ImpactReport {
    var report = self
    report.sample = sample.suppressed(below: Self.smallestCell)
    guard headline.treated >= Self.smallestCell, headline.control >= Self.smallestCell else {
      report.headline = headline.withoutFigures
      report.result = result.withoutNumbers
      report.trend = nil
      report.findings = ImpactFindings()
      return report
    }
    guard case .groupTime(let numbers) = result.numbers else { return report }
    let small = numbers.smallCohorts(below: Self.smallestCell)
    let events = numbers.cohortsByEvent
    report.result.numbers = .groupTime(numbers.suppressed(below: Self.smallestCell))
    // The largest change before adoption may be that of a cohort that is not shown.
    if !events.filter({ $0.key < 0 }).values.allSatisfy(small.mayShow) { report.trend = nil }
    report.findings.opinions = findings.opinions.mapValues {
      $0.suppressed(small, events: events)
    }
    report.findings.lags = findings.lags?.suppressed(small, events: events)
    let sectors = smallSectors
    report.findings.variants = findings.variants.map { variant in
      isShown(variant, small, sectors) ? variant : variant.withoutFigures
    }
    report.findings.levers = findings.levers?.suppressed(headline)
      .countsSuppressed(
        below: Self.smallestCell,
        withTotals: report.sample.hidden?.contains("firmsUsed") != true)
    if let doses = findings.doses, !isShown(doses) { report.findings.doses = nil }
    return report
  }

  /// Sectors of few firms, by the labels of the lines that leave them out.
  private var smallSectors: SmallGroups<String> {
    let lines = findings.variants.filter { $0.kind == .withoutSector }
    return SmallGroups(
      Dictionary(
        lines.map { ($0.label ?? "", $0.leftOut ?? [1]) }, uniquingKeysWith: { first, _ in first }),
      below: Self.smallestCell)
  }

  /// Leaving a group out says what the group did, by subtraction from the headline.
  private func isShown(
    _ variant: ImpactVariant, _ cohorts: SmallGroups<Int>, _ sectors: SmallGroups<String>
  ) -> Bool {
    guard let treated = variant.treated, let control = variant.control,
      treated >= Self.smallestCell, control >= Self.smallestCell
    else { return false }
    switch variant.kind {
    case .withoutCohort:
      return variant.label.flatMap(Int.init).map { !cohorts.hidden.contains($0) } ?? false
    case .withoutSector: return !sectors.hidden.contains(variant.label ?? "")
    case .balanced: return variant.leftOut?.contains(where: Self.isFew) == false
    case .comparison, .anticipation, .winsorised, .placebo:
      return !Self.isFew(abs(headline.treated - treated))
    }
  }

  private func isShown(_ doses: DoseFindings) -> Bool {
    let treated = doses.thirds.reduce(0) { $0 + $1.treated }
    return !Self.isFew(abs(headline.treated - treated))
      && doses.thirds.allSatisfy {
        $0.treated >= Self.smallestCell && $0.control >= Self.smallestCell
      }
  }

  fileprivate static func isFew(_ firms: Int) -> Bool { (1..<smallestCell).contains(firms) }
}

extension LeverFindings {
  fileprivate func suppressed(_ headline: ImpactHeadline) -> LeverFindings {
    let least = ImpactReport.smallestCell
    guard let fewest = switches.fewest, fewest >= least else { return withoutFigures }
    guard let alone = trainingAlone, let treated = alone.treated, let control = alone.control,
      treated >= least, control >= least, !ImpactReport.isFew(headline.treated - treated)
    else {
      return withoutTrainingAlone
    }
    return self
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
