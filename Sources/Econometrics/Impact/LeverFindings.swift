/// Two levers together: training alone, support alone, and each on top of the other.
package struct LeverFindings: Codable, Sendable {
  package enum Line: String, Codable, Sendable, CaseIterable {
    case trainingWithoutSupport = "training_without_support"
    case trainingWithSupport = "training_with_support"
    case supportOnTop = "support_on_top"
    case both
    /// What the two do together beyond the sum of each.
    case complementarity
  }

  /// One line with its own interval.
  package struct Figure: Codable, Equatable, Sendable {
    package let line: Line
    @OrNull package var estimate: Double?
    @OrNull package var low: Double?
    @OrNull package var high: Double?
    @OrNull package var minimumDetectableEffect: Double?
  }

  /// Firms that came into each state, from another; nil where a count is not told.
  package struct Switches: Codable, Equatable, Sendable {
    package internal(set) var trainingAlone: Int?
    package internal(set) var supportAlone: Int?
    package internal(set) var both: Int?

    init(_ trainingAlone: Int?, _ supportAlone: Int?, _ both: Int?) {
      self.trainingAlone = trainingAlone
      self.supportAlone = supportAlone
      self.both = both
    }

    /// The smallest; nil where it is not told.
    package var fewest: Int? {
      guard let trainingAlone, let supportAlone, let both else { return nil }
      return min(trainingAlone, supportAlone, both)
    }
  }

  /// Which of the two came first, in firms; nil where a count is not told.
  package struct Order: Codable, Equatable, Sendable {
    package internal(set) var trainingFirst: Int? = 0
    package internal(set) var supportFirst: Int? = 0
    package internal(set) var together: Int? = 0
    package internal(set) var trainingOnly: Int? = 0
    package internal(set) var supportOnly: Int? = 0
    package internal(set) var neither: Int? = 0

    fileprivate mutating func count(_ kind: WritableKeyPath<Order, Int?>) {
      self[keyPath: kind] = (self[keyPath: kind] ?? 0) + 1
    }
  }

  package let figures: [Figure]
  package let status: Status
  package let switches: Switches
  package let order: Order
  /// Group-time effects of training among firms that never had support, and of both at least.
  package let trainingAlone: ImpactVariant?
}

extension ImpactAnalysis {
  static let interaction = "training_x_support"

  /// Y = firm + period + T + P + T·P; the four lines are sums of these with the full covariance.
  func levers() throws(StudyRefusal) -> LeverFindings {
    let training = Table.treated(ImpactColumn.cohort)
    let support = Table.treated(ImpactColumn.second)
    var panel = try table.withTreatment([ImpactColumn.cohort, ImpactColumn.second])
    let t = try panel.numbers(training)
    let p = try panel.numbers(support)
    panel = try panel.with(Self.interaction, zip(t, p).map { $0 * $1 })
    let weights: [LeverFindings.Line: [String: Double]] = [
      .trainingWithoutSupport: [training: 1],
      .trainingWithSupport: [training: 1, Self.interaction: 1],
      .supportOnTop: [support: 1, Self.interaction: 1],
      .both: [training: 1, support: 1, Self.interaction: 1],
      .complementarity: [Self.interaction: 1],
    ]
    let result = try Study.run(
      design.twoWay(
        [training, support, Self.interaction], judged: Self.interaction,
        combinations: Dictionary(
          uniqueKeysWithValues: weights.map { ($0.key.rawValue, $0.value) })), on: panel)
    let switches = try switches(panel)
    let fewest = switches.fewest ?? 0
    let status = Status(
      treated: fewest, control: result.controlClusters ?? 0, degrees: Double(fewest - 1))
    return LeverFindings(
      figures: figures(result, status: status), status: status, switches: switches,
      order: try order(), trainingAlone: try trainingAlone())
  }

  /// A cell that nobody switches into says nothing of its line.
  private func figures(_ result: StudyResult, status: Status) -> [LeverFindings.Figure] {
    guard case .regression(let numbers) = result.numbers, status != .notIdentified else {
      return []
    }
    let degrees = numbers.degrees.map(Double.init)
    return LeverFindings.Line.allCases.map { line in
      let estimate = numbers.combinations?[line.rawValue]
      let headline = estimate?.coef.flatMap { coef in
        estimate?.se.map { HeadlineEstimate(coef, $0, degrees: degrees, design.rules) }
      }
      return LeverFindings.Figure(
        line: line, estimate: headline?.estimate, low: headline?.interval?.lowerBound,
        high: headline?.interval?.upperBound,
        minimumDetectableEffect: headline?.minimumDetectableEffect)
    }
  }

  /// Each firm's levers, once.
  private func firms() throws(StudyRefusal) -> [(training: Double, support: Double)] {
    let firm = try table.numbers(ImpactColumn.firm)
    let cohort = try table.numbers(ImpactColumn.cohort)
    let second = try table.numbers(ImpactColumn.second)
    var seen = Set<Double>()
    var firms: [(training: Double, support: Double)] = []
    for row in firm.indices where seen.insert(firm[row]).inserted {
      firms.append((cohort[row], second[row]))
    }
    return firms
  }

  private func order() throws(StudyRefusal) -> LeverFindings.Order {
    var order = LeverFindings.Order()
    for firm in try firms() {
      switch (firm.training > 0, firm.support > 0) {
      case (false, false): order.count(\.neither)
      case (true, false): order.count(\.trainingOnly)
      case (false, true): order.count(\.supportOnly)
      case (true, true):
        if firm.training < firm.support {
          order.count(\.trainingFirst)
        } else if firm.support < firm.training {
          order.count(\.supportFirst)
        } else {
          order.count(\.together)
        }
      }
    }
    return order
  }

  private func switches(_ panel: Table) throws(StudyRefusal) -> LeverFindings.Switches {
    let first = try panel.numbers(ImpactColumn.period).min() ?? 0
    var (trainingAlone, supportAlone, both) = (0, 0, 0)
    for firm in try firms() {
      let trains = firm.training > first
      let supported = firm.support > first
      if trains, firm.support == 0 || firm.support > firm.training { trainingAlone += 1 }
      if supported, firm.training == 0 || firm.training > firm.support {
        supportAlone += 1
      }
      if firm.training > 0, firm.support > 0, max(firm.training, firm.support) > first {
        both += 1
      }
    }
    return LeverFindings.Switches(trainingAlone, supportAlone, both)
  }

  /// Staggered and unequal effects spoil the regression; this does not suffer from them.
  private func trainingAlone() throws(StudyRefusal) -> ImpactVariant? {
    do throws(StudyRefusal) {
      let result = try Study.run(
        design.adoption(.groupTime, subset: "\(ImpactColumn.second) == 0"), on: table)
      return ImpactVariant(.comparison, nil, result, design.rules)
    } catch {
      guard case .noRows = error else { throw error }
      return nil
    }
  }
}
