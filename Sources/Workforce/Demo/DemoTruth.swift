/// What is true of an invented province and no study can know: `docs/demo-province.md` states it for
/// whoever compares an estimate with it.
enum DemoTruth {
  /// What training does to the logarithm of value added per worker: in the quarter of the firm's first
  /// completed course, in the next one, and so on; the last one lasts.
  static let effects = [0.015, 0.035, 0.055, 0.070, 0.080]

  /// Nothing that is entered for this indicator depends on training.
  static let indicatorWithoutEffect = "LC_EMP"

  /// - Parameter quarter: since the one of the first completed course; below 0 before it.
  static func effect(after quarter: Int) -> Double {
    quarter < 0 ? 0 : effects[min(quarter, effects.count - 1)]
  }

  /// Growth of value added per worker that all firms share, log points in a quarter.
  static let growth = 0.014
  /// Of a firm e times as large as one of ten people, log points in a quarter.
  static let growthBySize = 0.0015
  /// For each process that was digitised before the first quarter, log points in a quarter.
  static let growthByProcess = 0.0015
  /// Standard deviation of what hits a firm in one quarter, and the share of it that is left in the next.
  static let shock = 0.05
  static let echo = 0.4
}
