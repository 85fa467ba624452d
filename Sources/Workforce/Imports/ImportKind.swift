import Foundation

/// What a file holds.
package enum ImportKind: String, Codable, Sendable, CaseIterable {
  case staff
  case roleRequirement = "role-requirement"
  case assessment, enrolment, attendance, completion, observation, support

  /// What somebody must be allowed to do by hand to do it by a file.
  package var permission: Permission {
    switch self {
    case .staff: .managePeople
    case .roleRequirement: .manageJobRoles
    case .assessment: .assessSkills
    case .enrolment: .enrol
    case .attendance, .completion: .recordTraining
    case .observation: .recordFigures
    case .support: .manageBudgets
    }
  }

  /// Whether rows are about people, whom they must name.
  package var isOfPeople: Bool {
    switch self {
    case .staff, .assessment, .enrolment, .attendance, .completion: true
    case .roleRequirement, .observation, .support: false
    }
  }

  /// What a row is called by that is about no person.
  var namingFields: [String] {
    switch self {
    case .staff, .assessment, .enrolment, .attendance, .completion: []
    case .roleRequirement: ["jobRole", "competency"]
    case .observation: ["indicator", "indicatorName", "period"]
    case .support: ["content", "object"]
    }
  }

  /// Whether changing what is recorded asks for a reason, as it does by hand.
  package var changeNeedsReason: Bool { self == .observation }

  var target: any ImportTarget {
    switch self {
    case .staff: StaffTarget()
    case .roleRequirement: RoleRequirementTarget()
    case .assessment: AssessmentTarget()
    case .enrolment: EnrolmentTarget()
    case .attendance: AttendanceTarget()
    case .completion: CompletionTarget()
    case .observation: ObservationTarget()
    case .support: SupportTarget()
    }
  }

  package var columns: [ImportColumn] { Self.columnsOfKinds[self] ?? [] }

  private static let columnsOfKinds = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, $0.target.columns) })

  /// Fields whose values are somebody's own.
  var personalFields: Set<String> { Self.personalOfKinds[self] ?? [] }

  private static let personalOfKinds = columnsOfKinds.mapValues {
    Set($0.filter(\.isPersonal).map(\.field))
  }

  /// A column of the kind, or one that its files make up by their headings.
  package func column(_ field: String) -> ImportColumn? {
    columns.first { $0.field == field } ?? target.madeUpColumn(field)
  }
}

/// A file that was brought in; the row is `kynang.import_batch`.
package enum ImportBatch {}

/// One kind of import: what its columns are, how its rows are compared with what there is, and what
/// applying them writes. Reading, staging, undoing and the screens are the same for every kind.
protocol ImportTarget: Sendable {
  var columns: [ImportColumn] { get }
  /// The field that a heading makes up, as a period makes up a column of values; nil for none.
  func madeUpField(_ heading: String) -> String?
  func madeUpColumn(_ field: String) -> ImportColumn?
  /// Fields that the kind cannot do without and that are not among those of a file.
  func missing(from taken: Set<String>) -> [String]
  /// Whether a row asks something that is answered by what the row says and not by whom it means.
  var asksByContent: Bool { get }
  /// Fills `import_row` from `import_entry`.
  func evaluate(_ batch: ImportWork, in session: Session) async throws
  /// Writes the rows that create or change something, as the first step of the batch.
  func apply(_ batch: ImportWork, in session: Session) async throws
  /// Brings back what the records of a step were before the step that it undoes.
  func restore(_ batch: ImportWork, step: ImportRestoring, in session: Session) async throws
}

extension ImportTarget {
  func madeUpField(_ heading: String) -> String? { nil }
  func madeUpColumn(_ field: String) -> ImportColumn? { nil }
  var asksByContent: Bool { false }

  func missing(from taken: Set<String>) -> [String] {
    var missing = columns.filter { $0.isRequired && !taken.contains($0.field) }.map(\.field)
    let hasName =
      taken.contains("fullName") || taken.isSuperset(of: ["familyAndMiddleName", "givenName"])
    if columns.contains(where: { $0.field == "code" }), !hasName, !taken.contains("code") {
      missing.append("code")
    }
    return missing
  }
}

/// A batch under work.
struct ImportWork: Sendable {
  let id: UUID
  let firmID: UUID
  let kind: ImportKind
  let createCount: Int
  let changeCount: Int
  /// Why what is recorded is changed, where somebody said; else the batch itself is the reason.
  var reason: String?

  var recordedReason: String { reason ?? "import \(ID<ImportBatch>(id))" }
}

/// A step that brings back what was before another.
struct ImportRestoring: Sendable {
  let number: Int
  let reason: String
}

extension Session {
  /// Throws `forbidden` unless the caller may do by hand what this kind of file does.
  func require(_ kind: ImportKind) throws(AppError) {
    try principal.require(kind)
  }

  /// Facts of one relation that a step brings back.
  func restore(
    _ relation: String, of batch: ImportWork, _ step: ImportRestoring
  ) async throws {
    try await execute(
      Command("import.restore"), batch.firmID, batch.id, step.number, relation, now,
      principal.accountID.uuid, step.reason)
  }
}

extension Principal {
  func require(_ kind: ImportKind) throws(AppError) {
    guard Permission.granted(to: role).contains(kind.permission) else { throw .forbidden }
  }

  /// HR sees every file of the firm, anybody else their own: a file may name people of other units.
  var onlyImportsOf: UUID? { role == .hr ? nil : accountID.uuid }
}
