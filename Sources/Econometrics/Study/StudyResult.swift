import Foundation

/// Numbers by the name of their term; nil where a number does not exist.
package typealias Figures = [String: Double?]

/// The answer to a study.
package struct StudyResult: Sendable {
  package var estimator: Estimator?
  package var status: Status
  package var verdict: Verdict?
  package var refusal: Refusal?
  package var warnings: [Warning]
  /// What status and verdict speak of.
  package var treatment: String?
  package var treatedClusters: Int?
  package var controlClusters: Int?
  /// Which errors the verdict used.
  package var headline: String?
  package var rows: Int?
  package var rowsExcluded: Int?
  package var rowsExcludedKeys: [[Label]]?
  package var singletonsDropped: Int?
  package var numbers: StudyNumbers?

  /// Why a study was refused, as the result says it.
  package struct Refusal: Codable, Equatable, Sendable {
    package let reason: String
    package let message: String
    package let keys: [[Label]]?
    package let units: [Label]?
  }
}

extension StudyResult {
  /// The result that a refused study has.
  package init(refused refusal: StudyRefusal, estimator: Estimator?) {
    var keys: [[Label]]?
    var units: [Label]?
    switch refusal {
    case .duplicateKey(let list): keys = list
    case .treatmentSwitchesOff(let list), .missingAdoptionDate(let list),
      .adoptionDateVaries(let list):
      units = list
    case .noNeverTreated, .unknownField, .unknownColumn, .textInNumber, .malformedData,
      .malformedSpecification, .missingField, .invalidField, .noRows, .notConverged:
      break
    }
    self.init(
      estimator: estimator, status: .rejected, verdict: nil,
      refusal: Refusal(
        reason: refusal.code, message: refusal.message, keys: keys, units: units),
      warnings: [], treatment: nil, treatedClusters: nil, controlClusters: nil, headline: nil,
      rows: nil, rowsExcluded: nil, rowsExcludedKeys: nil, singletonsDropped: nil, numbers: nil)
  }

  /// One JSON object with sorted keys and numbers in shortest round-trip form.
  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}

extension StudyResult: Codable {
  private enum CodingKeys: String, CodingKey {
    case estimator, status, verdict, warnings, treatment, headline, n
    case treatedClusters = "treated_clusters"
    case controlClusters = "control_clusters"
    case rowsExcluded = "rows_excluded"
    case rowsExcludedKeys = "rows_excluded_keys"
    case singletonsDropped = "singletons_dropped"
    case reason
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    estimator = try container.decodeIfPresent(Estimator.self, forKey: .estimator)
    status = try container.decode(Status.self, forKey: .status)
    verdict = try container.decodeIfPresent(Verdict.self, forKey: .verdict)
    refusal = container.contains(.reason) ? try Refusal(from: decoder) : nil
    warnings = try container.decode([Warning].self, forKey: .warnings)
    treatment = try container.decodeIfPresent(String.self, forKey: .treatment)
    treatedClusters = try container.decodeIfPresent(Int.self, forKey: .treatedClusters)
    controlClusters = try container.decodeIfPresent(Int.self, forKey: .controlClusters)
    headline = try container.decodeIfPresent(String.self, forKey: .headline)
    rows = try container.decodeIfPresent(Int.self, forKey: .n)
    rowsExcluded = try container.decodeIfPresent(Int.self, forKey: .rowsExcluded)
    rowsExcludedKeys = try container.decodeIfPresent([[Label]].self, forKey: .rowsExcludedKeys)
    singletonsDropped = try container.decodeIfPresent(Int.self, forKey: .singletonsDropped)
    numbers = try estimator.flatMap { estimator in
      refusal == nil ? try StudyNumbers(from: decoder, estimator: estimator, status: status) : nil
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(estimator, forKey: .estimator)
    try container.encode(status, forKey: .status)
    try container.encode(verdict, forKey: .verdict)
    try refusal?.encode(to: encoder)
    try container.encode(warnings, forKey: .warnings)
    try container.encodeIfPresent(treatment, forKey: .treatment)
    try container.encodeIfPresent(treatedClusters, forKey: .treatedClusters)
    try container.encodeIfPresent(controlClusters, forKey: .controlClusters)
    try container.encodeIfPresent(headline, forKey: .headline)
    try container.encodeIfPresent(rows, forKey: .n)
    try container.encodeIfPresent(rowsExcluded, forKey: .rowsExcluded)
    try container.encodeIfPresent(rowsExcludedKeys, forKey: .rowsExcludedKeys)
    try container.encodeIfPresent(singletonsDropped, forKey: .singletonsDropped)
    try numbers?.encode(to: encoder)
  }
}

/// A number that is written as null when it does not exist, rather than left out.
@propertyWrapper
package struct OrNull: Codable, Equatable, Sendable {
  private var finite: Double?

  package var wrappedValue: Double? {
    get { finite }
    set { finite = newValue.flatMap { $0.isFinite ? $0 : nil } }
  }

  package init(wrappedValue: Double?) {
    self.wrappedValue = wrappedValue
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    finite = container.decodeNil() ? nil : try container.decode(Double.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(finite)
  }
}

/// Figures for terms in order; what is not finite does not exist.
func figures(_ names: [String], _ values: [Double]) -> Figures {
  Figures(uniqueKeysWithValues: zip(names, values).map { ($0, $1.isFinite ? $1 : nil) })
}
