/// Swamy–Arora random effects: quasi-demeaning by what firms share.
package struct RandomEffects: Sendable {
  package let fit: Regression
  package let thetas: [Double]
  package let effectVariance: Double
  package let residualVariance: Double

  /// The design holds the constant where one is wanted, and no absorbed effects.
  package init(_ design: Design, units: Grouping) throws(StudyRefusal) {
    let means = GroupMeans(units)
    let sizes = units.sizes.map(Double.init)
    let within = try Regression(
      Design(
        outcome: design.outcome, columns: design.columns, names: design.names, effects: [units]))
    let residualDegrees = within.rows - units.count - within.slopes
    let residualVariance = within.ssr / Double(residualDegrees)
    let between = try Regression(
      Design(
        outcome: means.means(design.outcome), columns: design.columns.map(means.means),
        names: design.names, effects: []))
    let harmonic = Double(units.count) / sizes.reduce(0) { $0 + 1 / $1 }
    let betweenVariance = between.ssr / Double(units.count - between.slopes)
    let effectVariance = max(0, betweenVariance - residualVariance / harmonic)
    thetas = sizes.map {
      1 - (residualVariance / (residualVariance + $0 * effectVariance)).squareRoot()
    }
    let factors = thetas
    func quasiDemeaned(_ column: [Double]) -> [Double] {
      var copy = column
      means.subtract(zip(means.means(column), factors).map { $0 * $1 }, from: &copy)
      return copy
    }
    fit = try Regression(
      Design(
        outcome: quasiDemeaned(design.outcome), columns: design.columns.map(quasiDemeaned),
        names: design.names, effects: []))
    self.effectVariance = effectVariance
    self.residualVariance = residualVariance
  }
}
