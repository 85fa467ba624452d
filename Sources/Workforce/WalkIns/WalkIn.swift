import Foundation
import Postgres

/// Somebody who came to a class without being enrolled; the row is `kynang.walk_in`.
package enum WalkIn {}

package enum WalkInState: String, Codable, Sendable, CaseIterable {
  /// Named by a trainer; HR of the firm has not said who it is.
  case pending
  case matched
  case refused
  /// Taken back by the trainer.
  case withdrawn
}

/// What was marked of a walk-in in one half-day.
package struct WalkInMark: Codable, Sendable, Hashable {
  package let sessionId: ID<CourseSession>
  package let heldOn: CalendarDate
  package let halfDay: HalfDay
  package let mark: Mark
  package let minutes: Int
}

/// A walk-in as its trainer and the HR of its firm see it.
package struct WalkInLine: Codable, Sendable {
  package let id: ID<WalkIn>
  package let firmId: ID<Firm>
  package let firmName: String
  package let courseRunId: ID<CourseRun>
  package let courseRunCode: String
  package let courseTitle: LocalizedText
  /// As the trainer gave it.
  package let displayName: String
  package let state: WalkInState
  package let overCapacityReason: String?
  package let createdAt: Date
  /// Whom the trainer means, known from another class; nil for a name alone. Told to the firm, not to a trainer.
  package let claimedEmployeeId: ID<Employee>?
  /// Who it was; told to the firm, not to a trainer.
  package let employeeId: ID<Employee>?
  package let enrolmentId: ID<Enrolment>?
  /// Why it was refused or taken back.
  package let reason: String?
  package let decidedAt: Date
  package let marks: [WalkInMark]
}

struct WalkInRow: Decodable, Sendable {
  let id: UUID
  let firmId: UUID
  let firmName: String
  let courseRunId: UUID
  let courseRunCode: String
  let courseTitle: LocalizedText
  let displayName: String
  let state: WalkInState
  let overCapacityReason: String?
  let createdAt: Date
  let claimedEmployeeId: UUID?
  let employeeId: UUID?
  let enrolmentId: UUID?
  let reason: String?
  let decidedAt: Date
  let marks: [WalkInMark]

  /// - Parameter tellsEmployee: false for a trainer, who knows nobody by their employment.
  func line(tellsEmployee: Bool) -> WalkInLine {
    WalkInLine(
      id: ID(id), firmId: ID(firmId), firmName: firmName, courseRunId: ID(courseRunId),
      courseRunCode: courseRunCode, courseTitle: courseTitle, displayName: displayName,
      state: state, overCapacityReason: overCapacityReason, createdAt: createdAt,
      claimedEmployeeId: tellsEmployee ? claimedEmployeeId.map { ID($0) } : nil,
      employeeId: tellsEmployee ? employeeId.map { ID($0) } : nil,
      enrolmentId: enrolmentId.map { ID($0) }, reason: reason, decidedAt: decidedAt, marks: marks)
  }
}

extension Query<WalkInRow> {
  static var walkIns: Self { Query("walk_in.list") }
}

struct ClassFirms: Decodable, Sendable {
  let firmIds: [UUID]
}

extension Query<ClassFirms> {
  static var classFirms: Self { Query("walk_in.class_firms") }
}

struct EnteredRuns: Decodable, Sendable {
  let runIds: String
}

extension Query<EnteredRuns> {
  static var enteredTaught: Self { Query("walk_in.enter_taught") }
}

extension Session {
  /// The firms whose walk-ins the caller may see: their own; for a trainer, those of the runs that they teach,
  /// which this transaction enters.
  func walkInFirms() async throws -> [UUID] {
    guard principal.role == .trainer else { return [try firmID().uuid] }
    guard let trainerID = principal.trainerID else { throw AppError.forbidden }
    _ = try await fetchAll(.enteredTaught, trainerID.uuid)
    return try await fetchOne(.classFirms, trainerID.uuid)?.firmIds ?? []
  }

  func walkIn(_ id: ID<WalkIn>) async throws -> WalkInRow {
    let everyRun: UUID? = nil
    let everyState: String? = nil
    let fromTheFirst: UUID? = nil
    return try await find(
      "walk_in", .walkIns, try await walkInFirms(), everyRun, id.uuid, everyState, fromTheFirst, 1)
  }

  /// Says what becomes of a pending walk-in. Throws `conflict` when somebody has decided already.
  func decide(
    _ id: ID<WalkIn>, _ state: WalkInState, employee: ID<Employee>?, enrolment: ID<Enrolment>?,
    reason: String?
  ) async throws {
    let decided = try await execute(
      Command("walk_in.decide"), try firmID().uuid, id.uuid, state.rawValue, employee?.uuid,
      enrolment?.uuid, reason, now, principal.accountID.uuid)
    guard decided == 1 else { throw AppError.conflict("walk_in.decided_already") }
  }
}
