/// An effect split into what runs through a mediator and the rest, from two regressions on the same
/// rows with the same effects. It describes an effect only if nothing else moved both.
package struct Mediation: Sendable {
  package let a: (coef: Double, se: Double)
  package let b: (coef: Double, se: Double)
  package let direct: (coef: Double, se: Double)
  package let total: (coef: Double, se: Double)
  package let indirect: (coef: Double, se: Double)

  /// The treatment is the first column of the design. Nil when treatment or mediator is explained
  /// by the effects and the controls.
  package init?(
    _ design: Design, mediator: [Double], mediatorName: String, clusters: Grouping
  ) throws(StudyRefusal) {
    let absorber = Absorber(sets: design.effects, rows: design.rows)
    let whole = try Regression(design, absorber: absorber)
    var first = design
    first.outcome = mediator
    let gain = try Regression(first, absorber: absorber)
    var second = design
    second.columns.insert(mediator, at: 1)
    second.names.insert(mediatorName, at: 1)
    let outcome = try Regression(second, absorber: absorber)
    guard whole.kept.first == 0, outcome.kept.prefix(2).elementsEqual([0, 1]) else { return nil }

    let a = Self.estimate(gain, 0, clusters)
    let b = Self.estimate(outcome, 1, clusters)
    direct = Self.estimate(outcome, 0, clusters)
    total = Self.estimate(whole, 0, clusters)
    // Delta method on the stacked scores of both equations: ψ = b ψ(a) + a ψ(b).
    let influenceA = clusterScores(gain, clusters).times(gain.bread.column(0))
    let influenceB = clusterScores(outcome, clusters).times(outcome.bread.column(1))
    let influence = zip(influenceA, influenceB).map { b.coef * $0 + a.coef * $1 }
    let g = Double(clusters.count)
    self.a = a
    self.b = b
    indirect = (a.coef * b.coef, (g / (g - 1) * dot(influence, influence)).squareRoot())
  }

  private static func estimate(
    _ fit: Regression, _ term: Int, _ clusters: Grouping
  ) -> (coef: Double, se: Double) {
    let factor = fit.clusterFactor(
      parameters: fit.nonnestedParameters([clusters]), clusters: clusters.count)
    let variance = fit.sandwich(clusters)[term, term] * factor
    return (fit.coefficients[term], max(0, variance).squareRoot())
  }
}
