extension Registry {
  static func organisations() throws -> [Operation] {
    try [
      Operation(CreateFirm.self), Operation(ShowFirm.self), Operation(ListFirms.self),
      Operation(ChangeFirm.self),
      Operation(CreateProvider.self), Operation(ShowProvider.self),
      Operation(ListProviders.self), Operation(ChangeProvider.self),
      Operation(CreateTrainer.self), Operation(ShowTrainer.self), Operation(ListTrainers.self),
      Operation(ChangeTrainer.self),
      Operation(CreateRoom.self), Operation(ShowRoom.self), Operation(ListRooms.self),
      Operation(ChangeRoom.self),
      Operation(CreateAgency.self), Operation(ShowAgency.self), Operation(ListAgencies.self),
      Operation(ChangeAgency.self),
      Operation(CreateUnit.self), Operation(ListUnits.self), Operation(ChangeUnit.self),
      Operation(CloseUnit.self),
      Operation(CreateEmployee.self), Operation(ShowEmployee.self),
      Operation(ListEmployees.self), Operation(ChangeEmployee.self),
      Operation(ShowEmployeeHistory.self), Operation(AssignEmployee.self),
      Operation(CorrectAssignment.self), Operation(VoidAssignment.self),
      Operation(LeaveFirm.self), Operation(RejoinFirm.self),
    ]
  }
}
