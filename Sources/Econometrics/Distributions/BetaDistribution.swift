import Foundation

/// The regularised incomplete beta function, on which Student's t and Fisher's F rest.
package enum BetaDistribution {
  /// I_x(a, b), by Lentz's continued fraction on the side where it converges fast.
  package static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    return x < (a + 1) / (a + b + 2) ? tail(x, 1 - x, a, b) : 1 - tail(1 - x, x, b, a)
  }

  /// I_x(a, b) given both x and y = 1 − x, so that neither tail loses digits.
  static func cumulative(_ x: Double, complement y: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard y > 0 else { return 1 }
    return x < (a + 1) / (a + b + 2) ? tail(x, y, a, b) : 1 - tail(y, x, b, a)
  }

  private static func tail(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(y))
    return front * fraction(x, a, b) / a
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var result = d
    for m in 1...20_000 {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      d = 1 + even * d
      c = 1 + even / c
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = abs(c) < tiny ? tiny : c
      result *= d * c
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      d = 1 + odd * d
      c = 1 + odd / c
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = abs(c) < tiny ? tiny : c
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }

  /// ln Γ(x) for x > 0.
  static func logGamma(_ x: Double) -> Double {
    lgamma(x)
  }
}

/// Student's t with a real number of degrees of freedom.
package struct StudentDistribution: Sendable {
  package let degrees: Double

  package init(degrees: Double) {
    self.degrees = degrees
  }

  /// P(|T| ≥ |t|).
  package func twoSided(_ t: Double) -> Double {
    let square = t * t
    return BetaDistribution.cumulative(
      degrees / (degrees + square), complement: square / (degrees + square), degrees / 2, 0.5)
  }

  package func quantile(_ p: Double) -> Double {
    if p < 0.5 { return -quantile(1 - p) }
    guard p > 0.5 else { return 0 }
    let target = 2 * (1 - p)
    var low = 0.0
    var high = 2.0
    while twoSided(high) > target, high < 1e300 { high *= 2 }
    var x = min(high, max(low, NormalDistribution.quantile(p)))
    for _ in 0..<400 {
      let error = twoSided(x) - target
      if error > 0 { low = x } else { high = x }
      var next = x + error / (2 * density(x))
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - x) <= 1e-15 * abs(x) { return next }
      x = next
    }
    return x
  }

  private func density(_ t: Double) -> Double {
    exp(
      BetaDistribution.logGamma((degrees + 1) / 2) - BetaDistribution.logGamma(degrees / 2)
        - 0.5 * log(degrees * Double.pi) - (degrees + 1) / 2 * log1p(t * t / degrees))
  }
}

/// Fisher's F: the upper tail.
package func fisherTail(_ f: Double, _ first: Double, _ second: Double) -> Double {
  guard f > 0 else { return 1 }
  let scale = second + first * f
  return BetaDistribution.cumulative(
    second / scale, complement: first * f / scale, second / 2, first / 2)
}
