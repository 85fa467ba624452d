extension Registry {
  static func enrolments() throws -> [Operation] {
    [
      try Operation(PreviewEnrolment.self),
      try Operation(EnrolPeople.self),
      try Operation(ListEnrolments.self),
      try Operation(ShowEnrolment.self),
      try Operation(WithdrawEnrolment.self),
      try Operation(SwapEnrolment.self),
      try Operation(UndoEnrolmentBatch.self),
      try Operation(ListUnitBudgets.self),
      try Operation(SetUnitBudget.self),
      try Operation(ShowUnitBudget.self),
    ]
  }
}
