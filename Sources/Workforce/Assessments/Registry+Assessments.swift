extension Registry {
  static func assessments() throws -> [Operation] {
    [
      try Operation(AssessTrainee.self),
      try Operation(CorrectAssessment.self),
      try Operation(ListAssessments.self),
      try Operation(ListOwnAssessments.self),
      try Operation(ListOwnTraining.self),
      try Operation(RateOwnSkill.self),
      try Operation(RecordAssessment.self),
      try Operation(StateApplication.self),
      try Operation(VoidAssessment.self),
    ]
  }
}
