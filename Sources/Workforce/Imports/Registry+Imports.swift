extension Registry {
  static func imports() throws -> [Operation] {
    try [
      Operation(PreviewImport.self), Operation(ShowImport.self), Operation(ListImports.self),
      Operation(ListImportRows.self), Operation(ListImportCells.self),
      Operation(ShowImportTemplate.self), Operation(MapImport.self),
      Operation(ChooseImportPerson.self), Operation(AnswerImport.self), Operation(ApplyImport.self),
      Operation(CancelImport.self), Operation(CheckUndo.self), Operation(UndoImport.self),
      Operation(RedoImport.self), Operation(ImportStaff.self),
    ]
  }
}
