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
}

/// Counts distinct clusters, or units where they are their own clusters.
func distinct(_ units: some Sequence<Int>, clusters: [Int32]?) -> Int {
  guard let clusters else { return units.reduce(0) { count, _ in count + 1 } }
  return Set(units.map { clusters[$0] }).count
}
