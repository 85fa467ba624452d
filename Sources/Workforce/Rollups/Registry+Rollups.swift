extension Registry {
  static func rollups() throws -> [Operation] {
    try [Operation(RebuildRollups.self)]
  }
}
