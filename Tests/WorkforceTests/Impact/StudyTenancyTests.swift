import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// What one agency asks is nothing of another's, also for statements that nobody wrote yet.
@Suite struct StudyTenancyTests {
  /// Statements of an attacker who has an officer's role and forgets every condition.
  private static func rows(
    _ sql: String, as agency: ID<Agency>, in world: World
  ) async throws -> Int {
    try await world.owner.transaction(
      TransactionSettings(
        access: .write, isolation: .readCommitted, role: "kynang_officer",
        settings: [("app.agency_id", agency.description), ("app.province_code", "56")])
    ) { transaction in
      try await transaction.fetch(Call(Statement(name: "test.attack", sql: sql), [])).count
    }
  }

  private static func study(in world: World) async throws -> StudyDetails {
    let study = try await world.perform(
      CreateStudy(
        title: "x", description: StudyWorld.description(lastYear: 2021, sections: [], second: nil)),
      as: World.officer)
    _ = try await world.perform(RunStudy(studyId: study.id), as: World.officer)
    return study
  }

  @Test(arguments: ["study", "study_version", "study_run"])
  func anotherAgencysRowsAreNotSeen(_ table: String) async throws {
    try await withWorld { world in
      _ = try await Self.study(in: world)
      let own = try #require(World.officer.agencyID)

      let mine = try await Self.rows("select from kynang.\(table)", as: own, in: world)
      let theirs = try await Self.rows("select from kynang.\(table)", as: ID(UUID()), in: world)

      #expect(mine == 1)
      #expect(theirs == 0)
    }
  }

  @Test func anotherAgencysRunIsNotCancelled() async throws {
    try await withWorld { world in
      _ = try await Self.study(in: world)

      let touched = try await Self.rows(
        "update kynang.study_run set wants_cancelling = true returning id", as: ID(UUID()),
        in: world)

      #expect(touched == 0)
    }
  }

  @Test(arguments: [
    """
    insert into kynang.study_version (agency_id, study_id, version, title, description, recorded_at, recorded_by)
    select '%', id, 2, 'y', '{}', now(), created_by from kynang.study returning 1
    """,
    """
    insert into kynang.study_run (agency_id, id, study_id, version, state, requested_at, requested_by)
    select '%', gen_random_uuid(), id, 1, 'queued', now(), created_by from kynang.study returning 1
    """,
  ])
  func nothingIsWrittenInAnotherAgencysName(_ sql: String) async throws {
    try await withWorld { world in
      _ = try await Self.study(in: world)
      let own = try #require(World.officer.agencyID)

      await #expect(throws: PostgresError.self) {
        try await Self.rows(sql.replacing("%", with: "\(UUID())"), as: own, in: world)
      }
    }
  }

  @Test func aRunCannotBeOfAnotherAgencysStudy() async throws {
    try await withWorld { world in
      let study = try await Self.study(in: world)
      let stranger = ID<Agency>(UUID())

      await #expect(throws: PostgresError.self) {
        try await Self.rows(
          """
          insert into kynang.study_run (agency_id, id, study_id, version, state, requested_at, requested_by)
          values ('\(stranger)', gen_random_uuid(), '\(study.id)', 1, 'queued', now(), gen_random_uuid())
          returning 1
          """, as: stranger, in: world)
      }
    }
  }
}
