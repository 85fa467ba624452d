extension Registry {
  static func merges() throws -> [Operation] {
    try [
      Operation(ListDuplicates.self), Operation(CountDuplicates.self),
      Operation(PreviewMerge.self), Operation(MergeEmployees.self), Operation(ListMerges.self),
      Operation(CheckUnmerge.self), Operation(UnmergeEmployees.self), Operation(KeepApart.self),
      Operation(AllowMerge.self), Operation(ListKeptApart.self),
    ]
  }
}
