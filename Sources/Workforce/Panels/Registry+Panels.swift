extension Registry {
  static func panels() throws -> [Operation] {
    try [
      Operation(DiscardPanelImport.self), Operation(ImportPanel.self),
      Operation(ListPanelImports.self), Operation(ListPanelMappings.self),
      Operation(PreparePanelImport.self), Operation(ShowPanelImport.self),
      Operation(StartPanelImport.self),
    ]
  }
}
