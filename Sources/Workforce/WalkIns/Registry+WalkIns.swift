extension Registry {
  static func walkIns() throws -> [Operation] {
    [
      try Operation(ListWalkIns.self),
      try Operation(ShowWalkIn.self),
      try Operation(SearchTrainees.self),
      try Operation(AddWalkIn.self),
      try Operation(MarkWalkIn.self),
      try Operation(WithdrawWalkIn.self),
      try Operation(MatchWalkIn.self),
      try Operation(RefuseWalkIn.self),
    ]
  }
}
