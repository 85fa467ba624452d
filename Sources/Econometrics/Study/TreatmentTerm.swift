/// Which term status and verdict speak of.
enum TreatmentTerm {
  /// The named one, or the first that is no constant, no dummy of a column, and not constant within
  /// every period. Throws `invalidField` when the named term is not among the regressors.
  static func chosen(
    _ treatment: String?, _ sample: Sample, names: [String], columns: [[Double]]
  ) throws(StudyRefusal) -> Int? {
    if let treatment {
      let wanted = treatment.filter { !$0.isWhitespace }
      guard let index = names.firstIndex(of: wanted) else {
        throw .invalidField("treatment", "\(treatment) is not among the terms of x")
      }
      return index
    }
    let dummies = sample.specification.regressors.filter(\.isDummies).compactMap(\.column)
    let candidates = names.indices.filter { index in
      names[index] != "const" && !dummies.contains { names[index].hasPrefix($0 + "=") }
    }
    guard let time = sample.time else { return candidates.first }
    let periods = Grouping(name: "", numbers: time.map(Double.init))
    return candidates.first { !isConstant(columns[$0], within: periods) } ?? candidates.first
  }
}

/// What the treatment does over the life of the units.
struct TreatmentHistory {
  /// A 0/1 treatment goes back to 0 in some unit.
  let switchesOff: Bool
  /// The share of missing unit-periods differs by more than 5 points between units that are ever
  /// treated and units that never are.
  let attritionDiffers: Bool

  init(_ sample: Sample, levels: [Double]) {
    guard let unit = sample.unit, let time = sample.time, !levels.isEmpty,
      levels.allSatisfy({ $0 == 0 || $0 == 1 })
    else {
      switchesOff = false
      attritionDiffers = false
      return
    }
    switchesOff = levels.indices.dropFirst().contains {
      unit.codes[$0] == unit.codes[$0 - 1] && levels[$0] < levels[$0 - 1]
    }
    var ever = [Bool](repeating: false, count: unit.count)
    for (row, level) in levels.enumerated() where level == 1 { ever[Int(unit.codes[row])] = true }
    attritionDiffers = missingnessDiffers(unit: unit, time: time, isTreated: ever)
  }
}

func missingnessDiffers(unit: Grouping, time: [Int], isTreated: [Bool]) -> Bool {
  let periods = Set(time).count
  var seen = [0, 0]
  var units = [0, 0]
  for (index, size) in unit.sizes.enumerated() {
    let arm = isTreated[index] ? 1 : 0
    seen[arm] += size
    units[arm] += 1
  }
  guard units[0] > 0, units[1] > 0 else { return false }
  let shares = (0...1).map { Double(seen[$0]) / Double(units[$0] * periods) }
  return abs(shares[0] - shares[1]) > 0.05
}
