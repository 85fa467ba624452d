/// Rows put into groups: firms, periods, regions, pairs of them.
package struct Grouping: Sendable {
  package let name: String
  /// For each row the number of its group, 0 ..< count, rising with the label.
  package let codes: [Int32]
  package let count: Int

  package init(name: String, codes: [Int32], count: Int) {
    self.name = name
    self.codes = codes
    self.count = count
  }

  /// Groups rows by equal numbers. NaN is not allowed.
  package init(name: String, numbers: [Double]) {
    let (codes, levels) = Self.coded(numbers)
    self.init(name: name, codes: codes, count: levels.count)
  }

  /// Groups rows by the pair of groups that they are in.
  package init(pairing first: Grouping, with second: Grouping, name: String) {
    let width = Double(second.count)
    let pairs = zip(first.codes, second.codes).map { Double($0) * width + Double($1) }
    self.init(name: name, numbers: pairs)
  }

  /// Rows per group.
  package var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: count)
    for code in codes { sizes[Int(code)] += 1 }
    return sizes
  }

  /// The rows in `order`, numbered anew so that no group is empty.
  package func selecting(_ order: [Int]) -> Grouping {
    var present = [Bool](repeating: false, count: count)
    for row in order { present[Int(codes[row])] = true }
    var renumbered = [Int32](repeating: 0, count: count)
    var next: Int32 = 0
    for group in 0..<count where present[group] {
      renumbered[group] = next
      next += 1
    }
    return Grouping(
      name: name, codes: order.map { renumbered[Int(codes[$0])] }, count: Int(next))
  }

  /// Every group of self lies inside one group of `other`.
  package func isNested(in other: Grouping) -> Bool {
    var home = [Int32](repeating: -1, count: count)
    for row in codes.indices {
      let group = Int(codes[row])
      if home[group] < 0 {
        home[group] = other.codes[row]
      } else if home[group] != other.codes[row] {
        return false
      }
    }
    return true
  }

  /// Codes that rise with the value, and the values in that order.
  package static func coded(_ numbers: [Double]) -> (codes: [Int32], levels: [Double]) {
    if let counted = countedCodes(numbers) { return counted }
    var levels = numbers.sorted()
    var kept = 0
    for index in levels.indices where index == 0 || levels[index] != levels[kept - 1] {
      levels[kept] = levels[index]
      kept += 1
    }
    levels.removeLast(levels.count - kept)
    let codes = numbers.map { value -> Int32 in
      var low = 0
      var high = levels.count
      while low < high {
        let middle = (low + high) / 2
        if levels[middle] < value { low = middle + 1 } else { high = middle }
      }
      return Int32(low)
    }
    return (codes, levels)
  }

  /// Whole numbers in a narrow range need no sorting.
  private static func countedCodes(
    _ numbers: [Double]
  ) -> (codes: [Int32], levels: [Double])? {
    guard let first = numbers.first else { return ([], []) }
    var low = first
    var high = first
    for value in numbers {
      if value != value.rounded() { return nil }
      if value < low { low = value }
      if value > high { high = value }
    }
    guard high - low <= Double(4 * numbers.count + 1000) else { return nil }
    var numbering = [Int32](repeating: -1, count: Int(high - low) + 1)
    for value in numbers { numbering[Int(value - low)] = 0 }
    var levels: [Double] = []
    for slot in numbering.indices where numbering[slot] == 0 {
      numbering[slot] = Int32(levels.count)
      levels.append(low + Double(slot))
    }
    return (numbers.map { numbering[Int($0 - low)] }, levels)
  }
}
