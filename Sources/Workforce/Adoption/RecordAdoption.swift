import Postgres

/// Records that a process of the firm reached a stage.
package struct RecordAdoption: UseCase {
  package let processCode: String
  package let categoryCode: String?
  package let platformId: ID<Platform>?
  package let stage: AdoptionStage
  package let occurredOn: CalendarDate
  package let note: String?

  package init(
    processCode: String, categoryCode: String?, platformId: ID<Platform>?, stage: AdoptionStage,
    occurredOn: CalendarDate, note: String?
  ) {
    self.processCode = processCode
    self.categoryCode = categoryCode
    self.platformId = platformId
    self.stage = stage
    self.occurredOn = occurredOn
    self.note = note
  }

  package static let name = "adoption.record"
  package static let route = Route.post("/adoptions")
  package static let permission = Permission.manageOrganisation
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(processCode, "processCode", limit: 20)
    problems.checkDay(occurredOn, "occurredOn")
    problems.bound(note, "note", limit: 500)
  }

  package func run(in session: Session) async throws -> AdoptionRevision {
    try await session.write(
      AdoptionFacts(
        id: session.newID(), revision: 1, processCode: processCode,
        categoryCode: try await session.category(of: platformId, or: categoryCode),
        platformId: platformId?.uuid, stage: stage, occurredOn: occurredOn, note: note),
      reason: nil, isVoid: false)
  }
}

/// Puts a step right that was recorded wrongly; what was recorded stays readable.
package struct CorrectAdoption: UseCase {
  package let adoptionId: ID<Adoption>
  package let categoryCode: String?
  package let platformId: ID<Platform>?
  package let stage: AdoptionStage
  package let occurredOn: CalendarDate
  package let note: String?
  package let reason: String

  package init(
    adoptionId: ID<Adoption>, categoryCode: String?, platformId: ID<Platform>?,
    stage: AdoptionStage, occurredOn: CalendarDate, note: String?, reason: String
  ) {
    self.adoptionId = adoptionId
    self.categoryCode = categoryCode
    self.platformId = platformId
    self.stage = stage
    self.occurredOn = occurredOn
    self.note = note
    self.reason = reason
  }

  package static let name = "adoption.correct"
  package static let route = Route.post("/adoptions/{adoptionId}/corrections")
  package static let permission = Permission.manageOrganisation
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.checkDay(occurredOn, "occurredOn")
    problems.bound(note, "note", limit: 500)
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> AdoptionRevision {
    let present = try await session.supersedeAdoption(adoptionId)
    return try await session.write(
      AdoptionFacts(
        id: present.id, revision: present.revision + 1, processCode: present.processCode,
        categoryCode: try await session.category(of: platformId, or: categoryCode),
        platformId: platformId?.uuid, stage: stage, occurredOn: occurredOn, note: note),
      reason: reason, isVoid: false)
  }
}

/// Takes back a step that never was.
package struct VoidAdoption: UseCase {
  package let adoptionId: ID<Adoption>
  package let reason: String

  package init(adoptionId: ID<Adoption>, reason: String) {
    self.adoptionId = adoptionId
    self.reason = reason
  }

  package static let name = "adoption.void"
  package static let route = Route.post("/adoptions/{adoptionId}/void")
  package static let permission = Permission.manageOrganisation
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> AdoptionRevision {
    let present = try await session.supersedeAdoption(adoptionId)
    return try await session.write(
      AdoptionFacts(
        id: present.id, revision: present.revision + 1, processCode: present.processCode,
        categoryCode: present.categoryCode, platformId: present.platformId,
        stage: present.stage, occurredOn: present.occurredOn, note: present.note),
      reason: reason, isVoid: true)
  }
}
