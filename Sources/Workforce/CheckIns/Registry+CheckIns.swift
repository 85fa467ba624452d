extension Registry {
  static func checkIns() throws -> [Operation] {
    try [
      Operation(OpenCheckIn.self), Operation(ShowCheckIn.self), Operation(CloseCheckIn.self),
      Operation(EnterCheckIn.self), Operation(ShowCheckInTicket.self),
      Operation(ArriveAtCheckIn.self), Operation(ConfirmCheckIn.self),
    ]
  }
}
