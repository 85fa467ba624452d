/// The numbers of a regression. Maps are keyed by term; keys are those of the study contract.
package struct RegressionNumbers: Codable, Equatable, Sendable {
  package var k: Int
  package var fullParameters: Int
  package var nonnestedParameters: Int
  package var residualDegrees: Int
  package var clusters: ClusterCounts?
  package var degrees: Int?
  package var names: [String]
  package var dropped: [DroppedTerm]
  package var coefficients: Figures
  package var ssr: Double?
  package var rSquared: Double?
  package var minimumDetectableEffect: Figures
  package var iid: Figures
  package var hc0: Figures
  package var hc1: Figures
  package var hc2: Figures?
  package var hc3: Figures?
  package var cr0: Figures?
  package var cr1: TestedErrors?
  package var cr1Factor: Double?
  package var cr1Covariance: [[Double]]?
  package var cr2: TestedErrors?
  package var cr2Degrees: Figures?
  package var twoWay: TestedErrors?
  package var combinations: [String: Estimate]?
  package var joint: JointTest?
  /// Covariance behind `combinations` and `joint`, and the tests without clusters; not written.
  var covariance: Matrix?
  var robust: TestedErrors?

  /// Errors with what follows from them.
  package struct TestedErrors: Codable, Equatable, Sendable {
    package var errors: Figures
    package var t: Figures
    package var p: Figures
    package var intervals: [String: [Double]?]
  }

  /// Test that several coefficients are 0.
  package struct JointTest: Codable, Equatable, Sendable {
    @OrNull package var statistic: Double?
    package var df1: Int
    package var df2: Int
    @OrNull package var p: Double?

    private enum CodingKeys: String, CodingKey {
      case statistic = "F"
      case df1, df2, p
    }
  }
}

/// One number of clusters, or two for two-way clustering.
package enum ClusterCounts: Codable, Equatable, Sendable {
  case one(Int)
  case two(Int, Int)

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let count = try? container.decode(Int.self) {
      self = .one(count)
    } else {
      let counts = try container.decode([Int].self)
      guard counts.count == 2 else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "two numbers of clusters are expected")
      }
      self = .two(counts[0], counts[1])
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .one(let count): try container.encode(count)
    case .two(let first, let second): try container.encode([first, second])
    }
  }
}
