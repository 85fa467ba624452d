/// The numbers of a study, by the kind of its estimator.
package enum StudyNumbers: Equatable, Sendable {
  /// The design does not identify an effect: the terms, without numbers.
  case notIdentified(NotIdentified)
  case regression(RegressionNumbers)
  case randomEffects(RandomEffectsNumbers)
  case instrumental(InstrumentalNumbers)
  case groupTime(GroupTimeNumbers)
  case sunAbraham(SunAbrahamNumbers)
  case eventStudy(EventStudyNumbers)
  case imputation(ImputationNumbers)
  case bacon(BaconNumbers)
  case wildCluster(WildClusterNumbers)
  case randomisation(RandomisationNumbers)
  case mediation(MediationNumbers)

  package struct NotIdentified: Codable, Equatable, Sendable {
    package let coef: Figures
  }

  init(from decoder: any Decoder, estimator: Estimator, status: Status) throws {
    guard status != .notIdentified else {
      self = .notIdentified(try NotIdentified(from: decoder))
      return
    }
    switch estimator {
    case .ols, .fixedEffects, .firstDifferences:
      self = .regression(try RegressionNumbers(from: decoder))
    case .randomEffects: self = .randomEffects(try RandomEffectsNumbers(from: decoder))
    case .instrumental: self = .instrumental(try InstrumentalNumbers(from: decoder))
    case .groupTime: self = .groupTime(try GroupTimeNumbers(from: decoder))
    case .sunAbraham: self = .sunAbraham(try SunAbrahamNumbers(from: decoder))
    case .eventStudy: self = .eventStudy(try EventStudyNumbers(from: decoder))
    case .imputation: self = .imputation(try ImputationNumbers(from: decoder))
    case .bacon: self = .bacon(try BaconNumbers(from: decoder))
    case .wildCluster: self = .wildCluster(try WildClusterNumbers(from: decoder))
    case .randomisation: self = .randomisation(try RandomisationNumbers(from: decoder))
    case .mediation: self = .mediation(try MediationNumbers(from: decoder))
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .notIdentified(let numbers): try numbers.encode(to: encoder)
    case .regression(let numbers): try numbers.encode(to: encoder)
    case .randomEffects(let numbers): try numbers.encode(to: encoder)
    case .instrumental(let numbers): try numbers.encode(to: encoder)
    case .groupTime(let numbers): try numbers.encode(to: encoder)
    case .sunAbraham(let numbers): try numbers.encode(to: encoder)
    case .eventStudy(let numbers): try numbers.encode(to: encoder)
    case .imputation(let numbers): try numbers.encode(to: encoder)
    case .bacon(let numbers): try numbers.encode(to: encoder)
    case .wildCluster(let numbers): try numbers.encode(to: encoder)
    case .randomisation(let numbers): try numbers.encode(to: encoder)
    case .mediation(let numbers): try numbers.encode(to: encoder)
    }
  }
}
