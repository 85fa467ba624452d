import Foundation
import Postgres

/// Renames a unit or moves it in the tree from a day on. The days before keep the old name and place.
package struct ChangeUnit: UseCase {
  package static let name = "unit.change"
  package static let route = Route.patch("/units/{unitId}")
  package static let permission = Permission.manageOrganisation
  package static let access = Access.write

  package let unitId: ID<Unit>
  package let code: String?
  package let name: String?
  package let parentId: ID<Unit>?
  /// True moves the unit to the top, since a missing `parentId` leaves it where it is.
  package let movesToTop: Bool?
  /// The first day of the new name or place, at most today; nil for today. The day that the present
  /// one began makes the change a correction of it.
  package let from: CalendarDate?
  package let reason: String?

  package init(
    unitId: ID<Unit>, code: String?, name: String?, parentId: ID<Unit>?, movesToTop: Bool?,
    from: CalendarDate?, reason: String?
  ) {
    self.unitId = unitId
    self.code = code
    self.name = name
    self.parentId = parentId
    self.movesToTop = movesToTop
    self.from = from
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    if let code { problems.requireCode(code, "code") }
    if let name { problems.require(name, "name", limit: 200) }
    if movesToTop == true, parentId != nil { problems.add("parentId", "unit.top_or_parent") }
    problems.bound(reason, "reason", limit: 500)
    if name != nil || parentId != nil || movesToTop == true {
      problems.require(reason ?? "", "reason", limit: 500)
    }
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let firmID = try session.firmID().uuid
    try await session.lockUnitTree()
    let present = try await session.find("unit", .unit, firmID, unitId.uuid)
    try session.requireVersion(present.version)
    let parent = movesToTop == true ? nil : parentId ?? present.parentId
    let from = from ?? session.today
    if name != nil || parent != present.parentId {
      try await requirePlace(under: parent, from: from, of: present, in: session)
      try await session.execute(
        .placeUnit, firmID, unitId.uuid, name?.tidied ?? present.name, parent?.uuid, from,
        session.now, session.principal.accountID.uuid, reason, false)
    }
    try await session.change(
      .bumpUnit, firmID, unitId.uuid, present.version, code?.tidied)
    session.recordAudit(
      [unitId.uuid],
      changes: AuditChange.changes([
        ("code", present.code, code?.tidied), ("name", present.name, name?.tidied),
      ])
        + (parent == present.parentId
          ? []
          : [
            AuditChange(
              "parentId", before: present.parentId?.description, after: parent?.description)
          ]),
      reason: reason)
    return SavedRecord(id: unitId.uuid, version: present.version + 1)
  }

  private func requirePlace(
    under parent: ID<Unit>?, from: CalendarDate, of present: PlacedUnit, in session: Session
  ) async throws {
    guard from <= session.today else {
      throw AppError.invalid("from", "unit.not_in_the_future")
    }
    guard from >= present.placedOn else {
      throw AppError.invalid("from", "unit.before_its_present_place")
    }
    guard let parent, parent != present.parentId else { return }
    _ = try await session.requireUnit(parent, field: "parentId")
    guard try await !session.unitSubtree([unitId.uuid]).contains(parent.uuid) else {
      throw AppError.invalid("parentId", "unit.ring")
    }
  }
}

/// Takes a unit out of the tree from a day on. Refused while people or other units are in it.
package struct CloseUnit: UseCase {
  package static let name = "unit.close"
  package static let route = Route.post("/units/{unitId}/close")
  package static let permission = Permission.manageOrganisation
  package static let access = Access.write

  package let unitId: ID<Unit>
  /// The first day on which it is no more, at most today.
  package let from: CalendarDate
  package let reason: String

  package init(unitId: ID<Unit>, from: CalendarDate, reason: String) {
    self.unitId = unitId
    self.from = from
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let firmID = try session.firmID().uuid
    try await session.lockUnitTree()
    let present = try await session.find("unit", .unit, firmID, unitId.uuid)
    try session.requireVersion(present.version)
    guard from <= session.today else {
      throw AppError.invalid("from", "unit.not_in_the_future")
    }
    guard from >= present.placedOn else {
      throw AppError.invalid("from", "unit.before_its_present_place")
    }
    let users = try await session.find("unit", .unitUsers, firmID, unitId.uuid, from)
    guard users.children == 0 else { throw AppError.conflict("unit.has_units") }
    guard users.people == 0 else {
      throw AppError.conflict("unit.has_people", ["count": "\(users.people)"])
    }
    try await session.execute(
      .placeUnit, firmID, unitId.uuid, present.name, present.parentId?.uuid, from, session.now,
      session.principal.accountID.uuid, reason, true)
    try await session.execute(
      .bumpUnit, firmID, unitId.uuid, present.version, nil as String?)
    session.recordAudit(
      [unitId.uuid],
      changes: [AuditChange("closedFrom", before: nil, after: from.description)], reason: reason)
    return SavedRecord(id: unitId.uuid, version: present.version + 1)
  }
}

struct UnitUsers: Decodable, Sendable {
  let children: Int
  let people: Int
}

extension Query<UnitUsers> {
  static var unitUsers: Self { Query("unit.users") }
}
