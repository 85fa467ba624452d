import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct RequirementConcurrencyTests {
  @Test func aRequirementRevisedMeanwhileIsAConflict() async throws {
    try await withWorld { world in
      let role = try await world.perform(
        ShowJobRole(jobRoleId: World.cook, asOf: nil, knownAt: nil), as: World.hrA)
      let requirement = try #require(role.requirements.first).id
      // Another transaction holds the job role, and revises the requirement before it lets go.
      let waiting = try await world.owner.transaction(TransactionSettings(.write)) { holder in
        _ = try await holder.fetch(
          world.call(
            "select id from kynang.job_role where id = $1 for no key update", World.cook.uuid))
        let waiting = Task { await world.attempt(requirement) }
        try await world.somebodyWaits()
        _ = try await holder.fetch(
          world.call(
            "update kynang.role_requirement set superseded_at = now() where id = $1",
            requirement.uuid))
        _ = try await holder.fetch(
          world.call(
            """
            insert into kynang.role_requirement (
              firm_id, id, revision, job_role_id, competency_id, required_level, during, recorded_at,
              recorded_by)
            select
              firm_id, id, revision + 1, job_role_id, competency_id, 4, during, now(), recorded_by
            from kynang.role_requirement where id = $1
            """, requirement.uuid))
        return waiting
      }

      let outcome = await waiting.value

      #expect(outcome == .conflict("error.changed_meanwhile"))
    }
  }
}

extension World {
  fileprivate func call(_ sql: String, _ bind: UUID) -> Call {
    Call(Statement(name: "test." + String(sql.hashValue), sql: sql), [bind])
  }

  fileprivate func attempt(_ requirement: ID<RoleRequirement>) async -> AppError? {
    do {
      _ = try await perform(
        CorrectRequirement(
          requirementId: requirement, requiredLevel: 3, minimumHolders: nil, validFrom: nil,
          validUntil: nil, reason: "Nhầm mức"), as: World.hrA)
      return nil
    } catch {
      return error
    }
  }

  fileprivate func somebodyWaits() async throws {
    for _ in 0..<200 {
      let waiting = try await count(
        """
        select count(*) from pg_stat_activity as activity
        where activity.datname = current_database() and activity.wait_event_type = 'Lock'
        """)
      if waiting > 0 { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw PostgresError.misuse("nobody waited")
  }
}
