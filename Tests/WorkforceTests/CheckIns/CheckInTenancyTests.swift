import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// Whose check-ins are whose, also for statements that nobody wrote yet.
@Suite struct CheckInTenancyTests {
  private static func rows(
    _ sql: String, as role: String, _ settings: [(String, String)], in world: World
  ) async throws -> Int {
    try await world.owner.transaction(
      TransactionSettings(
        access: .write, isolation: .readCommitted, role: role, settings: settings)
    ) { transaction in
      try await transaction.fetch(Call(Statement(name: "test.attack", sql: sql), [])).count
    }
  }

  @Test func aTrainerSeesTheSecretOfTheRunEnteredAlone() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.open()
      let read = "select check_in.secret from kynang.check_in as check_in"

      let entered = try await Self.rows(
        read, as: "kynang_trainer", [("app.run_ids", World.run.description)], in: world)
      let outside = try await Self.rows(
        read, as: "kynang_trainer", [("app.run_ids", UUID().uuidString)], in: world)
      let firm = try await Self.rows(
        read, as: "kynang_firm", [("app.firm_id", World.firmA.description)], in: world)

      #expect(entered == 1)
      #expect(outside == 0)
      #expect(firm == 0)
    }
  }

  @Test(arguments: ["kynang_officer", "kynang_self", "kynang_study"])
  func nobodyElseReadsOrWritesCheckIns(role: String) async throws {
    try await withWorld { world in
      let granted = try await world.count(
        """
        select count(*) from pg_class as relation
        where relation.relname in ('check_in', 'check_in_ticket', 'check_in_guess')
          and has_table_privilege($1, relation.oid, 'select, insert, update, delete')
        """, role)
      #expect(granted == 0)
    }
  }

  @Test func ticketsAndGuessesAreTheServicesAlone() async throws {
    try await withWorld { world in
      let granted = try await world.count(
        """
        select count(*) from pg_class as relation
        cross join unnest(array['kynang_trainer', 'kynang_firm']) as reader (name)
        where relation.relname in ('check_in_ticket', 'check_in_guess')
          and has_table_privilege(reader.name, relation.oid, 'select, insert, update, delete')
        """)
      let forced = try await world.count(
        """
        select count(*) from pg_class as relation
        where relation.relname in ('check_in', 'check_in_ticket', 'check_in_guess')
          and relation.relrowsecurity and relation.relforcerowsecurity
        """)
      #expect(granted == 0)
      #expect(forced == 3)
    }
  }

  @Test func aFirmCannotOpenTheClassOfAnother() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let insert = """
        insert into kynang.check_in (
          id, session_id, course_run_id, owner_id, half_day, secret, opened_at, opened_by, closes_at)
        select gen_random_uuid(), session.id, session.course_run_id, '\(World.firmB)', 'morning',
          decode(repeat('00', 32), 'hex'), now(), gen_random_uuid(), now() + interval '1 hour'
        from kynang.session limit 1 returning 1
        """

      await #expect(throws: (any Error).self) {
        try await Self.rows(
          insert, as: "kynang_firm", [("app.firm_id", World.firmA.description)], in: world)
      }
    }
  }
}
