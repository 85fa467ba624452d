import Foundation
import Logging
import Postgres

/// The product at work: one door to the database, behind which every use case runs.
package final class App: Sendable {
  let pool: Pool
  package let dependencies: Dependencies
  package let logger: Logger
  let personReads: PersonReadLog
  let skillSheets: SkillSheetKeeper
  package let authenticator: Authenticator
  let importJobs = ImportJobs()
  let passwords = PasswordWork(atOnce: 2, mayWait: 50)
  let studies = StudyWork()

  package init(pool: Pool, dependencies: Dependencies, logger: Logger) {
    self.pool = pool
    self.dependencies = dependencies
    self.logger = logger
    personReads = PersonReadLog(pool: pool, logger: logger)
    skillSheets = SkillSheetKeeper(pool: pool, logger: logger)
    authenticator = Authenticator(pool: pool, now: dependencies.now)
  }

  /// Work beside the requests, until cancelled: the log of reads, kept sheets, sealing the
  /// audit, the outbox, periods of firms.
  package func runBackgroundWork() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.personReads.run() }
      group.addTask { await self.skillSheets.run() }
      group.addTask { await self.sealAuditRegularly() }
      group.addTask { await self.followOutbox() }
      group.addTask { await self.followStudies() }
      group.addTask { await self.followPanels() }
      group.addTask { await self.keepRollups() }
    }
  }

  /// Writes what is still buffered and closes the connections.
  package func shutDown() async {
    await importJobs.shutDown()
    await personReads.flush()
    await pool.close()
  }

  /// Runs a use case as a principal. The only way to the database.
  package func perform<Task: UseCase>(
    _ useCase: Task, as principal: Principal, request: Request
  ) async throws(AppError) -> Task.Output {
    try await perform(useCase, as: principal, actingFor: principal.firmID, request: request)
  }

  /// Runs a use case that is one statement, in one pipeline.
  package func perform<Task: Lookup>(
    _ lookup: Task, as principal: Principal, request: Request
  ) async throws(AppError) -> Task.Output {
    try authorise(Task.permission, principal)
    try checkInput(lookup.check)
    do {
      let now = dependencies.now()
      let settings = transactionSettings(
        for: principal, context: Task.context, access: Task.access, firmID: principal.firmID)
      let context = LookupContext(
        principal: principal, now: now,
        knownAt: try await stableKnownAt((lookup as? any KnownThen)?.knownAt, settings))
      let call = try lookup.call(in: context)
      let rows = try await pool.once(settings, [call])
      guard let first = rows.first else { throw AppError(.internalError, "error.internal") }
      let output = try lookup.output(from: first)
      if let reader = lookup as? any ReadsSkillSheet,
        let wish = try reader.wish(from: first, in: context)
      {
        skillSheets.note(wish)
      }
      noteRead(Task.name, Task.access, lookup, principal, now: now, request: request)
      return output
    } catch {
      throw translate(error, useCase: Task.name, request: request)
    }
  }

  package func perform<Task: Workflow>(
    _ workflow: Task, as principal: Principal, request: Request
  ) async throws(AppError) -> Task.Output {
    try authorise(Task.permission, principal)
    try checkInput(workflow.check)
    do {
      return try await runOnce(workflow, as: principal, request: request)
    } catch {
      throw translate(error, useCase: Task.name, request: request)
    }
  }

  /// - Parameter firmID: the firm whose rows a trainer records in this transaction; otherwise the
  ///   principal's own.
  func perform<Task: UseCase>(
    _ useCase: Task, as principal: Principal, actingFor firmID: ID<Firm>?, request: Request
  ) async throws(AppError) -> Task.Output {
    try authorise(Task.permission, principal)
    try checkInput(useCase.check)
    var attempt = 1
    while true {
      do {
        return try await attemptOnce(useCase, as: principal, actingFor: firmID, request: request)
      } catch let error as PostgresError where error.isWorthRetrying && attempt < 4 {
        attempt += 1
      } catch {
        throw translate(error, useCase: Task.name, request: request)
      }
    }
  }

  private func attemptOnce<Task: UseCase>(
    _ useCase: Task, as principal: Principal, actingFor firmID: ID<Firm>?, request: Request
  ) async throws -> Task.Output {
    var settings = transactionSettings(
      for: principal, context: Task.context, access: Task.access, firmID: firmID)
    if useCase is any TakesLong { settings.statementTimeout = .seconds(600) }
    let audit = AuditTrail()
    let output = try await pool.transaction(settings) { transaction in
      let session = Session(
        principal: principal, now: dependencies.now(), request: request, actingFirmID: firmID,
        transaction: transaction, dependencies: dependencies, audit: audit)
      guard Task.access == .write else { return try await useCase.run(in: session) }
      if let repeated = try await session.rememberedOutput(of: useCase) { return repeated }
      let output = try await useCase.run(in: session)
      try session.writeAudit(useCase: Task.name, output: output, of: useCase)
      return output
    }
    noteRead(Task.name, Task.access, useCase, principal, now: dependencies.now(), request: request)
    if useCase is any EndsTokens, let account = output as? any AboutAccount {
      authenticator.forget(account.accountId)
    }
    if useCase is RunStudy { studies.wake() }
    return output
  }

  /// The moment up to which nothing more can be recorded, so that a report never changes its mind.
  private func stableKnownAt(
    _ wanted: Date?, _ settings: TransactionSettings
  ) async throws -> Date {
    guard let wanted else { return .distantFuture }
    let rows = try await pool.once(
      settings, [Call(Query<KnownAt>.stableKnownAt.statement, [wanted])])
    return try rows.first?.decode(KnownAt.self).first?.knownAt ?? wanted
  }

  private func authorise(_ permission: Permission, _ principal: Principal) throws(AppError) {
    if principal == .visitor, permission != .anyone { throw .unauthenticated }
    guard Permission.granted(to: principal.role).contains(permission) else { throw .forbidden }
  }

  private func checkInput(_ check: (inout Problems) -> Void) throws(AppError) {
    var problems = Problems()
    check(&problems)
    try problems.throwIfAny()
  }

  private func noteRead<Input>(
    _ name: String, _ access: Access, _ input: Input, _ principal: Principal, now: Date,
    request: Request
  ) {
    guard access == .readPersons, let firmID = principal.firmID else { return }
    personReads.note(
      PersonRead(
        firmID: firmID, id: dependencies.uuid(now), readAt: now, accountID: principal.accountID,
        role: principal.role, useCase: name,
        employeeID: (input as? any AboutEmployee)?.employeeId, requestID: request.id))
  }
}

/// An input that is about one employee, which the log of reads names.
package protocol AboutEmployee {
  var employeeId: ID<Employee> { get }
}
