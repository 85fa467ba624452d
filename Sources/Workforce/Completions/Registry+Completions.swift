extension Registry {
  static func completions() throws -> [Operation] {
    [
      try Operation(ProposeCompletions.self),
      try Operation(RecordCompletions.self),
      try Operation(VoidCompletion.self),
      try Operation(ListCompletions.self),
    ]
  }
}
