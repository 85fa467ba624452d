import Foundation
import Postgres

/// Adds a unit to the tree of the firm.
package struct CreateUnit: UseCase {
  package static let name = "unit.create"
  package static let route = Route.post("/units")
  package static let permission = Permission.manageOrganisation
  package static let access = Access.write

  package let code: String
  package let name: String
  /// Nil for a unit at the top.
  package let parentId: ID<Unit>?
  /// The first day it exists; nil for today.
  package let startsOn: CalendarDate?

  package init(code: String, name: String, parentId: ID<Unit>?, startsOn: CalendarDate?) {
    self.code = code
    self.name = name
    self.parentId = parentId
    self.startsOn = startsOn
  }

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(name, "name", limit: 200)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let firmID = try session.firmID().uuid
    let startsOn = startsOn ?? session.today
    guard startsOn <= session.today else {
      throw AppError.invalid("startsOn", "unit.not_in_the_future")
    }
    if let parentId {
      let parent = try await session.requireUnit(parentId, field: "parentId")
      guard parent.placedOn <= startsOn else {
        throw AppError.invalid("startsOn", "unit.before_its_parent")
      }
    }
    let id: ID<Unit> = session.newID()
    let account = session.principal.accountID.uuid
    _ = try await session.pipeline([
      Call(
        Command.createUnit.statement, [firmID, id.uuid, code.tidied, session.now, account]),
      Call(
        Command.placeUnit.statement,
        [
          firmID, id.uuid, name.tidied, parentId?.uuid, startsOn, session.now, account,
          nil as String?, false,
        ]),
    ])
    session.recordAudit(
      [id.uuid],
      changes: [
        AuditChange("code", before: nil, after: code.tidied),
        AuditChange("name", before: nil, after: name.tidied),
        AuditChange("parentId", before: nil, after: parentId?.description),
        AuditChange("startsOn", before: nil, after: startsOn.description),
      ], reason: nil)
    return SavedRecord(id: id.uuid, version: 1)
  }
}
