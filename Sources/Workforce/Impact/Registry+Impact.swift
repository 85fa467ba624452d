extension Registry {
  static func impact() throws -> [Operation] {
    try [
      Operation(CancelStudyRun.self), Operation(ChangeStudy.self), Operation(CreateStudy.self),
      Operation(ExportStudy.self), Operation(ListStudies.self), Operation(RunStudy.self),
      Operation(ShowStudy.self),
    ]
  }
}
