extension Registry {
  static func support() throws -> [Operation] {
    try [
      Operation(ListSupportRules.self), Operation(ProposeSupport.self),
      Operation(ProposeRunSupport.self),
      Operation(RecordSupport.self), Operation(PaySupport.self), Operation(VoidSupport.self),
      Operation(CorrectSupport.self), Operation(ShowSupportHistory.self),
      Operation(ListSupportContents.self),
      Operation(ListSupport.self), Operation(ListSupportProgrammes.self),
      Operation(CreateSupportProgramme.self), Operation(SetCourseSupport.self),
    ]
  }
}
