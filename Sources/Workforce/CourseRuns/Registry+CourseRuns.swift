extension Registry {
  static func courseRuns() throws -> [Operation] {
    try [
      Operation(CreateCourseRun.self), Operation(ChangeCourseRun.self),
      Operation(ListCourseRuns.self), Operation(ListOwnCourseRuns.self),
      Operation(ShowCourseRun.self), Operation(CancelCourseRun.self),
      Operation(AgreeToCourseRun.self), Operation(DeclineCourseRun.self),
      Operation(AdmitWaiting.self), Operation(ShowQueue.self),
      Operation(FinishCourseRun.self), Operation(ListSessions.self),
      Operation(ShowCourseSession.self), Operation(AddSession.self),
      Operation(ChangeSession.self), Operation(CancelSession.self),
    ]
  }
}
