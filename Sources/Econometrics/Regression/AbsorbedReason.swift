/// Why fixed effects leave nothing of a column: it is constant within one set, or a sum of effects.
func absorbedReason(_ constantWithin: String?, effects: [Grouping]) -> String {
  if let constantWithin { return "constant within \(constantWithin)" }
  return "absorbed by the effects of " + effects.map(\.name).joined(separator: " and ")
}

func isConstant(_ column: [Double], within grouping: Grouping) -> Bool {
  var first = [Double](repeating: .nan, count: grouping.count)
  for row in column.indices {
    let group = Int(grouping.codes[row])
    if first[group].isNaN {
      first[group] = column[row]
    } else if first[group] != column[row] {
      return false
    }
  }
  return true
}
