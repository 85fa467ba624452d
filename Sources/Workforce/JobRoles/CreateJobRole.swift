import Foundation
import Postgres

package struct CreateJobRole: UseCase {
  package let code: String
  package let title: LocalizedText

  package static let name = "job-role.create"
  package static let route = Route.post("/job-roles")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(code: String, title: LocalizedText) {
    self.code = code
    self.title = title
  }

  package func check(_ problems: inout Problems) {
    problems.require(code, "code", limit: 40)
    problems.require(title, "title", limit: 200)
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let id: ID<JobRole> = session.newID()
    try await session.insertJobRole(id, code: code, title: title, templateID: nil)
    session.recordAudit(
      [id.uuid], changes: [AuditChange("code", before: nil, after: code)], reason: nil)
    return try await .read(id, asOf: session.today, knownAt: nil, in: session)
  }
}

extension Session {
  func insertJobRole(
    _ id: ID<JobRole>, code: String, title: LocalizedText, templateID: ID<RoleTemplate>?
  ) async throws {
    try await execute(
      .insertJobRole, try firmID().uuid, id.uuid, code, try title.json, templateID?.uuid, now,
      principal.accountID.uuid)
  }
}

extension LocalizedText {
  /// As the column `kynang.localized_text` holds it, without a language that has no text.
  var json: JSONText {
    get throws {
      let texts = [("vi", vi), ("en", en)].compactMap { language, text in
        text.map { (language, $0) }
      }
      let object = Dictionary(uniqueKeysWithValues: texts)
      return JSONText(utf8: [UInt8](try JSONCoding.encoder().encode(object)))
    }
  }
}

extension Command {
  static var insertJobRole: Self { Command("job_role.insert") }
}
