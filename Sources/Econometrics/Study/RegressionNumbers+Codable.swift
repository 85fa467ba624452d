extension RegressionNumbers {
  private enum Key: String, CodingKey {
    case k, clusters, df, names, dropped, coef, ssr, mde, lincom
    case fullParameters = "K_full"
    case nonnestedParameters = "K_nonnested"
    case residualDegrees = "df_resid"
    case rSquared = "r2_within"
    case iid = "se_iid"
    case hc0 = "se_hc0"
    case hc1 = "se_hc1"
    case hc2 = "se_hc2"
    case hc3 = "se_hc3"
    case cr0 = "se_cr0"
    case cr1Factor = "factor_cr1"
    case cr1Covariance = "V_cr1"
    case cr2Degrees = "df_cr2"
    case joint = "joint_F"
    case seCR1 = "se_cr1"
    case tCR1 = "t_cr1"
    case pCR1 = "p_cr1"
    case ciCR1 = "ci95_cr1"
    case seCR2 = "se_cr2"
    case tCR2 = "t_cr2"
    case pCR2 = "p_cr2"
    case ciCR2 = "ci95_cr2"
    case seTwoWay = "se_twoway"
    case tTwoWay = "t_twoway"
    case pTwoWay = "p_twoway"
    case ciTwoWay = "ci95_twoway"
  }

  private struct Keys {
    let se, t, p, ci: Key
    static let cr1 = Keys(se: .seCR1, t: .tCR1, p: .pCR1, ci: .ciCR1)
    static let cr2 = Keys(se: .seCR2, t: .tCR2, p: .pCR2, ci: .ciCR2)
    static let twoWay = Keys(se: .seTwoWay, t: .tTwoWay, p: .pTwoWay, ci: .ciTwoWay)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func tested(_ keys: Keys) throws -> TestedErrors? {
      guard let errors = try container.decodeIfPresent(Figures.self, forKey: keys.se) else {
        return nil
      }
      return TestedErrors(
        errors: errors, t: try container.decode(Figures.self, forKey: keys.t),
        p: try container.decode(Figures.self, forKey: keys.p),
        intervals: try container.decode([String: [Double]?].self, forKey: keys.ci))
    }
    k = try container.decode(Int.self, forKey: .k)
    fullParameters = try container.decode(Int.self, forKey: .fullParameters)
    nonnestedParameters = try container.decode(Int.self, forKey: .nonnestedParameters)
    residualDegrees = try container.decode(Int.self, forKey: .residualDegrees)
    clusters = try container.decodeIfPresent(ClusterCounts.self, forKey: .clusters)
    degrees = try container.decodeIfPresent(Int.self, forKey: .df)
    names = try container.decode([String].self, forKey: .names)
    dropped = try container.decode([DroppedTerm].self, forKey: .dropped)
    coefficients = try container.decode(Figures.self, forKey: .coef)
    ssr = try container.decode(OrNull.self, forKey: .ssr).wrappedValue
    rSquared = try container.decode(OrNull.self, forKey: .rSquared).wrappedValue
    minimumDetectableEffect = try container.decode(Figures.self, forKey: .mde)
    iid = try container.decode(Figures.self, forKey: .iid)
    hc0 = try container.decode(Figures.self, forKey: .hc0)
    hc1 = try container.decode(Figures.self, forKey: .hc1)
    hc2 = try container.decodeIfPresent(Figures.self, forKey: .hc2)
    hc3 = try container.decodeIfPresent(Figures.self, forKey: .hc3)
    cr0 = try container.decodeIfPresent(Figures.self, forKey: .cr0)
    cr1 = try tested(.cr1)
    cr1Factor = try container.decodeIfPresent(Double.self, forKey: .cr1Factor)
    cr1Covariance = try container.decodeIfPresent([[Double]].self, forKey: .cr1Covariance)
    cr2 = try tested(.cr2)
    cr2Degrees = try container.decodeIfPresent(Figures.self, forKey: .cr2Degrees)
    twoWay = try tested(.twoWay)
    combinations = try container.decodeIfPresent([String: Estimate].self, forKey: .lincom)
    joint = try container.decodeIfPresent(JointTest.self, forKey: .joint)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func encode(_ tested: TestedErrors?, _ keys: Keys) throws {
      guard let tested else { return }
      try container.encode(tested.errors, forKey: keys.se)
      try container.encode(tested.t, forKey: keys.t)
      try container.encode(tested.p, forKey: keys.p)
      try container.encode(tested.intervals, forKey: keys.ci)
    }
    try container.encode(k, forKey: .k)
    try container.encode(fullParameters, forKey: .fullParameters)
    try container.encode(nonnestedParameters, forKey: .nonnestedParameters)
    try container.encode(residualDegrees, forKey: .residualDegrees)
    try container.encodeIfPresent(clusters, forKey: .clusters)
    try container.encodeIfPresent(degrees, forKey: .df)
    try container.encode(names, forKey: .names)
    try container.encode(dropped, forKey: .dropped)
    try container.encode(coefficients, forKey: .coef)
    try container.encode(OrNull(wrappedValue: ssr), forKey: .ssr)
    try container.encode(OrNull(wrappedValue: rSquared), forKey: .rSquared)
    try container.encode(minimumDetectableEffect, forKey: .mde)
    try container.encode(iid, forKey: .iid)
    try container.encode(hc0, forKey: .hc0)
    try container.encode(hc1, forKey: .hc1)
    try container.encodeIfPresent(hc2, forKey: .hc2)
    try container.encodeIfPresent(hc3, forKey: .hc3)
    try container.encodeIfPresent(cr0, forKey: .cr0)
    try encode(cr1, .cr1)
    try container.encodeIfPresent(cr1Factor, forKey: .cr1Factor)
    try container.encodeIfPresent(cr1Covariance, forKey: .cr1Covariance)
    try encode(cr2, .cr2)
    try container.encodeIfPresent(cr2Degrees, forKey: .cr2Degrees)
    try encode(twoWay, .twoWay)
    try container.encodeIfPresent(combinations, forKey: .lincom)
    try container.encodeIfPresent(joint, forKey: .joint)
  }
}
