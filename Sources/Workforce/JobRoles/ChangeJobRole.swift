import Postgres

package struct ChangeJobRole: UseCase {
  package let jobRoleId: ID<JobRole>
  package let code: String?
  package let title: LocalizedText?
  package let isActive: Bool?

  package static let name = "job-role.change"
  package static let route = Route.patch("/job-roles/{jobRoleId}")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(jobRoleId: ID<JobRole>, code: String?, title: LocalizedText?, isActive: Bool?) {
    self.jobRoleId = jobRoleId
    self.code = code
    self.title = title
    self.isActive = isActive
  }

  package func check(_ problems: inout Problems) {
    if let code { problems.require(code, "code", limit: 40) }
    if let title { problems.require(title, "title", limit: 200) }
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let present = try await session.lockJobRole(jobRoleId)
    try session.requireVersion(present.version)
    try await session.execute(
      .changeJobRole, try session.firmID().uuid, jobRoleId.uuid, code, try title?.json, isActive)
    session.recordAudit(
      [jobRoleId.uuid],
      changes: AuditChange.between([
        ("code", present.code, code ?? present.code),
        ("title.vi", present.title.vi, (title ?? present.title).vi),
        ("title.en", present.title.en, (title ?? present.title).en),
        ("isActive", "\(present.isActive)", "\(isActive ?? present.isActive)"),
      ]), reason: nil)
    return try await .read(jobRoleId, asOf: session.today, knownAt: nil, in: session)
  }
}

struct LockedJobRole: Decodable, Sendable {
  let id: ID<JobRole>
  let code: String
  let title: LocalizedText
  let isActive: Bool
  let version: Int
}

extension Session {
  func lockJobRole(_ id: ID<JobRole>) async throws -> LockedJobRole {
    try await find("job_role", .lockJobRole, try firmID().uuid, id.uuid)
  }

  /// Counts a change of the requirements as one of the role, whose version guards them all.
  func bumpJobRole(_ id: ID<JobRole>) async throws {
    try await execute(
      .changeJobRole, try firmID().uuid, id.uuid, String?.none, JSONText?.none, Bool?.none)
  }
}

extension AuditChange {
  /// Those of the fields whose values differ.
  static func between(_ fields: [(String, String?, String?)]) -> [AuditChange] {
    fields.filter { $0.1 != $0.2 }.map { AuditChange($0.0, before: $0.1, after: $0.2) }
  }
}

extension Query<LockedJobRole> {
  static var lockJobRole: Self { Query("job_role.lock") }
}

extension Command {
  static var changeJobRole: Self { Command("job_role.change") }
}
