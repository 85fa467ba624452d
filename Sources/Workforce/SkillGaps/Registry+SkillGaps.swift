extension Registry {
  static func skillGaps() throws -> [Operation] {
    [
      try Operation(ListClosingRuns.self),
      try Operation(ListSkillTasks.self),
      try Operation(ShowCoverage.self),
      try Operation(ShowOwnSkillGaps.self),
      try Operation(ShowSkillDays.self),
      try Operation(ShowSkillGaps.self),
      try Operation(ShowSkillMatrix.self),
      try Operation(ShowSkillTrend.self),
    ]
  }
}
