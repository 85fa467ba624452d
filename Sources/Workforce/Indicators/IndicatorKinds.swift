/// Where an indicator stands in the catalogue: an item that others are made of, a productivity
/// indicator, or a measure of one of the processes; or a firm's own.
package enum IndicatorFamily: String, Codable, Sendable, CaseIterable {
  case input, productivity, process, own
}

/// Where the value of an indicator comes from.
package enum IndicatorOrigin: String, Codable, Sendable, CaseIterable {
  case entered
  /// By its formula, never typed in.
  case derived
  /// From the attendance marks of course runs, never typed in.
  case attendance
  /// From the published price indices.
  case reference
}

/// A flow is counted over a period; a stock is held at or through it.
package enum IndicatorNature: String, Codable, Sendable, CaseIterable {
  case flow, stock
}

/// How the value of a year is made of those of its months or quarters.
package enum AnnualRule: String, Codable, Sendable, CaseIterable {
  case sum
  case averageOfPeriodMeans = "average_of_period_means"
  case last
  case asPublished = "as_published"
}

/// Which way is better; context when neither is.
package enum BetterDirection: String, Codable, Sendable, CaseIterable {
  case up, down, context
}

/// What a measure of a process tells about it.
package enum ProcessDimension: String, Codable, Sendable, CaseIterable {
  case cost, time
  case labourEfficiency = "labour_efficiency"
  case quality
}
