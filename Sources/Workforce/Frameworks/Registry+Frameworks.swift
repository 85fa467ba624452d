extension Registry {
  static func frameworks() throws -> [Operation] {
    try [
      Operation(ListFrameworks.self), Operation(ShowFramework.self),
      Operation(ListCompetencies.self), Operation(CrosswalkCompetency.self),
      Operation(ListPolicySettings.self), Operation(ListProvinces.self),
      Operation(ListCommunes.self), Operation(ListSectors.self),
    ]
  }
}
