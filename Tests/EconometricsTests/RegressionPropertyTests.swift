import Foundation
import Testing

@testable import Econometrics

/// What must hold of a regression on any data.
@Suite struct RegressionPropertyTests {
  let panel = RandomPanel(seed: 11, firms: 25, periods: 7)

  private func near(_ a: [Double], _ b: [Double], _ relative: Double) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { abs($0 - $1) <= relative * max(abs($0), abs($1)) }
  }

  @Test func absorbedEffectsEqualDummies() throws {
    let dummies = panel.dummies(panel.unit) + panel.dummies(panel.time).dropFirst()
    let plain = Design(
      outcome: panel.outcome, columns: panel.columns + dummies,
      names: ["D", "size"] + dummies.indices.map { "d\($0)" }, effects: [])

    let absorbed = try Regression(panel.design)
    let full = try Regression(plain)

    #expect(near(absorbed.coefficients, Array(full.coefficients.prefix(2)), 1e-10))
    #expect(absorbed.fullParameters == full.slopes)
    #expect(near([absorbed.ssr], [full.ssr], 1e-10))
    #expect(
      near(
        absorbed.sandwich(panel.unit).diagonal,
        Array(full.sandwich(panel.unit).diagonal.prefix(2)), 1e-9))
  }

  @Test func iterationAgreesWithTheDirectSolution() throws {
    let third = Grouping(name: "third", numbers: panel.firms.map { ($0 / 4).rounded(.down) })
    let pair = Grouping(pairing: third, with: panel.time, name: "third^period")
    let sets = [panel.unit, panel.time, pair]
    let direct = Absorber(sets: sets, rows: panel.outcome.count, directLevels: 1000)
    let iterative = Absorber(sets: sets, rows: panel.outcome.count, directLevels: 0)

    let a = try direct.absorbed(panel.outcome)
    let b = try iterative.absorbed(panel.outcome)

    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test func constantsPerFirmAndPeriodChangeNothing() throws {
    var shifted = panel.design
    for row in shifted.outcome.indices {
      shifted.outcome[row] += 3 * panel.firms[row] - panel.periods[row] * panel.periods[row]
    }

    let before = try Regression(panel.design)
    let after = try Regression(shifted)

    #expect(near(before.coefficients, after.coefficients, 1e-10))
    #expect(
      near(before.sandwich(panel.unit).values, after.sandwich(panel.unit).values, 1e-9))
  }

  @Test func scalingTheOutcomeScalesEstimateAndError() throws {
    var scaled = panel.design
    for row in scaled.outcome.indices { scaled.outcome[row] *= 8 }

    let before = try Regression(panel.design)
    let after = try Regression(scaled)

    #expect(near(before.coefficients.map { $0 * 8 }, after.coefficients, 1e-12))
    #expect(
      near(
        before.sandwich(panel.unit).values.map { $0 * 64 },
        after.sandwich(panel.unit).values, 1e-12))
  }

  @Test func rankCountsConnectedComponents() {
    let firms = Grouping(name: "firm", numbers: [1, 1, 2, 2, 3, 3, 4, 4])
    let periods = Grouping(name: "period", numbers: [1, 2, 1, 2, 3, 4, 3, 4])

    let absorber = Absorber(sets: [firms, periods], rows: 8)

    #expect(connectedComponents(firms, periods) == 2)
    #expect(absorber.rank == 6)
  }

  /// The reduced errors from the full projection matrix, without the shortcuts.
  @Test func biasReducedErrorsAgreeWithTheFullProjection() throws {
    let fit = try Regression(panel.design)
    let absorber = Absorber(sets: [panel.unit], rows: panel.outcome.count)
    var columns: [[Double]] = []
    for column in panel.columns + panel.dummies(panel.time).dropFirst() {
      columns.append(try absorber.absorbed(column))
    }
    let x = Matrix(columns: columns, rows: panel.outcome.count)
    let gram = x.gram()
    let bread = OrderedCholesky(gram, floors: gram.diagonal.map { $0 * 1e-12 }).inverse()
    let hat = x.times(bread).times(x.transposed())
    var variance = 0.0
    var vectors: [[Double]] = []
    for cluster in 0..<panel.unit.count {
      let rows = RowsByGroup(panel.unit).rows(of: cluster)
      var block = hat.part(rows, rows)
      for index in block.values.indices { block.values[index] *= -1 }
      for index in rows.indices { block[index, index] += 1 }
      let root = SymmetricEigen(block).mapped { $0 < 1e-10 ? 0 : 1 / $0.squareRoot() }
      let direction = root.times(x.rowsPart(rows).times(bread.column(0)))
      let score = dot(direction, rows.map { fit.residuals[$0] })
      variance += score * score
      var vector = [Double](repeating: 0, count: fit.rows)
      for (row, value) in zip(rows, direction) { vector[row] = value }
      let projected = hat.times(vector)
      vectors.append(zip(vector, projected).map { $0 - $1 })
    }
    let products = Matrix(columns: vectors, rows: fit.rows).gram()
    let trace = products.diagonal.reduce(0, +)

    let reduced = try #require(
      try BiasReducedErrors(fit, regressors: panel.columns, clusters: panel.unit))

    #expect(near([reduced.standardErrors[0]], [variance.squareRoot()], 1e-9))
    #expect(
      near([reduced.degrees[0]], [trace * trace / dot(products.values, products.values)], 1e-8))
  }

  /// The bootstrap by fitting every resampled outcome anew, without the algebra.
  @Test func theWildBootstrapAgreesWithRefitting() throws {
    let small = RandomPanel(seed: 5, firms: 8, periods: 6)
    let absorber = Absorber(sets: [small.unit, small.time], rows: small.outcome.count)
    let fit = try Regression(small.design, absorber: absorber)
    let null = 0.1
    var others = small.design
    others.columns.remove(at: 0)
    others.names.remove(at: 0)
    for row in others.outcome.indices { others.outcome[row] -= null * small.columns[0][row] }
    let restricted = try Regression(others)
    let factor = fit.clusterFactor(
      parameters: fit.nonnestedParameters([small.unit]), clusters: 8)
    func statistic(_ fit: Regression) -> Double {
      let error = (fit.sandwich(small.unit)[0, 0] * factor).squareRoot()
      return (fit.coefficients[0] - null) / error
    }
    let actual = statistic(fit)
    var count = 0
    for draw in 0..<256 {
      var design = small.design
      for row in design.outcome.indices {
        let sign = draw >> Int(small.unit.codes[row]) & 1 == 0 ? 1.0 : -1.0
        design.outcome[row] += (sign - 1) * restricted.residuals[row]
      }
      let again = statistic(try Regression(design, absorber: absorber))
      if abs(again) >= abs(actual) * (1 - 1e-9) { count += 1 }
    }

    let bootstrap = try WildClusterBootstrap(
      fit, absorber: absorber, term: 0, clusters: small.unit, draws: nil, seed: 1)

    #expect(near([bootstrap.statistic(null: null)], [actual], 1e-9))
    #expect(bootstrap.p(null: null) == Double(count) / 256)
    #expect(bootstrap.smallestP == 1.0 / 128)
  }
}
