import Foundation
import Postgres

package enum Adoption {}
package enum Platform {}

/// How far a process is digitised; the raw value is what is stored.
package enum AdoptionStage: String, Codable, Sendable, CaseIterable {
  case planned, piloting
  case inUse = "in_use"
  case sustained, stopped
}

/// A process of the firm that reached a stage on a day.
package struct AdoptionStep: Codable, Sendable {
  package let id: ID<Adoption>
  package let revision: Int
  package let processCode: String
  package let processName: LocalizedText
  package let categoryCode: String?
  package let categoryName: LocalizedText?
  package let platformId: ID<Platform>?
  package let platformName: String?
  package let stage: AdoptionStage
  package let occurredOn: CalendarDate
  package let note: String?
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  /// Why it was corrected; nil for a first revision.
  package let reason: String?
  package let isVoid: Bool
}

/// What a change of a step answers with.
package struct AdoptionRevision: Codable, Sendable {
  package let id: ID<Adoption>
  package let revision: Int
}

/// A step as it is written.
struct AdoptionFacts: Decodable, Sendable {
  let id: ID<Adoption>
  let revision: Int
  let processCode: String
  let categoryCode: String?
  let platformId: UUID?
  let stage: AdoptionStage
  let occurredOn: CalendarDate
  let note: String?
}

extension Session {
  /// Writes a revision; nothing happens before it is known.
  func write(
    _ step: AdoptionFacts, reason: String?, isVoid: Bool
  ) async throws -> AdoptionRevision {
    guard step.stage == .planned || step.occurredOn <= today else {
      throw AppError.invalid("occurredOn", "field.in_the_future")
    }
    try await execute(
      Command("adoption.insert"), try firmID().uuid, step.id.uuid, step.revision,
      step.processCode, step.categoryCode, step.platformId, step.stage.rawValue,
      step.occurredOn, step.note, now, principal.accountID.uuid, reason, isVoid)
    recordAudit(
      [step.id.uuid],
      changes: [
        AuditChange("process", before: nil, after: step.processCode),
        AuditChange("stage", before: nil, after: step.stage.rawValue),
        AuditChange("occurredOn", before: nil, after: step.occurredOn.description),
        AuditChange("isVoid", before: nil, after: "\(isVoid)"),
      ], reason: reason)
    return AdoptionRevision(id: step.id, revision: step.revision)
  }

  /// The present revision of a step, closed. Throws `notFound` when there is none.
  func supersedeAdoption(_ id: ID<Adoption>) async throws -> AdoptionFacts {
    try await find("adoption", .supersededAdoption, try firmID().uuid, id.uuid, now)
  }

  /// The category that a platform is of, which a step then is of, too.
  func category(of platform: ID<Platform>?, or category: String?) async throws -> String? {
    guard let platform else { return category }
    guard let found = try await fetchOne(.platformCategory, platform.uuid) else {
      throw AppError.invalid("platformId", "adoption.unknown_platform")
    }
    guard category == nil || category == found.categoryCode else {
      throw AppError.invalid("categoryCode", "adoption.platform_of_another_category")
    }
    return found.categoryCode
  }
}

struct PlatformCategoryCode: Decodable, Sendable {
  let categoryCode: String
}

extension Query<AdoptionFacts> {
  static var supersededAdoption: Self { Query("adoption.supersede") }
}

extension Query<PlatformCategoryCode> {
  static var platformCategory: Self { Query("adoption.category_of_platform") }
}
