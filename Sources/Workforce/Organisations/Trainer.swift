import Foundation
import Postgres

package struct TrainerDetail: Codable, Sendable, Versioned {
  package let id: ID<Trainer>
  package let providerId: ID<Provider>
  package let providerName: String
  package let code: String
  package let displayName: String
  package let isActive: Bool
  package let version: Int
}

extension Query<TrainerDetail> {
  static var trainer: Self { Query("trainer.show") }
  static var trainers: Self { Query("trainer.list") }
}

package struct ShowTrainer: Lookup {
  package typealias Output = TrainerDetail

  package static let name = "trainer.show"
  package static let route = Route.get("/trainers/{trainerId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let trainerId: ID<Trainer>

  package init(trainerId: ID<Trainer>) {
    self.trainerId = trainerId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<TrainerDetail>.trainer.statement,
      [trainerId.uuid, context.principal.planningScope.provider])
  }

  package func output(from rows: Rows) throws -> TrainerDetail {
    try rows.one(TrainerDetail.self, "trainer")
  }
}

/// Trainers by display name, of one provider or all.
package struct ListTrainers: Lookup {
  package typealias Output = Page<TrainerDetail>

  package static let name = "trainer.list"
  package static let route = Route.get("/trainers")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let providerId: ID<Provider>?
  package let isActive: Bool?
  package let after: String?
  package let limit: Int?

  package init(providerId: ID<Provider>?, isActive: Bool?, after: String?, limit: Int?) {
    self.providerId = providerId
    self.isActive = isActive
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<TrainerDetail>.trainers.statement,
      [
        providerId?.uuid, isActive, try ListCursor.id(after), ListCursor.limit(limit) + 1,
        context.principal.planningScope.provider,
      ])
  }

  package func output(from rows: Rows) throws -> Page<TrainerDetail> {
    ListCursor.page(
      try rows.decode(TrainerDetail.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}

/// Enters a person who teaches, under the name that classes know them by.
package struct CreateTrainer: UseCase {
  package static let name = "trainer.create"
  package static let route = Route.post("/trainers")
  package static let permission = Permission.planRuns
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let providerId: ID<Provider>
  package let code: String
  package let displayName: String

  package init(providerId: ID<Provider>, code: String, displayName: String) {
    self.providerId = providerId
    self.code = code
    self.displayName = displayName
  }

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(displayName, "displayName", limit: 200)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    _ = try await session.findKeptProvider(providerId)
    let id: ID<Trainer> = session.newID()
    try await session.execute(
      .createTrainer, id.uuid, providerId.uuid, code.tidied, displayName.tidied, session.now,
      session.principal.accountID.uuid)
    session.recordAudit(
      [id.uuid, providerId.uuid],
      changes: [AuditChange("code", before: nil, after: code.tidied), .personal("displayName")],
      reason: nil)
    return SavedRecord(id: id.uuid, version: 1)
  }
}

/// Changes the display name of a trainer, or whether they teach.
package struct ChangeTrainer: UseCase {
  package static let name = "trainer.change"
  package static let route = Route.patch("/trainers/{trainerId}")
  package static let permission = Permission.planRuns
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let trainerId: ID<Trainer>
  package let displayName: String?
  package let isActive: Bool?

  package init(trainerId: ID<Trainer>, displayName: String?, isActive: Bool?) {
    self.trainerId = trainerId
    self.displayName = displayName
    self.isActive = isActive
  }

  package func check(_ problems: inout Problems) {
    if let displayName { problems.require(displayName, "displayName", limit: 200) }
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let present = try await session.find(
      "trainer", .trainer, trainerId.uuid, session.principal.planningScope.provider)
    _ = try await session.findKeptProvider(present.providerId)
    try session.requireVersion(present.version)
    try await session.change(
      .changeTrainer, trainerId.uuid, present.version, displayName?.tidied, isActive)
    session.recordAudit(
      [trainerId.uuid],
      changes: (displayName == nil ? [] : [.personal("displayName")])
        + AuditChange.changes([
          ("isActive", "\(present.isActive)", isActive.map { "\($0)" })
        ]), reason: nil)
    return SavedRecord(id: trainerId.uuid, version: present.version + 1)
  }
}

extension Command {
  static var createTrainer: Command { Command("trainer.create") }
  static var changeTrainer: Command { Command("trainer.change") }
}
