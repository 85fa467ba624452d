/// Nominal values in prices of the base period: value · deflator(base) / deflator.
package func deflated(
  _ nominal: [Double], deflators: [Double], base: Double
) -> [Double] {
  precondition(nominal.count == deflators.count, "one deflator per value")
  return zip(nominal, deflators).map { $0 * base / $1 }
}
