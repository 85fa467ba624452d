extension Registry {
  static func officers() throws -> [Operation] {
    try [
      Operation(ShowTarget.self), Operation(SetTargetDenominator.self),
      Operation(ListProvinceSupport.self), Operation(ListProvinceFirms.self),
      Operation(ListPublishedCells.self), Operation(BuildPublishedCells.self),
    ]
  }
}
