/// The numbers of group-time effects. Keys are those of the study contract.
package struct GroupTimeNumbers: Codable, Equatable, Sendable {
  package var units: Int
  package var observations: Int
  package var clusters: Int?
  package var cohortSizes: [String: Int]
  package var cells: [Cell]
  package var aggregations: Aggregations
  package var pretrend: PreTrend
  package var uniformBand: Band?

  private enum CodingKeys: String, CodingKey {
    case units = "n_units"
    case observations = "n_obs"
    case clusters
    case cohortSizes = "cohort_sizes"
    case cells = "att_gt"
    case aggregations, pretrend
    case uniformBand = "uniform_band"
  }

  package struct Cell: Codable, Equatable, Sendable {
    package var g: Int
    package var t: Int
    @OrNull package var att: Double?
    @OrNull package var se: Double?
    package var post: Bool
    package var treated: Int
    package var control: Int
    @OrNull package var df: Double?
    package var status: Status?
    package var flags: [Warning]
    package var interval: [Double]?

    private enum CodingKeys: String, CodingKey {
      case g, t, att, se, post, df, status, flags
      case treated = "n_treated"
      case control = "n_control"
      case interval = "ci95"
    }
  }

  package struct Aggregations: Codable, Equatable, Sendable {
    package var simple: Average
    package var group: Average
    package var dynamic: Average
    package var calendar: Average
  }

  /// An overall number, and for families the numbers that it averages.
  package struct Average: Codable, Equatable, Sendable {
    @OrNull package var overall: Double?
    @OrNull package var overallError: Double?
    package var interval: [Double]?
    @OrNull package var minimumDetectableEffect: Double?
    package var treated: Int
    package var control: Int
    @OrNull package var df: Double?
    package var status: Status
    package var labels: [Int]?
    package var att: [Double]?
    package var se: [Double]?

    private enum CodingKeys: String, CodingKey {
      case overall, df, status, att, se
      case overallError = "overall_se"
      case interval = "overall_ci95"
      case minimumDetectableEffect = "overall_mde"
      case treated = "n_treated"
      case control = "n_control"
      case labels = "egt"
    }
  }

  package struct PreTrend: Codable, Equatable, Sendable {
    @OrNull package var statistic: Double?
    package var df: Int
    @OrNull package var p: Double?
    /// The steepest difference in trends, per period, that the test misses half the time.
    @OrNull package var slopeMissedHalf: Double?

    private enum CodingKeys: String, CodingKey {
      case statistic = "W"
      case df, p
      case slopeMissedHalf = "slope_missed_half"
    }
  }

  package struct Band: Codable, Equatable, Sendable {
    @OrNull package var cells: Double?
    @OrNull package var dynamic: Double?

    private enum CodingKeys: String, CodingKey {
      case cells = "att_gt"
      case dynamic
    }
  }
}
