/// What a use case asks of its caller. The table below is the only place that grants.
package enum Permission: String, Sendable, CaseIterable {
  case anyone
  case signedIn
  case readCatalogue, manageCourses, planRuns
  case readPeople, managePeople, readOrganisation, manageOrganisation
  case readSkills, assessSkills, grantExemptions, manageJobRoles
  case readEnrolments, enrol, manageBudgets
  /// A firm's indicators, size and flags.
  case readFigures, recordFigures
  case teach
  /// Attendance and completions: a trainer's, and HR's in classes of the firm itself.
  case recordTraining
  /// Saying who came to a class unenrolled, which enrols them.
  case resolveWalkIns
  case readOwn, rateOwn
  /// Bringing in files; each kind of file asks for the permission of what it writes besides.
  case importRecords
  case readProvince, manageProvince
  /// Studies of impact: figures about groups of firms alone.
  case studyImpact
  /// A study's panel, firm by firm under pseudonyms, for other software.
  case exportPanels
  /// Sums over firms that tell of no firm and no person.
  case readPublished
  case manageAccounts, invite, manageInstallation, readAudit

  package static func granted(to role: Role) -> Set<Permission> {
    table[role] ?? []
  }

  private static let table = Dictionary(
    uniqueKeysWithValues: Role.allCases.map { ($0, grants(to: $0)) })

  private static func grants(to role: Role) -> Set<Permission> {
    let everyone: Set<Permission> = [.anyone, .signedIn, .readCatalogue]
    let firm: Set<Permission> = [
      .readPeople, .readOrganisation, .readSkills, .readEnrolments,
    ]
    return switch role {
    case .hr:
      everyone.union(firm).union([
        .managePeople, .manageOrganisation, .assessSkills, .grantExemptions, .manageJobRoles,
        .enrol, .manageBudgets, .recordTraining, .manageCourses, .planRuns, .manageAccounts,
        .invite, .readAudit, .importRecords, .readFigures, .recordFigures, .resolveWalkIns,
      ])
    case .manager:
      everyone.union(firm).union([.assessSkills, .grantExemptions, .enrol, .importRecords])
    case .director:
      everyone.union(firm).union([.readAudit, .readFigures, .recordFigures, .importRecords])
    case .trainer:
      everyone.union([.teach, .recordTraining, .manageCourses, .planRuns])
    case .employee:
      everyone.union([.readOwn, .rateOwn])
    case .officer:
      everyone.union([
        .readPublished, .readProvince, .manageProvince, .studyImpact, .manageCourses, .planRuns,
        .invite,
      ])
    case .administrator:
      everyone.union([
        .manageProvince, .manageAccounts, .invite, .manageInstallation, .readAudit,
        .manageCourses, .planRuns, .readProvince, .studyImpact, .exportPanels,
      ])
    }
  }
}
