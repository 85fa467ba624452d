import Foundation
import Postgres

/// Somebody who has not signed in says that they are here: by the code that their firm gave them and their name.
///
/// Both must be one person's of the class; otherwise the answer is the same whether nobody, somebody
/// else or two have them, so that nobody learns from it who is enrolled. A ticket allows five attempts
/// and marks one person; when many have failed in a class, names are not taken there for a while.
package struct ArriveAtCheckIn: Workflow {
  package let ticket: String
  package let employeeCode: String
  /// Marks of letters and their case do not matter.
  package let fullName: String

  package init(ticket: String, employeeCode: String, fullName: String) {
    self.ticket = ticket
    self.employeeCode = employeeCode
    self.fullName = fullName
  }

  package static let name = "check-in.arrive"
  package static let route = Route.post("/check-ins/arrive")
  package static let permission = Permission.anyone
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(ticket, "ticket", limit: 100)
    problems.require(employeeCode, "employeeCode", limit: 40)
    problems.require(fullName, "fullName", limit: 200)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> CheckedIn {
    let plain = Request.plain(id: request.id)
    let ticket = try CheckInSecret.Ticket.read(ticket)
    let checkIn = try await app.standing(ticket, request: plain)
    // A refusal that changes nothing writes nothing, however often it is asked for.
    let tried = try await app.perform(
      ReadCheckInTicket(checkInId: checkIn.id, nonce: ticket.nonce), as: .visitor, request: plain)
    try tried.requireAnotherAttempt()
    _ = try await app.perform(
      AttemptCheckIn(checkInId: checkIn.id, nonce: ticket.nonce), as: .visitor, request: plain)
    let found = try await app.perform(
      FindInClass(
        firmIds: checkIn.firmIds, courseRunId: checkIn.courseRunId, sessionId: checkIn.sessionId,
        employeeCode: employeeCode, fullName: fullName),
      as: checkIn.opener, request: plain)
    guard let person = found.first, found.count == 1 else {
      throw AppError.invalid("employeeCode", "check_in.not_matched")
    }
    return try await app.checkIn(person, at: checkIn, ticket, by: nil, request: plain)
  }
}

/// Somebody who has signed in says that they are here.
package struct ConfirmCheckIn: Workflow {
  package let ticket: String

  package init(ticket: String) {
    self.ticket = ticket
  }

  package static let name = "check-in.confirm"
  package static let route = Route.post("/me/check-ins")
  package static let permission = Permission.readOwn
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(ticket, "ticket", limit: 100)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> CheckedIn {
    let plain = Request.plain(id: request.id)
    let ticket = try CheckInSecret.Ticket.read(ticket)
    let checkIn = try await app.standing(ticket, request: plain)
    guard
      let own = try await app.perform(
        FindOwnPlace(courseRunId: checkIn.courseRunId), as: principal, request: plain
      ).first
    else { throw AppError.invalid("ticket", "check_in.not_in_class") }
    return try await app.checkIn(
      own, at: checkIn, ticket, by: principal.accountID, request: plain)
  }
}

/// An enrolment and the firm that it belongs to.
struct PlaceInClass: Codable, Sendable {
  let enrolmentId: ID<Enrolment>
  let firmId: ID<Firm>
}

extension Query<PlaceInClass> {
  static var placeByName: Self { Query("check_in.find_person") }
  static var ownPlace: Self { Query("check_in.find_own") }
}

/// As whoever opened the check-in, who may see the class. Part of a workflow; never offered by itself.
private struct FindInClass: UseCase {
  let firmIds: [UUID]
  let courseRunId: UUID
  let sessionId: ID<CourseSession>
  let employeeCode: String
  let fullName: String

  static let name = ArriveAtCheckIn.name
  static let route = ArriveAtCheckIn.route
  static let permission = Permission.recordTraining
  static let access = Access.read

  func run(in session: Session) async throws -> [PlaceInClass] {
    let entering = try session.enteringCall(run: nil, session: sessionId)
    let rows = try await session.pipeline(
      entering + [
        Call(
          Query<PlaceInClass>.placeByName.statement,
          [firmIds, courseRunId, employeeCode, fullName])
      ])
    try session.requireEntered(rows[0], noun: "session")
    return try rows[entering.count].decode(PlaceInClass.self)
  }
}

/// Part of a workflow; never offered by itself.
private struct FindOwnPlace: UseCase {
  let courseRunId: UUID

  static let name = ConfirmCheckIn.name
  static let route = ConfirmCheckIn.route
  static let permission = ConfirmCheckIn.permission
  static let access = Access.read

  func run(in session: Session) async throws -> [PlaceInClass] {
    guard let employee = session.principal.employeeID else { throw AppError.forbidden }
    return try await session.fetchAll(
      .ownPlace, try session.firmID().uuid, courseRunId, employee.uuid)
  }
}
