import ArgumentParser
import Econometrics
import Foundation
import Localization

/// The fields of a specification that people give without writing JSON.
struct EstimateFlags: ParsableArguments {
  @Option(name: .long, help: CallOptions.help("estimate_method"))
  var method: String?
  @Option(name: .long, help: CallOptions.help("estimate_estimator"))
  var estimator: String?
  @Option(name: .long, help: CallOptions.help("estimate_outcome"))
  var outcome: String?
  @Option(name: .long, help: CallOptions.help("estimate_unit"))
  var unit: String?
  @Option(name: .long, help: CallOptions.help("estimate_period"))
  var period: String?
  @Option(name: .long, help: CallOptions.help("estimate_first_treated"))
  var firstTreated: String?
  @Option(name: .long, help: CallOptions.help("estimate_treated"))
  var treated: String?
  @Option(name: .long, help: CallOptions.help("estimate_regressor"))
  var regressor: [String] = []
  @Option(name: .long, help: CallOptions.help("estimate_effect"))
  var effect: [String] = []
  @Option(name: .long, help: CallOptions.help("estimate_cluster"))
  var cluster: [String] = []
  @Option(name: .long, help: CallOptions.help("estimate_covariate"))
  var covariate: [String] = []
  @Option(name: .long, help: CallOptions.help("estimate_comparison"))
  var comparison: String?
  @Option(name: .long, help: CallOptions.help("estimate_base_period"))
  var basePeriod: String?
  @Option(name: .long, help: CallOptions.help("estimate_anticipation"))
  var anticipation: Int?
  @Option(name: .long, help: CallOptions.help("estimate_band"))
  var band: Int?
  @Option(name: .long, help: CallOptions.help("estimate_subset"))
  var subset: String?
  @Option(name: .long, help: CallOptions.help("estimate_worthwhile"))
  var worthwhile: Double?
  @Option(name: .long, help: CallOptions.help("estimate_alpha"))
  var alpha: Double?
  @Option(name: .long, help: CallOptions.help("estimate_seed"))
  var seed: Int?
  @Option(name: .long, help: CallOptions.help("estimate_field"))
  var field: [String] = []

  /// By the names of the study contract. Throws when `--field` is not NAME=VALUE.
  func fields(_ words: Words) throws(CommandFailure) -> [String: Any] {
    var fields: [String: Any] = [:]
    // What gives an estimate its name may be said as the method, as most people would.
    let isEstimator = method.map { name in Estimator.allCases.contains { $0.rawValue == name } }
    fields["estimator"] = estimator ?? (isEstimator == true ? method : nil)
    fields["method"] = isEstimator == true ? nil : method
    fields["y"] = outcome
    fields["unit"] = unit
    fields["time"] = period
    fields["cohort"] = firstTreated
    fields["treatment"] = treated
    fields["control"] = comparison
    fields["base_period"] = basePeriod
    fields["anticipation"] = anticipation
    fields["uniform_band"] = band.map { ["draws": $0] }
    fields["subset"] = subset
    fields["worthwhile"] = worthwhile
    fields["alpha"] = alpha
    fields["seed"] = seed
    if !regressor.isEmpty { fields["x"] = regressor }
    if !effect.isEmpty { fields["fe"] = effect }
    if !cluster.isEmpty { fields["cluster"] = cluster }
    if !covariate.isEmpty { fields["covariates"] = covariate }
    for pair in field {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw CommandFailure(words["cli.estimate_field_form", ["text": pair]], ExitCodes.usage)
      }
      fields[String(parts[0])] = Self.value(String(parts[1]))
    }
    return fields
  }

  /// Without an estimator: group-time effects where adoption is told, a regression otherwise.
  func completed(_ fields: [String: Any]) -> [String: Any] {
    guard fields["estimator"] == nil else { return fields }
    var fields = fields
    let estimator: Estimator =
      fields["x"] == nil ? .groupTime : fields["fe"] == nil ? .ols : .fixedEffects
    fields["estimator"] = estimator.rawValue
    return fields
  }

  /// JSON where it is JSON, otherwise the text itself.
  private static func value(_ text: String) -> Any {
    do {
      return try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    } catch {
      return text
    }
  }
}
