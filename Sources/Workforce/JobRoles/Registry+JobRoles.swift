extension Registry {
  static func jobRoles() throws -> [Operation] {
    try [
      Operation(CreateJobRole.self), Operation(CopyRoleTemplate.self),
      Operation(CopyRequirements.self),
      Operation(ListJobRoles.self), Operation(ShowJobRole.self), Operation(ChangeJobRole.self),
      Operation(RequireLevel.self), Operation(ChangeRequirement.self),
      Operation(CorrectRequirement.self), Operation(EndRequirement.self),
      Operation(VoidRequirement.self), Operation(ListRequirementHistory.self),
      Operation(ListRoleTemplates.self), Operation(ShowRoleTemplate.self),
      Operation(GrantExemption.self), Operation(EndExemption.self),
      Operation(ListExemptions.self),
    ]
  }
}
