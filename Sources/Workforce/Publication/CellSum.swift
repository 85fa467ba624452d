/// A sum over firms, with what a reader could take it apart by.
package struct CellSum: Sendable, Equatable {
  package var firms: Int
  /// Persons whom the firms employ.
  package var persons: Int
  package var total: Double
  /// The sum without signs, and what the largest and the second largest firm make up of it.
  package var magnitude: Double
  package var largest: Double
  package var secondLargest: Double

  package init(
    firms: Int, persons: Int, total: Double, magnitude: Double, largest: Double,
    secondLargest: Double
  ) {
    self.firms = firms
    self.persons = persons
    self.total = total
    self.magnitude = magnitude
    self.largest = largest
    self.secondLargest = secondLargest
  }

  package static let empty = CellSum(
    firms: 0, persons: 0, total: 0, magnitude: 0, largest: 0, secondLargest: 0)

  /// The sum over the firms of both, which are different ones.
  package static func + (left: CellSum, right: CellSum) -> CellSum {
    let shares = [left.largest, left.secondLargest, right.largest, right.secondLargest]
      .sorted(by: >)
    return CellSum(
      firms: left.firms + right.firms, persons: left.persons + right.persons,
      total: left.total + right.total, magnitude: left.magnitude + right.magnitude,
      largest: shares[0], secondLargest: shares[1])
  }
}

/// What may be published: the numbers are settings with their days, not words of this program.
package struct PublicationRule: Sendable, Equatable {
  package enum Nature: String, Codable, Sendable {
    /// A count of firms, of persons, or anything else that is summed.
    case firms, persons, amount
  }

  package let minimumFirms: Int
  package let minimumPersons: Int
  package let largestFirmPct: Int
  package let twoLargestFirmsPct: Int

  package init(
    minimumFirms: Int, minimumPersons: Int, largestFirmPct: Int, twoLargestFirmsPct: Int
  ) {
    self.minimumFirms = minimumFirms
    self.minimumPersons = minimumPersons
    self.largestFirmPct = largestFirmPct
    self.twoLargestFirmsPct = twoLargestFirmsPct
  }

  /// Whether a sum tells of a group and of nobody in it.
  package func allows(_ sum: CellSum, _ nature: Nature) -> Bool {
    guard sum.firms >= minimumFirms, sum.persons >= minimumPersons else { return false }
    switch nature {
    case .firms: return true
    case .persons:
      return (sum.total == 0 || sum.total >= Double(minimumPersons)) && !isDominated(sum)
    case .amount: return !isDominated(sum)
    }
  }

  /// Whether what follows from several published sums by subtraction may be known: as above, and not
  /// nothing at all, which would tell that each of its parts is nothing.
  package func allowsRemainder(_ sum: CellSum, _ nature: Nature) -> Bool {
    allows(sum, nature) && sum.magnitude > 0
  }

  private func isDominated(_ sum: CellSum) -> Bool {
    sum.magnitude > 0
      && (sum.largest * 100 > sum.magnitude * Double(largestFirmPct)
        || (sum.largest + sum.secondLargest) * 100 > sum.magnitude * Double(twoLargestFirmsPct))
  }
}
