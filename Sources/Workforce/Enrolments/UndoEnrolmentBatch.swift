import Foundation
import Postgres

package struct UndoneBatch: Codable, Sendable {
  package let batchId: ID<EnrolmentBatch>
  package let withdrawnCount: Int
  /// How many people the freed seats brought in from the queue, of whichever firm.
  package let promotedCount: Int
}

/// Withdraws everybody of a batch, until one of them has attended.
package struct UndoEnrolmentBatch: UseCase {
  package let batchId: ID<EnrolmentBatch>
  package let reason: String

  package init(batchId: ID<EnrolmentBatch>, reason: String) {
    self.batchId = batchId
    self.reason = reason
  }

  package static let name = "enrolment.undo-batch"
  package static let route = Route.post("/enrolment-batches/{batchId}/undo")
  package static let permission = Permission.enrol
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> UndoneBatch {
    let firm = try session.firmID().uuid
    let batch = try await session.find("enrolment_batch", .enrolmentBatch, firm, batchId.uuid)
    guard batch.undoneAt == nil else { throw AppError.conflict("enrolment.batch_undone") }
    let members: [UUID]? = nil
    let people = try await session.fetchAll(
      .presentEnrolments, firm, members, batchId.uuid, session.principal.unitScope, session.today)
    guard people.allSatisfy(\.isInSight) else { throw AppError.notFound("enrolment_batch") }
    let attended = people.count { $0.hasAttended || $0.hasCompletion }
    guard attended == 0 else {
      throw AppError.conflict("enrolment.batch_attended", ["count": "\(attended)"])
    }
    let leaving = people.filter(\.state.isStanding)
    let promoted = try await session.withdraw(leaving, reason: reason)
    try await session.execute(
      Command("enrolment.mark_batch_undone"), firm, batchId.uuid, session.now)
    session.recordAudit(
      [batchId.uuid, batch.courseRunId],
      changes: [AuditChange("withdrawn", before: nil, after: "\(leaving.count)")], reason: reason)
    return UndoneBatch(
      batchId: batchId, withdrawnCount: leaving.count, promotedCount: promoted)
  }
}

struct PresentBatch: Decodable, Sendable {
  let id: UUID
  let courseRunId: UUID
  let undoneAt: Date?
}

extension Query<PresentBatch> {
  static var enrolmentBatch: Self { Query("enrolment.batch") }
}
