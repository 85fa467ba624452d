import Econometrics
import Foundation

enum Bench {
  private static let quarters = 20

  private static func argument(_ index: Int) -> String {
    guard CommandLine.arguments.count > index else {
      print("an argument is missing")
      exit(2)
    }
    return CommandLine.arguments[index]
  }

  /// Writes the generated panel as two columns: outcomes (Float64) and cohorts (Int32).
  static func generate() throws {
    guard let firms = Int(argument(2)), firms > 0 else {
      print("the number of firms must be above 0")
      exit(2)
    }
    let folder = URL(filePath: argument(3))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let panel = SyntheticPanel(firms: firms, quarters: quarters, seed: 20_260_101)
    let outcomes = panel.outcomes()
    try outcomes.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: "y.f64"))
    let cohorts = (0..<firms).map { Int32(panel.cohort($0)) }
    try cohorts.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: "cohort.i32"))
    print("sum of y \(outcomes.reduce(0, +)), first firm \(outcomes.prefix(3).map { $0 })")
    print("mean true effect on treated cells \(panel.meanEffect())")
  }

  private static func column<Value>(_ name: String, of type: Value.Type) throws -> [Value] {
    let path = URL(filePath: argument(2)).appending(path: name)
    let data = try Data(contentsOf: path, options: .alwaysMapped)
    return data.withUnsafeBytes { Array($0.bindMemory(to: type)) }
  }

  /// Two-way fixed effects, clustered by firm.
  static func twoWayEffects() throws {
    let cohorts = try column("cohort.i32", of: Int32.self)
    let rows = cohorts.count * quarters
    var treatment = [Double](repeating: 0, count: rows)
    var firms = [Int32](repeating: 0, count: rows)
    var periods = [Int32](repeating: 0, count: rows)
    for (firm, cohort) in cohorts.enumerated() {
      for quarter in 0..<quarters {
        let row = firm * quarters + quarter
        firms[row] = Int32(firm)
        periods[row] = Int32(quarter)
        if cohort > 0, quarter + 1 >= cohort { treatment[row] = 1 }
      }
    }
    let firm = Grouping(name: "firm", codes: firms, count: cohorts.count)
    let quarter = Grouping(name: "quarter", codes: periods, count: quarters)
    var design = Design(
      outcome: try column("y.f64", of: Double.self), columns: [treatment], names: ["D"],
      effects: [firm, quarter])
    treatment = []
    firms = []
    periods = []
    let fit = try Regression(consuming: &design)
    let parameters = fit.nonnestedParameters([firm])
    let factor = fit.clusterFactor(parameters: parameters, clusters: firm.count)
    let error = (fit.sandwich(firm)[0, 0] * factor).squareRoot()
    report("twfe \(fit.coefficients[0]) se \(error)")
  }

  /// All group-time effects with four averages and their errors, both kinds of controls.
  static func groupTime() throws {
    let cohorts = try column("cohort.i32", of: Int32.self).map {
      $0 == 0 ? AdoptionPanel.never : Int($0)
    }
    let panel = AdoptionPanel(
      periods: Array(1...quarters), cohorts: cohorts,
      outcome: try column("y.f64", of: Double.self), covariates: [], clusters: nil)
    let control: GroupTimeControl =
      CommandLine.arguments.contains("not_yet") ? .notYet : .never
    let plan = try GroupTimePlan(
      panel, control: control, base: .varying, anticipation: 0, dropsGaps: false)
    let effects = GroupTimeEffects(
      plan, method: .regression, trim: 0.995, matrixLimit: GroupTimeEffects.matrixLimit)
    let aggregation = Aggregation(effects)
    let overall = [
      ("simple", aggregation.simple), ("group", aggregation.group.overall),
      ("dynamic", aggregation.dynamic.overall), ("calendar", aggregation.calendar.overall),
    ]
    for (name, aggregate) in overall {
      guard let aggregate else { continue }
      print("\(name) \(aggregate.estimate) se \(effects.standardError(aggregate))")
    }
    let errors = plan.cells.indices.map { effects.standardError(aggregation.single($0)) }
    report("\(errors.count) cells, largest se \(errors.max() ?? 0)")
  }

  /// Writes the generated panel as comma-separated text.
  static func writeCSV() throws {
    guard let firms = Int(argument(2)), firms > 0 else {
      print("the number of firms must be above 0")
      exit(2)
    }
    let panel = SyntheticPanel(firms: firms, quarters: quarters, seed: 20_260_101)
    let outcomes = panel.outcomes()
    let path = argument(3)
    try Data().write(to: URL(filePath: path))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    var text = "firm,quarter,cohort,D,y,lsize,sector,region\n"
    for firm in 0..<firms {
      let cohort = panel.cohort(firm)
      let tail = "\(panel.logSize(firm)),\(panel.sector(firm)),\(panel.region(firm))\n"
      for quarter in 1...quarters {
        let treated = cohort > 0 && quarter >= cohort ? 1 : 0
        let y = outcomes[firm * quarters + quarter - 1]
        text += "\(firm),\(quarter),\(cohort),\(treated),\(y)," + tail
      }
      if text.utf8.count > 1 << 20 {
        try file.write(contentsOf: Data(text.utf8))
        text = ""
      }
    }
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// A whole study, from files to result.
  static func study() throws {
    let specification = try Data(contentsOf: URL(filePath: argument(2)))
    let csv = try Data(contentsOf: URL(filePath: argument(3)), options: .alwaysMapped)
    let result = Study.run(specification: specification, csv: csv)
    let json = try result.json()
    FileHandle.standardOutput.write(json.prefix(600))
    report("\n\(result.status.rawValue)")
  }

  /// Seconds of the estimate alone, the median of five, once the file is read.
  static func estimate() throws {
    let specification = try StudySpecification(
      json: try Data(contentsOf: URL(filePath: argument(2))))
    let table = try Table(
      csv: try Data(contentsOf: URL(filePath: argument(3)), options: .alwaysMapped),
      wanted: specification.columns)
    var took: [Double] = []
    for _ in 0..<5 {
      let began = ContinuousClock.now
      _ = try Study.run(specification, on: table)
      let lasted = ContinuousClock.now - began
      took.append(Double(lasted.components.attoseconds) * 1e-18 + Double(lasted.components.seconds))
    }
    print(took.sorted()[2])
  }

  /// One line with what the whole process took.
  private static func report(_ text: String) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let seconds =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
    print(text)
    print("CPU \(seconds) s, peak \(usage.ru_maxrss / 1024) MB")
  }
}
