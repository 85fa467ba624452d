import Foundation

extension StudySpecification {
  /// Reads a specification. Throws `malformedSpecification`, `unknownField`, `missingField` or
  /// `invalidField`.
  package init(json: Data) throws(StudyRefusal) {
    let fields: [String: JSONValue]
    do {
      fields = try JSONDecoder().decode([String: JSONValue].self, from: json)
    } catch {
      throw .malformedSpecification("it is no JSON object")
    }
    try self.init(fields: fields)
  }

  init(fields: [String: JSONValue]) throws(StudyRefusal) {
    let read = FieldReader(fields: fields)
    guard let name = try read.text("estimator") else {
      throw .missingField("estimator", estimator: "a study")
    }
    guard let estimator = Estimator(rawValue: name) else {
      let names = Estimator.allCases.map(\.rawValue)
      guard let nearest = nearestName(to: name, among: names) else {
        throw .invalidField("estimator", "there is no estimator \(name)")
      }
      throw .invalidField(
        "estimator", "there is no estimator \(name), the nearest name is \(nearest)")
    }
    try Self.checkFields(read, estimator)
    try self.init(read, estimator)
    try checkTogether()
  }

  private static func checkFields(
    _ read: FieldReader, _ estimator: Estimator
  ) throws(StudyRefusal) {
    for field in read.fields.keys.sorted() where !estimator.fields.contains(field) {
      throw .unknownField(
        field, estimator: estimator.rawValue,
        nearest: nearestName(to: field, among: estimator.fields.sorted()))
    }
    for field in estimator.required where read.value(field) == nil {
      throw .missingField(field, estimator: estimator.rawValue)
    }
  }

  private init(_ read: FieldReader, _ estimator: Estimator) throws(StudyRefusal) {
    self.estimator = estimator
    outcome = try Expression(try read.text("y") ?? "", field: "y")
    regressors = try Self.expressions(read, "x")
    effects = (try read.texts("fe") ?? []).map { set in
      set.split(separator: "^").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    unit = try read.text("unit")
    time = try read.text("time")
    let given = try read.textOrTexts("cluster")
    cluster = given ?? unit.map { [$0] } ?? effects.first.map { [Self.name(ofEffects: $0)] } ?? []
    treatment = try read.text("treatment")
    cohort = try read.text("cohort")
    neverCode = try read.number("never_code") ?? 0
    switchOff = try read.choice("switch_off", SwitchOff.self) ?? .reject
    alwaysTreated = try read.choice("always_treated", AlwaysTreated.self) ?? .drop
    covariates = try Self.expressions(read, "covariates")
    method = try read.choice("method", GroupTimeMethod.self) ?? .doublyRobust
    control = try read.choice("control", GroupTimeControl.self) ?? .notYet
    basePeriod = try read.choice("base_period", GroupTimeBase.self) ?? .universal
    anticipation = try read.whole("anticipation") ?? 0
    panel = try read.choice("panel", PanelRule.self) ?? .pairwise
    propensityTrim = try read.number("pscore_trim") ?? 0.995
    reference = try read.whole("ref") ?? -1
    let endogenous = try read.texts("endog") ?? []
    guard endogenous.count <= 1 else {
      throw .invalidField("endog", "one endogenous column is taken, not \(endogenous.count)")
    }
    self.endogenous = endogenous.first
    instruments = try read.texts("instruments") ?? []
    mediator = try read.text("mediator")
    controls = try Self.expressions(read, "controls")
    tested = try read.texts("test")
    null = try read.number("null") ?? 0
    draws = try Self.draws(read)
    strata = try read.texts("strata") ?? []
    statistic = try read.choice("statistic", Statistic.self) ?? .t
    seed = try Self.seed(read)
    band = try Self.band(read)
    combinations = try Self.combinations(read)
    jointTerms = try read.texts("joint_F")
    _ = try read.choice("small_sample", SmallSample.self)
    singletons = try read.choice("singletons", Singletons.self) ?? .drop
    if let text = try read.text("subset") { subset = try RowFilter(text) } else { subset = nil }
    presentColumns = try read.texts("drop_missing") ?? []
    rules = JudgementRules(
      level: try read.number("alpha") ?? 0.05, power: try read.number("power") ?? 0.8,
      worthwhile: try read.number("worthwhile"))
    _ = try read.text("title")
  }

  private static func expressions(
    _ read: FieldReader, _ field: String
  ) throws(StudyRefusal) -> [Expression] {
    var expressions: [Expression] = []
    for text in try read.texts(field) ?? [] {
      let expression = try Expression(text, field: field)
      guard !expressions.contains(expression) else {
        throw .invalidField(field, "\(expression.name) is named twice")
      }
      expressions.append(expression)
    }
    return expressions
  }

  private static func draws(_ read: FieldReader) throws(StudyRefusal) -> Draws? {
    guard let value = read.value("draws") else { return nil }
    if value == .text("all") { return .all }
    guard case .number(let number) = value, let count = Int(exactly: number), count > 0 else {
      throw .invalidField("draws", "\"all\" or a whole number above 0 is needed")
    }
    return .number(count)
  }

  private static func seed(_ read: FieldReader) throws(StudyRefusal) -> UInt64 {
    let seed = try read.whole("seed") ?? 1
    guard seed >= 0 else { throw .invalidField("seed", "a whole number from 0 is needed") }
    return UInt64(seed)
  }

  private static func band(_ read: FieldReader) throws(StudyRefusal) -> BandRequest? {
    guard let object = try read.object("uniform_band") else { return nil }
    let inner = FieldReader(fields: object)
    for field in object.keys.sorted() where field != "draws" && field != "seed" {
      throw .unknownField(
        "uniform_band.\(field)", estimator: Estimator.groupTime.rawValue,
        nearest: nearestName(to: field, among: ["draws", "seed"]))
    }
    let draws = try inner.whole("draws") ?? 9999
    guard draws >= 4999 else {
      throw .invalidField("uniform_band", "at least 4999 draws are needed, not \(draws)")
    }
    return BandRequest(draws: draws, seed: try seed(inner))
  }

  private static func combinations(
    _ read: FieldReader
  ) throws(StudyRefusal) -> [String: [String: Double]] {
    var combinations: [String: [String: Double]] = [:]
    for (name, value) in try read.object("lincom") ?? [:] {
      guard case .object(let terms) = value else {
        throw .invalidField("lincom", "\(name) must map terms to weights")
      }
      var weights: [String: Double] = [:]
      for (term, weight) in terms {
        guard case .number(let number) = weight else {
          throw .invalidField("lincom", "the weight of \(term) in \(name) must be a number")
        }
        weights[term.filter { !$0.isWhitespace }] = number
      }
      combinations[name] = weights
    }
    return combinations
  }

  /// Rules that join two fields.
  private func checkTogether() throws(StudyRefusal) {
    let needsAdoption = estimator.optional.contains("cohort")
    if needsAdoption, cohort == nil, treatment == nil {
      throw .missingField("cohort / treatment", estimator: estimator.rawValue)
    }
    if needsAdoption, cohort != nil, treatment != nil {
      throw .invalidField("cohort", "give either cohort or treatment, not both")
    }
    if estimator.required.contains("x"), regressors.isEmpty, estimator != .instrumental {
      throw .invalidField("x", "name at least one term")
    }
    if estimator.required.contains("fe"), effects.isEmpty {
      throw .invalidField("fe", "name at least one set of effects")
    }
    if regressors.contains(.constant), !effects.isEmpty || estimator == .sunAbraham {
      throw .invalidField("x", "const cannot stand beside fixed effects, which contain it")
    }
    if cluster.count > 2 || cluster.isEmpty && estimator == .wildCluster {
      throw .invalidField("cluster", "one column or two are needed")
    }
    if cluster.count == 2, ![.ols, .fixedEffects, .firstDifferences].contains(estimator) {
      throw .invalidField("cluster", "\(estimator.rawValue) takes one cluster column")
    }
    if anticipation < 0 { throw .invalidField("anticipation", "it cannot be negative") }
    if !(propensityTrim > 0 && propensityTrim <= 1) {
      throw .invalidField("pscore_trim", "a share above 0 and at most 1 is needed")
    }
    if outcome == .constant || outcome.isDummies {
      throw .invalidField("y", "the outcome must be a column or its logarithm")
    }
    for term in covariates + controls where term == .constant || term.isDummies {
      throw .invalidField("covariates", "\(term.name) is no column or logarithm of one")
    }
    if ["x", "endog", "instruments"].allSatisfy({ estimator.required.contains($0) }),
      instruments.isEmpty || endogenous == nil
    {
      throw .invalidField("instruments", "name one endogenous column and an instrument")
    }
    try rules.check()
  }
}
