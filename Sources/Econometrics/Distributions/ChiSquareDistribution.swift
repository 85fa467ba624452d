import Foundation

/// The χ² distribution, also the noncentral one.
package enum ChiSquareDistribution {
  /// P(X ≥ x) with `degrees` degrees of freedom.
  package static func tail(_ x: Double, degrees: Double) -> Double {
    guard x > 0 else { return 1 }
    let a = degrees / 2
    let half = x / 2
    return half < a + 1 ? 1 - series(a, half) : fraction(a, half)
  }

  package static func quantile(_ p: Double, degrees: Double) -> Double {
    var low = 0.0
    var high = max(1, degrees)
    while 1 - tail(high, degrees: degrees) < p { high *= 2 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if 1 - tail(middle, degrees: degrees) < p { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// P(X ≥ x) when X is noncentral: a Poisson mixture of central tails.
  package static func noncentralTail(
    _ x: Double, degrees: Double, noncentrality: Double
  ) -> Double {
    let half = noncentrality / 2
    var total = 0.0
    for j in 0..<10_000 {
      let weight = exp(-half + Double(j) * log(max(half, 1e-300)) - lgamma(Double(j) + 1))
      total += weight * tail(x, degrees: degrees + 2 * Double(j))
      if Double(j) > half, weight < 1e-17 { break }
    }
    return total
  }

  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    for n in 1...100_000 {
      term *= x / (a + Double(n))
      sum += term
      if term < sum * 1e-17 { break }
    }
    return sum * exp(-x + a * log(x) - lgamma(a))
  }

  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var result = d
    for i in 1...100_000 {
      let step = -Double(i) * (Double(i) - a)
      b += 2
      d = step * d + b
      d = abs(d) < tiny ? tiny : d
      c = b + step / c
      c = abs(c) < tiny ? tiny : c
      d = 1 / d
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result * exp(-x + a * log(x) - lgamma(a))
  }
}
