import Foundation
import Postgres

/// One use case at work inside its transaction. Created by `App.perform` alone.
package struct Session: Sendable {
  package let principal: Principal
  /// The moment that every row of this transaction is stamped with.
  package let now: Date
  package let request: Request
  let actingFirmID: ID<Firm>?
  let transaction: Transaction
  let dependencies: Dependencies
  let audit: AuditTrail

  /// The firm whose rows this use case may touch. Throws `forbidden` when the caller acts for none.
  package func firmID() throws(AppError) -> ID<Firm> {
    guard let firmID = actingFirmID else { throw .forbidden }
    return firmID
  }

  package func newID<Entity>() -> ID<Entity> {
    ID(dependencies.uuid(now))
  }

  package func newIDs(_ count: Int) -> [UUID] {
    (0..<count).map { _ in dependencies.uuid(now) }
  }

  package func randomBytes(_ count: Int) -> [UInt8] {
    dependencies.randomBytes(count)
  }

  /// Today in Vietnam, where every firm of the programme works.
  package var today: CalendarDate { CalendarDate.inVietnam(at: now) }

  // MARK: Verbs

  package func rows(_ call: Call) async throws(PostgresError) -> Rows {
    try await transaction.fetch(call)
  }

  package func fetchAll<Row>(
    _ query: Query<Row>, _ binds: any PostgresEncodable...
  ) async throws -> [Row] {
    try await decode(Row.self, from: transaction.fetch(Call(query.statement, binds)))
  }

  package func fetchOne<Row>(
    _ query: Query<Row>, _ binds: any PostgresEncodable...
  ) async throws -> Row? {
    try await decode(Row.self, from: transaction.fetch(Call(query.statement, binds))).first
  }

  /// The one row there must be. Throws `notFound` naming the noun when there is none.
  package func find<Row>(
    _ noun: String, _ query: Query<Row>, _ binds: any PostgresEncodable...
  ) async throws -> Row {
    let rows = try await decode(
      Row.self, from: transaction.fetch(Call(query.statement, binds)))
    guard let row = rows.first else { throw AppError.notFound(noun) }
    return row
  }

  /// The number of rows that the statement changed.
  @discardableResult
  package func execute(
    _ command: Command, _ binds: any PostgresEncodable...
  ) async throws(PostgresError) -> Int {
    try await transaction.execute(Call(command.statement, binds))
  }

  /// Changes exactly one row that was read before. Throws `conflict` when another has changed it since.
  package func change(_ command: Command, _ binds: any PostgresEncodable...) async throws {
    let changed = try await transaction.execute(Call(command.statement, binds))
    guard changed == 1 else { throw AppError.conflict("error.changed_meanwhile") }
  }

  /// Several statements in one round trip; none may need another's result.
  package func pipeline(_ calls: [Call]) async throws(PostgresError) -> [Rows] {
    try await transaction.pipeline(calls)
  }

  package func decode<Row: Decodable>(_ type: Row.Type, from rows: Rows) throws -> [Row] {
    try rows.decode(type)
  }

  /// The moment up to which nothing more can be recorded; later than every record for nil.
  package func knownAt(_ wanted: Date?) async throws -> Date {
    guard let wanted else { return .distantFuture }
    return try await fetchOne(.stableKnownAt, wanted)?.knownAt ?? wanted
  }

  // MARK: Audit and preconditions

  /// Says what this use case did. Every writing use case calls it.
  package func recordAudit(
    _ subjects: [UUID], changes: [AuditChange], reason: String?
  ) {
    audit.record(subjects: subjects, changes: changes, reason: reason)
  }

  package func recordAudit(details: [AuditDetail]) {
    audit.record(details: details)
  }

  /// For what anybody may ask for without signing in, as often as they like, and which changes nothing but a counter of
  /// the service's own: the counter is its record, and the audit of the installation cannot be filled by strangers.
  func leaveOutOfAudit() {
    audit.leaveOut()
  }

  /// Details of so many rows that one statement writes them, given the id of the audit row.
  package func recordAudit(detailsBy call: @escaping @Sendable (UUID) -> Call) {
    audit.record(detailsBy: call)
  }

  /// Refuses a change that was made on an older version than the present one (`If-Match`).
  package func requireVersion(_ present: Int) throws(AppError) {
    if let expected = request.ifMatch, expected != present {
      throw .conflict("error.changed_meanwhile")
    }
  }

  // MARK: Runs

  /// Lets a trainer see the trainees of one run that they teach, for the rest of the transaction.
  /// Throws `notFound` when they do not teach it, so that others' runs are not even confirmed.
  package func enterRun(_ runID: ID<CourseRun>) async throws {
    guard principal.role == .trainer else { return }
    guard let trainerID = principal.trainerID else { throw AppError.forbidden }
    _ = try await find("course_run", .taughtRun, trainerID.uuid, runID.uuid)
    try await transaction.set("app.run_ids", to: runID.description)
  }
}

package enum CourseRun {}

struct TaughtRun: Decodable, Sendable {
  let courseRunId: UUID
}

extension Query<TaughtRun> {
  static var taughtRun: Self { Query("delivery.taught_run") }
}

struct KnownAt: Decodable, Sendable {
  let knownAt: Date
}

extension Query<KnownAt> {
  static var stableKnownAt: Self { Query("app.stable_known_at") }
}

extension CalendarDate {
  /// The day of a moment in Asia/Ho_Chi_Minh, which has had UTC+7 without summer time since 1975.
  package static func inVietnam(at moment: Date) -> CalendarDate {
    let days = ((moment.timeIntervalSince1970 + 7 * 3600) / 86400).rounded(.down)
    return CalendarDate(dayNumber: Int(days))
  }
}
