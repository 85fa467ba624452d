import Foundation
import Postgres

package struct VoidedCompletion: Codable, Sendable {
  package let completionId: ID<Completion>
  package let revision: Int
}

/// Takes a completion back that should not have been recorded; another may be recorded afterwards.
package struct VoidCompletion: Workflow {
  package let enrolmentId: ID<Enrolment>
  package let reason: String

  package init(enrolmentId: ID<Enrolment>, reason: String) {
    self.enrolmentId = enrolmentId
    self.reason = reason
  }

  package static let name = "completion.void"
  package static let route = Route.post("/enrolments/{enrolmentId}/completion/void")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> VoidedCompletion {
    var firmID = principal.firmID
    if principal.role == .trainer {
      let seats = try await app.perform(
        FindTaughtSeats(enrolmentIds: [enrolmentId]), as: principal,
        request: .plain(id: request.id))
      guard let seat = seats.first else { throw AppError.notFound("enrolment") }
      firmID = ID(seat.firmId)
    }
    return try await app.perform(
      VoidFirmCompletion(enrolmentId: enrolmentId, reason: reason), as: principal,
      actingFor: firmID, request: request)
  }
}

/// Part of a workflow; never offered by itself.
private struct VoidFirmCompletion: UseCase {
  let enrolmentId: ID<Enrolment>
  let reason: String

  static let name = VoidCompletion.name
  static let route = VoidCompletion.route
  static let permission = VoidCompletion.permission
  static let access = VoidCompletion.access

  func run(in session: Session) async throws -> VoidedCompletion {
    let seat = try await session.find("enrolment", .enrolmentSeat, enrolmentId.uuid)
    let entering = try session.enteringCall(run: ID(seat.courseRunId), session: nil)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<CompletableRun>.completableRun.statement, [seat.courseRunId]),
        Call(
          Query<VoidedRow>.voidedCompletion.statement,
          [
            try session.firmID().uuid, enrolmentId.uuid, session.now,
            session.principal.accountID.uuid, reason,
          ]),
      ])
    try session.requireEntered(rows[0], noun: "enrolment")
    guard let run = try rows[entering.count].decode(CompletableRun.self).first,
      let voided = try rows[entering.count + 1].decode(VoidedRow.self).first
    else { throw AppError.notFound("completion") }
    try session.requireOwnClass(ownedBy: run.ownerId)
    session.recordAudit(
      [voided.id, enrolmentId.uuid],
      changes: [AuditChange("result", before: voided.result.rawValue, after: nil)], reason: reason)
    return VoidedCompletion(completionId: ID(voided.id), revision: voided.revision)
  }
}

struct VoidedRow: Decodable, Sendable {
  let id: UUID
  let revision: Int
  let result: CompletionResult
}

extension Query<VoidedRow> {
  static var voidedCompletion: Self { Query("completion.void") }
}
