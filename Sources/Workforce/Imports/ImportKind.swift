import Foundation

/// What a file holds.
package enum ImportKind: String, Codable, Sendable, CaseIterable {
  case staff
  case roleRequirement = "role-requirement"
  case assessment, enrolment, attendance, completion

  /// What somebody must be allowed to do by hand to do it by a file.
  package var permission: Permission {
    switch self {
    case .staff: .managePeople
    case .roleRequirement: .manageJobRoles
    case .assessment: .assessSkills
    case .enrolment: .enrol
    case .attendance, .completion: .recordTraining
    }
  }

  var target: any ImportTarget {
    switch self {
    case .staff: StaffTarget()
    case .roleRequirement: RoleRequirementTarget()
    case .assessment: AssessmentTarget()
    case .enrolment: EnrolmentTarget()
    case .attendance: AttendanceTarget()
    case .completion: CompletionTarget()
    }
  }

  package var columns: [ImportColumn] { target.columns }
}

/// A file that was brought in; the row is `kynang.import_batch`.
package enum ImportBatch {}

/// One kind of import: what its columns are, how its rows are compared with what there is, and what
/// applying them writes. Reading, staging, undoing and the screens are the same for every kind.
protocol ImportTarget: Sendable {
  var columns: [ImportColumn] { get }
  /// Fills `import_row` from `import_entry`.
  func evaluate(_ batch: ImportWork, in session: Session) async throws
  /// Writes the rows that create or change something, as the first step of the batch.
  func apply(_ batch: ImportWork, in session: Session) async throws
  /// Brings back what the records of a step were before the step that it undoes.
  func restore(_ batch: ImportWork, step: Int, reason: String, in session: Session) async throws
}

/// A batch under work.
struct ImportWork: Sendable {
  let id: UUID
  let firmID: UUID
  let kind: ImportKind
  let createCount: Int
  let changeCount: Int
}

extension Session {
  /// Throws `forbidden` unless the caller may do by hand what this kind of file does.
  func require(_ kind: ImportKind) throws(AppError) {
    try principal.require(kind)
  }
}

extension Principal {
  func require(_ kind: ImportKind) throws(AppError) {
    guard Permission.granted(to: role).contains(kind.permission) else { throw .forbidden }
  }

  /// HR sees every file of the firm, anybody else their own: a file may name people of other units.
  var onlyImportsOf: UUID? { role == .hr ? nil : accountID.uuid }
}
