import Foundation

/// Runs a study: a specification on a table of numbers.
package enum Study {
  /// The answer, a refusal included. Never throws for bad specifications or data.
  package static func run(specification json: Data, csv: Data) -> StudyResult {
    var estimator: Estimator?
    do {
      let specification = try StudySpecification(json: json)
      estimator = specification.estimator
      let table = try Table(csv: csv, wanted: specification.columns)
      return try run(specification, on: table)
    } catch {
      return StudyResult(refused: error, estimator: estimator)
    }
  }

  /// Throws the reason when the study must be refused.
  package static func run(
    _ specification: StudySpecification, on table: Table
  ) throws(StudyRefusal) -> StudyResult {
    let sample = try Sample(table, specification)
    switch specification.estimator {
    case .ols, .fixedEffects, .firstDifferences:
      var study = RegressionStudy(sample)
      return try study.run()
    case .randomEffects: return try RandomEffectsStudy.run(sample)
    case .instrumental: return try InstrumentalStudy.run(sample)
    case .groupTime: return try GroupTimeStudy.run(sample)
    case .sunAbraham: return try SunAbrahamStudy.run(sample)
    case .imputation: return try ImputationStudy.run(sample)
    case .eventStudy: return try EventStudyStudy.run(sample)
    case .bacon: return try BaconStudy.run(sample)
    case .wildCluster: return try WildClusterStudy.run(sample)
    case .randomisation: return try RandomisationStudy.run(sample)
    case .mediation: return try MediationStudy.run(sample)
    }
  }
}
