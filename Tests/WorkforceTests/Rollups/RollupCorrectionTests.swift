import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct RollupCorrectionTests {
  /// Facts of every kind, each then put right or taken back through its own use case, with the rows
  /// brought after the work in between as the service does.
  @Test func whatIsKeptThroughCorrectionsIsWhatARebuildMakes() async throws {
    try await withWorld { world in
      try await world.workOfAYear()
      let facts = try await world.figuresAndLevers()
      try await world.app.refreshRollups()
      let first = try await world.rollups()
      // Later that day: a new day brings the unfinished periods of every firm forward.
      try world.clock.set("2026-12-20T09:00:00Z")

      try await world.correct(facts)
      try await world.app.refreshRollups()
      let kept = try await world.rollups()
      _ = try await world.perform(RebuildRollups.rebuild, as: World.administrator)

      #expect(kept != first)
      #expect(try await world.rollups() == kept)
    }
  }
}

extension World {
  struct RecordedFacts {
    let wrongValue: ID<Workforce.Observation>
    let mistakenValue: ID<Workforce.Observation>
    let step: ID<Adoption>
    let mistakenStep: ID<Adoption>
    let support: ID<Support>
    let mistakenSupport: ID<Support>
  }

  fileprivate func figuresAndLevers() async throws -> RecordedFacts {
    for quarter in ["2026-Q1", "2026-Q2", "2026-Q3"] {
      try await observe("revenue", quarter, "1 tỷ")
      try await observe("average_employees", quarter, "10")
    }
    let report = try await perform(
      RecordObservations(
        entries: [
          try entry("labour_cost", "2026-Q2", "200 triệu"),
          try entry("labour_cost", "2026-Q3", "210 triệu"),
        ], reason: nil), as: World.hrA)
    let step = try await adopt("SAL", .inUse, "2026-03-10")
    let mistakenStep = try await adopt("MGT", .inUse, "2026-02-10")
    let support = try await perform(
      RecordSupport.unruled("Phần mềm bán hàng", 30_000_000), as: World.hrA)
    let mistakenSupport = try await perform(
      RecordSupport.unruled("Ghi nhầm", 9_000_000), as: World.hrA)
    return RecordedFacts(
      wrongValue: report.recorded[0].id, mistakenValue: report.recorded[1].id, step: step.id,
      mistakenStep: mistakenStep.id, support: support.id, mistakenSupport: mistakenSupport.id)
  }

  private func adopt(
    _ process: String, _ stage: AdoptionStage, _ occurredOn: String
  ) async throws -> AdoptionRevision {
    try await perform(
      RecordAdoption(
        processCode: process, categoryCode: nil, platformId: nil, stage: stage,
        occurredOn: day(occurredOn), note: nil), as: World.hrA)
  }

  fileprivate func correct(_ facts: RecordedFacts) async throws {
    _ = try await perform(
      CorrectObservation(
        observationId: facts.wrongValue, value: WrittenValue("240 triệu"), currency: nil,
        confidence: nil, source: nil, confirmsLeap: nil, reason: "quyết toán"), as: World.hrA)
    _ = try await perform(
      VoidObservation(observationId: facts.mistakenValue, reason: "nhầm kỳ"), as: World.hrA)
    _ = try await perform(
      CorrectAdoption(
        adoptionId: facts.step, categoryCode: nil, platformId: nil, stage: .piloting,
        occurredOn: day("2025-12-10"), note: nil, reason: "mới thử nghiệm, từ trước đó"),
      as: World.hrA)
    _ = try await perform(
      VoidAdoption(adoptionId: facts.mistakenStep, reason: "chưa từng có"), as: World.hrA)
    _ = try await perform(
      CorrectSupport(
        supportId: facts.support, object: "Phần mềm bán hàng", programmeId: nil, ruleCode: nil,
        costVnd: nil, approvedVnd: 20_000_000, approvedOn: day("2026-07-05"),
        paidOn: day("2026-11-02"), paidVnd: 20_000_000, document: nil, reason: "theo quyết định"),
      as: World.hrA)
    _ = try await perform(
      VoidSupport(supportId: facts.mistakenSupport, reason: "ghi nhầm"), as: World.hrA)
  }
}

extension RecordSupport {
  /// Of no rule on record.
  static func unruled(_ object: String, _ approved: Int) -> RecordSupport {
    RecordSupport(
      contentCode: "DX_SOLUTION", object: object, programmeId: nil, ruleCode: nil, costVnd: nil,
      approvedVnd: approved, approvedOn: CalendarDate("2026-10-01")!, document: nil)
  }
}
