import Foundation
import Postgres

/// Which processes of the firm were digitised when, how far and with what.
package struct ListAdoption: Lookup, Dated {
  package let asOf: CalendarDate?
  package let knownAt: Date?
  package let processCode: String?

  package typealias Output = [AdoptionStep]

  package static let name = "adoption.list"
  package static let route = Route.get("/adoptions")
  package static let permission = Permission.readOrganisation
  package static let access = Access.read

  package init(asOf: CalendarDate?, knownAt: Date?, processCode: String?) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.processCode = processCode
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<AdoptionStep>.adoptionSteps.statement,
      [try context.firmID().uuid, asOf, context.knownAt, processCode])
  }

  package func output(from rows: Rows) throws -> [AdoptionStep] {
    try rows.decode(AdoptionStep.self)
  }
}

/// Every revision of one step, latest first.
package struct ShowAdoptionHistory: Lookup {
  package let adoptionId: ID<Adoption>

  package typealias Output = [AdoptionStep]

  package static let name = "adoption.history"
  package static let route = Route.get("/adoptions/{adoptionId}/history")
  package static let permission = Permission.readOrganisation
  package static let access = Access.read

  package init(adoptionId: ID<Adoption>) {
    self.adoptionId = adoptionId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<AdoptionStep>.adoptionHistory.statement,
      [try context.firmID().uuid, adoptionId.uuid])
  }

  package func output(from rows: Rows) throws -> [AdoptionStep] {
    let revisions = try rows.decode(AdoptionStep.self)
    guard !revisions.isEmpty else { throw AppError.notFound("adoption") }
    return revisions
  }
}

extension Query<AdoptionStep> {
  static var adoptionSteps: Self { Query("adoption.list") }
  static var adoptionHistory: Self { Query("adoption.history") }
}

/// A kind of platform and the process that it serves first.
package struct PlatformCategory: Codable, Sendable {
  package let code: String
  package let name: LocalizedText
  package let processCode: String
  package let processName: LocalizedText
  package let status: Certainty
  package let source: LocalizedText?
  package let note: LocalizedText?
}

package struct ListPlatformCategories: Lookup {
  package typealias Output = [PlatformCategory]

  package static let name = "platform-category.list"
  package static let route = Route.get("/platform-categories")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init() {}

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<PlatformCategory>.platformCategories.statement, [])
  }

  package func output(from rows: Rows) throws -> [PlatformCategory] {
    try rows.decode(PlatformCategory.self)
  }
}

extension Query<PlatformCategory> {
  static var platformCategories: Self { Query("platform_category.list") }
}
