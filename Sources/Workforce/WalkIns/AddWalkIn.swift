import Foundation
import Postgres

/// Puts somebody who came without being enrolled on the roster of a session, present in every half-day that is
/// held. The firm's HR says later who it was.
///
/// Either somebody known from a class of the trainer (`enrolmentId`), or a firm and a name.
package struct AddWalkIn: Workflow {
  package let sessionId: ID<CourseSession>
  /// An enrolment of the person in any class that the trainer teaches; nil when the person is not known.
  package let enrolmentId: ID<Enrolment>?
  package let firmId: ID<Firm>?
  package let displayName: String?
  /// Nil for every half-day that is held.
  package let halfDay: HalfDay?
  /// Why somebody is let in although the class is full; nil refuses then.
  package let overCapacityReason: String?

  package init(
    sessionId: ID<CourseSession>, enrolmentId: ID<Enrolment>?, firmId: ID<Firm>?,
    displayName: String?, halfDay: HalfDay?, overCapacityReason: String?
  ) {
    self.sessionId = sessionId
    self.enrolmentId = enrolmentId
    self.firmId = firmId
    self.displayName = displayName
    self.halfDay = halfDay
    self.overCapacityReason = overCapacityReason
  }

  package static let name = "walk-in.create"
  package static let route = Route.post("/sessions/{sessionId}/walk-ins")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    if let overCapacityReason {
      problems.require(overCapacityReason, "overCapacityReason", limit: 500)
    }
    guard enrolmentId == nil else { return }
    do {
      _ = try PersonName(displayName ?? "")
    } catch {
      problems.add("displayName", error.rule)
    }
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> WalkInLine {
    let person = try await person(in: app, as: principal, request: request)
    return try await app.perform(
      AddFirmWalkIn(
        sessionId: sessionId, employeeId: person.employeeID, displayName: person.name,
        halfDay: halfDay, overCapacityReason: overCapacityReason),
      as: principal, actingFor: person.firmID, request: request)
  }

  private struct Person {
    let firmID: ID<Firm>
    let employeeID: UUID?
    let name: String
  }

  private func person(
    in app: App, as principal: Principal, request: Request
  ) async throws -> Person {
    let plain = Request.plain(id: request.id)
    if let enrolmentId {
      let known = try await app.perform(
        FindKnownTrainee(enrolmentId: enrolmentId), as: principal, request: plain)
      return Person(firmID: ID(known.firmId), employeeID: known.employeeId, name: known.displayName)
    }
    let name = try PersonName(displayName ?? "").full
    if let own = principal.firmID { return Person(firmID: own, employeeID: nil, name: name) }
    guard let firmId else { throw AppError.invalid("firmId", "field.required") }
    _ = try await app.perform(
      RequireWalkInFirm(sessionId: sessionId, firmId: firmId), as: principal, request: plain)
    return Person(firmID: firmId, employeeID: nil, name: name)
  }
}

struct KnownPerson: Codable, Sendable {
  let firmId: UUID
  let employeeId: UUID
  let displayName: String
}

extension Query<KnownPerson> {
  static var knownTrainee: Self { Query("walk_in.known_trainee") }
}

/// Part of the workflow; never offered by itself.
private struct FindKnownTrainee: UseCase {
  let enrolmentId: ID<Enrolment>

  static let name = AddWalkIn.name
  static let route = AddWalkIn.route
  static let permission = AddWalkIn.permission
  static let access = Access.read

  func run(in session: Session) async throws -> KnownPerson {
    let firms = try await session.walkInFirms()
    for firm in firms {
      if let known = try await session.fetchOne(.knownTrainee, firm, enrolmentId.uuid) {
        return known
      }
    }
    throw AppError.invalid("enrolmentId", "walk_in.person_unknown")
  }
}

/// A trainer addresses the firms of their classes and no other. Part of the workflow.
private struct RequireWalkInFirm: UseCase {
  let sessionId: ID<CourseSession>
  let firmId: ID<Firm>

  static let name = AddWalkIn.name
  static let route = AddWalkIn.route
  static let permission = AddWalkIn.permission
  static let access = Access.read

  func run(in session: Session) async throws -> Bool {
    guard let trainerID = session.principal.trainerID else { throw AppError.forbidden }
    let none: UUID? = nil
    let entered = try await session.find(
      "session", .enteredRun, trainerID.uuid, none, sessionId.uuid)
    let firms = try await session.fetchAll(
      .walkInFirms, trainerID.uuid, UUID(uuidString: entered.courseRunId))
    guard firms.contains(where: { $0.id == firmId }) else {
      throw AppError.invalid("firmId", "walk_in.firm_not_in_class")
    }
    return true
  }
}
