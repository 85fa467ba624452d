/// Runs `mediation_product`.
enum MediationStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    let specification = sample.specification
    let treatment = specification.treatment ?? ""
    let name = specification.mediator ?? ""
    let data = try RegressionSample(
      sample, regressors: [.column(treatment)] + specification.controls, treatment: treatment)
    var study = RegressionStudy(sample)
    var result = try study.run(data)
    guard result.status != .notIdentified else { return result }
    var mediator = try sample.numbers(name)
    if let kept = data.kept { mediator = kept.map { mediator[$0] } }
    let clusters = data.clusters[0]
    guard
      let parts = try Mediation(
        data.design, mediator: mediator, mediatorName: name, clusters: clusters)
    else {
      result.status = .notIdentified
      result.verdict = nil
      result.numbers = .notIdentified(.init(coef: [treatment: nil, name: nil]))
      return result
    }
    let statistic = parts.total.coef / parts.total.se
    let p = StudentDistribution(degrees: Double(clusters.count - 1)).twoSided(statistic)
    let isDistinct = statistic.isFinite && p < specification.rules.level
    result.numbers = .mediation(
      MediationNumbers(
        clusters: clusters.count, a: parts.a.coef, errorA: parts.a.se, b: parts.b.coef,
        errorB: parts.b.se, direct: parts.direct.coef, errorDirect: parts.direct.se,
        total: parts.total.coef, errorTotal: parts.total.se, indirect: parts.indirect.coef,
        errorIndirect: parts.indirect.se,
        share: isDistinct ? parts.indirect.coef / parts.total.coef : nil))
    return result
  }
}
