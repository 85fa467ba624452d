extension Registry {
  static func adoption() throws -> [Operation] {
    try [
      Operation(RecordAdoption.self), Operation(CorrectAdoption.self),
      Operation(VoidAdoption.self), Operation(ListAdoption.self),
      Operation(ShowAdoptionHistory.self),
      Operation(ListPlatformCategories.self), Operation(ListPlatforms.self),
      Operation(CreatePlatform.self),
    ]
  }
}
