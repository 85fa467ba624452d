extension Registry {
  static func attendance() throws -> [Operation] {
    [
      try Operation(ShowRoster.self),
      try Operation(RecordAttendance.self),
      try Operation(ClearAttendance.self),
      try Operation(CloseSession.self),
      try Operation(ReopenSession.self),
      try Operation(ShowAttendanceHistory.self),
    ]
  }
}
