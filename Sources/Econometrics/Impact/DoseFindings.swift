/// Effects by how much was taken: thirds of the treated firms, each against the same comparison.
package struct DoseFindings: Codable, Sendable {
  package struct Third: Codable, Equatable, Sendable {
    package let from: Double
    package let to: Double
    @OrNull package var estimate: Double?
    @OrNull package var low: Double?
    @OrNull package var high: Double?
    package let treated: Int
    package let control: Int
    package let status: Status
  }

  package let thirds: [Third]
  /// Whether more dose goes with no smaller an effect; nil when a third has no number.
  package let isMonotone: Bool?
}

extension ImpactAnalysis {
  static let third = "dose_third"

  /// Nil when doses do not differ enough for thirds.
  func doses() throws(StudyRefusal) -> DoseFindings? {
    let dose = try table.numbers(ImpactColumn.dose)
    let cohort = try table.numbers(ImpactColumn.cohort)
    let firm = try table.numbers(ImpactColumn.firm)
    var seen = Set<Double>()
    let doses = dose.indices.filter {
      cohort[$0] > 0 && dose[$0] > 0 && seen.insert(firm[$0]).inserted
    }.map { dose[$0] }.sorted()
    guard let least = doses.first, let most = doses.last else { return nil }
    let ends = [least, quantileType7(doses, 1 / 3.0), quantileType7(doses, 2 / 3.0), most]
    guard ends[0] < ends[1], ends[1] < ends[2], ends[2] < ends[3] else { return nil }
    // The never treated are in every comparison; a treated firm without a dose is in none.
    let thirds = cohort.indices.map { row -> Double in
      guard cohort[row] > 0 else { return 0 }
      guard dose[row] > 0 else { return -1 }
      return dose[row] <= ends[1] ? 1 : dose[row] <= ends[2] ? 2 : 3
    }
    let panel = try table.with(Self.third, thirds)
    var found: [DoseFindings.Third] = []
    for third in 1...3 {
      let subset = "\(Self.third) == 0 or \(Self.third) == \(third)"
      let result = try Study.run(design.adoption(.groupTime, subset: subset), on: panel)
      let headline = result.headlineEstimate(design.rules)
      found.append(
        DoseFindings.Third(
          from: ends[third - 1], to: ends[third], estimate: headline?.estimate,
          low: headline?.interval?.lowerBound, high: headline?.interval?.upperBound,
          treated: result.treatedClusters ?? 0, control: result.controlClusters ?? 0,
          status: result.status))
    }
    let estimates = found.compactMap(\.estimate)
    let isMonotone =
      estimates.count == 3
      ? estimates[0] <= estimates[1] && estimates[1] <= estimates[2] : nil
    return DoseFindings(thirds: found, isMonotone: isMonotone)
  }
}
