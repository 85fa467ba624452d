/// Runs `wild_cluster_restricted`.
enum WildClusterStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    let specification = sample.specification
    let wanted = specification.tested?.map { $0.filter { !$0.isWhitespace } }
    let data = try RegressionSample(
      sample, regressors: specification.regressors, treatment: wanted?.first)
    var study = RegressionStudy(sample)
    var result = try study.run(data)
    guard result.status != .notIdentified else { return result }
    let clusters = data.clusters[0]
    let draws = try draws(specification, clusters: clusters.count)
    let absorber = Absorber(sets: data.design.effects, rows: data.design.rows)
    let fit = try Regression(data.design, absorber: absorber)
    let terms = wanted ?? data.design.names.filter { $0 != "const" }
    var tests: [String: WildClusterNumbers.Test] = [:]
    for term in terms {
      guard data.design.names.contains(term) else {
        throw .invalidField("test", "\(term) is not among the terms")
      }
      guard let position = fit.names.firstIndex(of: term) else {
        tests[term] = .init(
          coef: nil, t: nil, p: nil, draws: 0, smallestP: 1, low: nil, high: nil)
        continue
      }
      let bootstrap = try WildClusterBootstrap(
        fit, absorber: absorber, term: position, clusters: clusters, draws: draws,
        seed: specification.seed)
      let statistic = bootstrap.statistic(null: specification.null)
      let interval = bootstrap.interval(level: specification.rules.level)
      let hasTest = statistic.isFinite && !fit.hasNoVariation
      tests[term] = .init(
        coef: bootstrap.coefficient, t: hasTest ? statistic : nil,
        p: hasTest ? bootstrap.p(null: specification.null) : nil, draws: bootstrap.draws,
        smallestP: bootstrap.smallestP, low: hasTest ? interval.low : nil,
        high: hasTest ? interval.high : nil)
    }
    result.numbers = .wildCluster(WildClusterNumbers(clusters: clusters.count, tests: tests))
    return result
  }

  /// Nil: all sign vectors.
  private static func draws(
    _ specification: StudySpecification, clusters: Int
  ) throws(StudyRefusal) -> Int? {
    switch specification.draws {
    case .all:
      guard clusters <= 20 else {
        throw .invalidField("draws", "2^\(clusters) sign vectors are too many; give a number")
      }
      return nil
    case .number(let count): return count
    case nil: return clusters <= WildClusterBootstrap.enumerationLimit ? nil : 9999
    }
  }
}
