import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct AssessmentTests {
  private func observation(
    level: Int?, on date: String, evidence: String?, kind: AssessmentKind
  ) -> RecordAssessment {
    RecordAssessment(
      employeeId: World.hoa, competencyId: World.competency("1.1"), kind: kind, level: level,
      isPassed: nil, occurredOn: day(date), expiresOn: nil, evidence: evidence, evidenceUrl: nil)
  }

  @Test func evidenceBetterThanASelfRatingIsNamed() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("evidence", "assessment.evidence_required")) {
        try await world.perform(
          observation(level: 3, on: "2026-11-01", evidence: " ", kind: .manager), as: World.hrA)
      }
    }
  }

  @Test func nothingIsJudgedBeforeItHappens() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("occurredOn", "field.in_the_future")) {
        try await world.perform(
          observation(level: 3, on: "2026-11-24", evidence: "Quan sát", kind: .manager),
          as: World.hrA)
      }
      try await #expect(world.count("select count(*) from kynang.assessment") == 0)
    }
  }

  @Test func aModuleThatIsPassedOrNotTakesNoLevel() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("level", "assessment.is_passed_or_not")) {
        try await world.perform(
          RecordAssessment(
            employeeId: World.hoa, competencyId: ID(ReferenceID.competency("TT03_2014", "IU01")),
            kind: .certificate, level: 3, isPassed: nil, occurredOn: day("2026-11-01"),
            expiresOn: nil, evidence: "Chứng chỉ", evidenceUrl: nil), as: World.hrA)
      }
    }
  }

  @Test func aManagerCannotJudgePeopleOfAnotherUnit() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          observation(level: 3, on: "2026-11-01", evidence: "Quan sát", kind: .manager),
          as: World.managerOfPlant)
      }
    }
  }

  @Test func aVoidedAssessmentStaysReadableWithItsReason() async throws {
    try await withWorld { world in
      let recorded = try await world.assess(World.hoa, "1.1", .manager, 4, on: "2026-11-01")
      _ = try await world.perform(
        VoidAssessment(assessmentId: ID(recorded.id), reason: "Nhập nhầm"), as: World.hrA)

      let present = try await world.timeline(includesCorrections: false)
      let all = try await world.timeline(includesCorrections: true)

      #expect(present.isEmpty)
      #expect(all.map(\.assessment.revision) == [2, 1])
      #expect(all.first?.assessment.reason == "Nhập nhầm")
      try await #expect(world.cell("1.1", of: World.hoa).verdict == .notAssessed)
    }
  }

  @Test func aChangeMadeOnAnOlderVersionIsRefused() async throws {
    try await withWorld { world in
      let recorded = try await world.assess(World.hoa, "1.1", .manager, 4, on: "2026-11-01")
      let correction = CorrectAssessment(
        assessmentId: ID(recorded.id), level: 2, isPassed: nil, occurredOn: nil, expiresOn: nil,
        evidence: nil, reason: "Xem lại")
      _ = try await world.perform(correction, as: World.hrA)

      await #expect(throws: AppError.conflict("error.changed_meanwhile")) {
        try await world.app.perform(
          correction, as: World.hrA,
          request: Request(id: "test", idempotencyKey: nil, ifMatch: 1))
      }
    }
  }

  @Test func aRepeatedRequestIsAnsweredAgainAndDoneOnce() async throws {
    try await withWorld { world in
      let request = Request(id: "test", idempotencyKey: "abc", ifMatch: nil)
      let input = observation(level: 3, on: "2026-11-01", evidence: "Quan sát", kind: .manager)
      let first = try await world.app.perform(input, as: World.hrA, request: request)

      let second = try await world.app.perform(input, as: World.hrA, request: request)

      #expect(first.id == second.id)
      try await #expect(world.count("select count(*) from kynang.assessment") == 1)
    }
  }

  @Test func aKeyIsNotReusedForAnotherRequest() async throws {
    try await withWorld { world in
      let request = Request(id: "test", idempotencyKey: "abc", ifMatch: nil)
      let one = observation(level: 3, on: "2026-11-01", evidence: "Quan sát", kind: .manager)
      _ = try await world.app.perform(one, as: World.hrA, request: request)
      let other = observation(level: 4, on: "2026-11-01", evidence: "Quan sát", kind: .manager)

      await #expect(throws: AppError.conflict("error.idempotency_key_reused")) {
        try await world.app.perform(other, as: World.hrA, request: request)
      }
    }
  }

  @Test func everyWriteLeavesAnAuditRowInItsTransaction() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .manager, 4, on: "2026-11-01")

      let rows = try await world.rows(
        "select use_case, changes::text from kynang.audit_entry where firm_id = $1",
        World.firmA.uuid)

      #expect(rows.count == 1)
      try #expect(rows.value(0, 0) == "assessment.record")
      let changes: String = try rows.value(0, 1)
      #expect(changes.contains("occurredOn"))
      #expect(!changes.contains("Hoa"))
    }
  }

  @Test func theAuditIsChainedAndAnAlteredRowIsFound() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .manager, 4, on: "2026-11-01")
      try await world.app.sealAudit()
      try await world.assess(World.hoa, "1.2", .manager, 2, on: "2026-11-01")
      try await world.app.sealAudit()
      let sealed = try await world.perform(VerifyAudit(firmId: nil), as: World.hrA)
      _ = try await world.rows(
        "update kynang.audit_entry set reason = 'x' where use_case = $1", "assessment.record")

      let altered = try await world.perform(VerifyAudit(firmId: nil), as: World.hrA)

      #expect(sealed.seals == 2)
      #expect(sealed.broken.isEmpty)
      #expect(sealed.unsealed == 0)
      #expect(altered.broken == [1, 2])
    }
  }
}

extension World {
  func timeline(includesCorrections: Bool) async throws -> [AssessmentLine] {
    try await perform(
      ListAssessments(
        employeeId: World.hoa, competencyId: nil, asOf: nil, knownAt: nil,
        includesCorrections: includesCorrections), as: World.hrA)
  }
}
