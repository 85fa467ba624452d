/// Who stands behind a number: treated and control units, or clusters when they are coarser.
package struct CellCounts: Equatable, Sendable {
  package let treated: Int
  package let control: Int

  /// ν = (S₁+S₀)² / (S₁²/(n₁−1) + S₀²/(n₀−1)); 0 with fewer than two on a side.
  package func degrees(_ parts: InfluenceMoments.Parts) -> Double {
    guard treated >= 2, control >= 2 else { return 0 }
    let sum = parts.treated + parts.control
    let spread =
      parts.treated * parts.treated / Double(treated - 1)
      + parts.control * parts.control / Double(control - 1)
    return spread > 0 ? sum * sum / spread : 0
  }

  /// The interval of a number with these influence parts, by Student's t with ν degrees.
  ///
  /// Each side's squares are scaled by n/(n−1), as in CR2: the printed error divides by n, which is
  /// a tenth too small with five treated units, and intervals made of it with normal quantiles
  /// declare an effect where there is none in 7 to 8 draws of 100 (5 of 200 or 20 of 200 treated).
  /// With many units on both sides neither matters.
  package func interval(
    _ estimate: Double, _ parts: InfluenceMoments.Parts, units: Double, rules: JudgementRules
  ) -> ClosedRange<Double>? {
    let degrees = degrees(parts)
    guard degrees > 0 else { return nil }
    let scaled =
      parts.treated * Double(treated) / Double(treated - 1)
      + parts.control * Double(control) / Double(control - 1)
    // Clusters that hold treated and control units make the whole differ from the sum of the sides.
    let sides = parts.treated + parts.control
    let variance = sides > 0 ? parts.total * scaled / sides : 0
    return rules.interval(
      estimate, error: max(0, variance).squareRoot() / units, degrees: degrees)
  }
}

/// Counts distinct clusters, or units where they are their own clusters.
func distinct(_ units: some Sequence<Int>, clusters: [Int32]?) -> Int {
  guard let clusters else { return units.reduce(0) { count, _ in count + 1 } }
  return Set(units.map { clusters[$0] }).count
}
