/// Quantile with linear interpolation between order statistics (type 7, the default of R and
/// numpy). `sorted` rises and is not empty.
package func quantileType7(_ sorted: [Double], _ p: Double) -> Double {
  let position = p * Double(sorted.count - 1)
  let low = Int(position.rounded(.down))
  let high = min(low + 1, sorted.count - 1)
  return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
}
