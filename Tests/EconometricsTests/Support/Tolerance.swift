/// How far a number may be from its reference, by the kind of number that its key says it is.
struct Tolerance {
  let classes: [String: (relative: Double, absolute: Double)]

  init(_ json: JSON) {
    classes = json.object.mapValues { ($0["rel"].number ?? 0, $0["abs"].number ?? 0) }
  }

  /// Everything in `expected` that `got` does not hold; a result may hold more.
  func differences(_ expected: JSON, _ got: JSON, path: [String]) -> [String] {
    let place = path.joined(separator: ".")
    switch (expected, got) {
    case (.object(let wanted), .object(let found)):
      return wanted.keys.sorted().flatMap { key in
        guard let value = found[key] else { return ["\(place).\(key) is absent"] }
        return differences(wanted[key] ?? .null, value, path: path + [key])
      }
    case (.list(let wanted), .list(let found)):
      guard wanted.count == found.count else {
        return ["\(place) has \(found.count) items instead of \(wanted.count)"]
      }
      if path.last == "warnings" {
        let missing = Set(wanted.compactMap(\.text)).symmetricDifference(found.compactMap(\.text))
        return missing.isEmpty ? [] : ["\(place) differ in \(missing.sorted())"]
      }
      return zip(wanted, found).enumerated().flatMap { index, pair in
        differences(pair.0, pair.1, path: path + [String(index)])
      }
    case (.number(let wanted), .number(let found)):
      let allowed = limit(path, wanted)
      let distance = abs(wanted - found)
      return distance <= allowed ? [] : ["\(place) is \(found) instead of \(wanted)"]
    default:
      return expected == got ? [] : ["\(place) is \(got) instead of \(expected)"]
    }
  }

  /// Numbers without a class agree exactly.
  private func limit(_ path: [String], _ wanted: Double) -> Double {
    guard let name = path.compactMap(Self.kind).last, let rule = classes[name] else { return 0 }
    return max(rule.absolute, rule.relative * abs(wanted))
  }

  private static func kind(_ key: String) -> String? {
    if key.hasPrefix("se_") || key == "se" || key == "overall_se" { return "se" }
    if key.contains("ci95") { return "ci" }
    if key.hasPrefix("p_") || key == "p" { return "p" }
    if key.hasPrefix("sigma2_") { return "stat" }
    return kinds[key]
  }

  private static let kinds: [String: String] = [
    "coef": "coef", "a": "coef", "b": "coef", "direct": "coef", "total": "coef",
    "indirect": "coef", "share": "coef", "twfe": "coef", "att": "att", "overall": "att",
    "t_cr1": "t", "t": "t", "F": "F", "W": "W", "df_cr2": "df", "weight": "weight",
    "weight_by_type": "weight", "estimate": "estimate", "effect_by_type": "estimate",
    "ssr": "stat", "r2_within": "stat", "factor_cr1": "stat", "V_cr1": "stat", "theta": "stat",
    "rho": "stat", "uniform_band": "crit",
  ]
}
