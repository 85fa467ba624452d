import Foundation
import Postgres

/// A job role with what it requires on a day, by what had been recorded at a moment.
package struct JobRoleDetails: Codable, Sendable, Versioned {
  package let id: ID<JobRole>
  package let code: String
  package let title: LocalizedText
  package let templateId: ID<RoleTemplate>?
  package let templateCode: String?
  package let isActive: Bool
  package let version: Int
  package let asOf: CalendarDate
  /// Nil for what is known now.
  package let knownAt: Date?
  package let requirements: [RoleRequirement]
}

/// The level that a job role asks for in a competency, and by how many people at least.
package struct RoleRequirement: Codable, Sendable {
  package let id: ID<RoleRequirement>
  package let revision: Int
  package let competencyId: ID<Competency>
  package let competencyCode: String
  package let competencyTitle: LocalizedText
  package let frameworkId: ID<Framework>
  package let frameworkCode: String
  package let requiredLevel: Int
  package let minimumHolders: Int
  package let validFrom: CalendarDate
  /// The last day; nil while it has no end.
  package let validUntil: CalendarDate?
  package let recordedAt: Date
  package let reason: String?
}

extension JobRoleDetails {
  static func read(
    _ id: ID<JobRole>, asOf: CalendarDate, knownAt: Date?, in session: Session
  ) async throws -> JobRoleDetails {
    let firmID = try session.firmID()
    let header = try await session.find("job_role", .jobRole, firmID.uuid, id.uuid)
    let requirements = try await session.fetchAll(
      .requirements, firmID.uuid, id.uuid, asOf, try await session.knownAt(knownAt))
    return JobRoleDetails(
      id: header.id, code: header.code, title: header.title, templateId: header.templateId,
      templateCode: header.templateCode, isActive: header.isActive, version: header.version,
      asOf: asOf, knownAt: knownAt, requirements: requirements)
  }
}

struct JobRoleHeader: Decodable, Sendable {
  let id: ID<JobRole>
  let code: String
  let title: LocalizedText
  let templateId: ID<RoleTemplate>?
  let templateCode: String?
  let isActive: Bool
  let version: Int
}

extension Query<JobRoleHeader> {
  static var jobRole: Self { Query("job_role.show") }
}

extension Query<RoleRequirement> {
  static var requirements: Self { Query("role_requirement.list") }
}
