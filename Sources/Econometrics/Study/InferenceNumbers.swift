/// Restricted wild cluster bootstrap.
package struct WildClusterNumbers: Codable, Equatable, Sendable {
  package var clusters: Int
  package var tests: [String: Test]

  package struct Test: Codable, Equatable, Sendable {
    @OrNull package var coef: Double?
    @OrNull package var t: Double?
    @OrNull package var p: Double?
    package var draws: Int
    package var smallestP: Double
    /// By inversion of the test; an end is null where it does not exist.
    @OrNull package var low: Double?
    @OrNull package var high: Double?

    private enum CodingKeys: String, CodingKey {
      case coef, t, p, draws
      case smallestP = "p_smallest"
      case low = "ci95_low"
      case high = "ci95_high"
    }
  }
}

/// Randomisation inference.
package struct RandomisationNumbers: Codable, Equatable, Sendable {
  package var coef: Figures
  @OrNull package var p: Double?
  @OrNull package var upperP: Double?
  package var assignments: Int
  package var isExact: Bool
  package var smallestP: Double

  private enum CodingKeys: String, CodingKey {
    case coef, p, assignments
    case upperP = "p_upper"
    case isExact = "exact"
    case smallestP = "p_smallest"
  }
}

/// Product-of-coefficients decomposition of an effect.
package struct MediationNumbers: Codable, Equatable, Sendable {
  package var clusters: Int
  @OrNull package var a: Double?
  @OrNull package var errorA: Double?
  @OrNull package var b: Double?
  @OrNull package var errorB: Double?
  @OrNull package var direct: Double?
  @OrNull package var errorDirect: Double?
  @OrNull package var total: Double?
  @OrNull package var errorTotal: Double?
  @OrNull package var indirect: Double?
  @OrNull package var errorIndirect: Double?
  /// Null when the total is not distinguishable from 0.
  @OrNull package var share: Double?

  private enum CodingKeys: String, CodingKey {
    case clusters, a, b, direct, total, indirect, share
    case errorA = "se_a"
    case errorB = "se_b"
    case errorDirect = "se_direct"
    case errorTotal = "se_total"
    case errorIndirect = "se_indirect"
  }
}
