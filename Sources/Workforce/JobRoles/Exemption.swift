import Foundation
import Postgres

/// A requirement that does not apply to a person for some time.
package struct Exemption: Codable, Sendable {
  package let id: ID<Exemption>
  package let revision: Int
  package let employeeId: ID<Employee>
  package let employeeCode: String
  package let fullName: String
  package let competencyId: ID<Competency>
  package let competencyCode: String
  package let competencyTitle: LocalizedText
  package let frameworkCode: String
  package let validFrom: CalendarDate
  /// The last day.
  package let validUntil: CalendarDate
  package let reason: String
  package let recordedAt: Date
}

/// What a change of an exemption answers with: no name of a person.
package struct ExemptionRecord: Codable, Sendable {
  package let id: ID<Exemption>
  package let employeeId: ID<Employee>
  package let competencyId: ID<Competency>
  package let validFrom: CalendarDate
  package let validUntil: CalendarDate
}

extension Session {
  func lockExemption(_ id: ID<Exemption>) async throws -> ExemptionRecord {
    try await find(
      "exemption", .lockExemption, try firmID().uuid, id.uuid, principal.unitScope, today)
  }

  func reviseExemption(
    _ id: ID<Exemption>, until: CalendarDate, reason: String, isVoid: Bool
  ) async throws {
    try await execute(
      .reviseExemption, try firmID().uuid, id.uuid, until, now, principal.accountID.uuid, reason,
      isVoid)
  }
}

extension Query<ExemptionRecord> {
  static var lockExemption: Self { Query("exemption.lock") }
}

extension Command {
  static var reviseExemption: Self { Command("exemption.revise") }
}
