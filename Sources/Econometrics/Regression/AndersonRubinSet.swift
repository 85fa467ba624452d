/// Effects β₀ for which the instruments do not explain y − β₀x: valid however weak they are.
package struct AndersonRubinSet: Equatable, Sendable {
  package enum Shape: Equatable, Sendable {
    case interval(Double, Double)
    /// Everything but the open interval.
    case outside(Double, Double)
    case everything
    case nothing
  }

  package let shape: Shape

  /// `outcome`, `endogenous` and `instruments` without the exogenous terms; `second` the residual
  /// degrees of freedom of the regression on all of them.
  package init(
    outcome: [Double], endogenous: [Double], instruments: Matrix, first: Int, second: Int,
    level: Double
  ) {
    // F(β) ≤ c is a quadratic inequality a β² + b β + d ≤ 0 in the hypothesised effect.
    let factor = OrderedCholesky(
      instruments.gram(), floors: instruments.gram().diagonal.map { $0 * 1e-12 })
    func projected(_ u: [Double], _ v: [Double]) -> Double {
      let left = instruments.transposedTimes(u)
      let right = instruments.transposedTimes(v)
      return dot(
        factor.forward(factor.kept.map { left[$0] }), factor.forward(factor.kept.map { right[$0] }))
    }
    let bound =
      Self.fisherQuantile(1 - level, Double(first), Double(second)) * Double(first) / Double(second)
    func form(_ u: [Double], _ v: [Double]) -> Double {
      let explained = projected(u, v)
      return explained - bound * (dot(u, v) - explained)
    }
    let a = form(endogenous, endogenous)
    let b = -2 * form(endogenous, outcome)
    let d = form(outcome, outcome)
    let discriminant = b * b - 4 * a * d
    if discriminant < 0 {
      shape = a > 0 ? .nothing : .everything
    } else {
      let root = discriminant.squareRoot()
      let ends = [(-b - root) / (2 * a), (-b + root) / (2 * a)].sorted()
      shape = a > 0 ? .interval(ends[0], ends[1]) : .outside(ends[0], ends[1])
    }
  }

  private static func fisherQuantile(_ p: Double, _ first: Double, _ second: Double) -> Double {
    var low = 0.0
    var high = 4.0
    while 1 - fisherTail(high, first, second) < p, high < 1e12 { high *= 2 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if 1 - fisherTail(middle, first, second) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
