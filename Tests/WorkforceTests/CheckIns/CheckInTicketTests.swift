import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// What a ticket is good for, and what its holder can make the service write.
@Suite struct CheckInTicketTests {
  @Test func ofSeveralWhoUseATicketAtOnceOneIsMarked() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link).ticket
      let people = [("A1", "Lê Thị Hoa"), ("B1", "Lê Anh")]

      let outcomes = await withTaskGroup(of: AppError?.self) { group in
        for (code, name) in people + people {
          group.addTask { await world.refusal(of: code, name, ticket) }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }

      let marks = try await world.count("select count(*) from kynang.attendance")
      let claims = try await world.count(
        "select count(*) from kynang.check_in_ticket where used_at is not null")
      #expect(marks == 1)
      #expect(claims == 1)
      #expect(outcomes.contains(nil))
      #expect(outcomes.contains(AppError.conflict("check_in.ticket_used")))
    }
  }

  @Test func ofTwoWhoAreSignedInAndUseATicketAtOnceOneIsMarked() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.rows(
        """
        update kynang.membership set role = 'employee', employee_id = $1 where id = $2 returning 1
        """, World.anhOfB.uuid, World.hrB.membershipID.uuid)
      let anh = Principal(
        accountID: World.hrB.accountID, membershipID: World.hrB.membershipID, role: .employee,
        firmID: World.firmB, employeeID: World.anhOfB, unitIDs: [], providerID: nil,
        trainerID: nil, agencyID: nil, provinceCode: nil)
      let ticket = try await world.enter(link: try await world.open().link).ticket

      let refusals = await withTaskGroup(of: AppError?.self) { group in
        for principal in [World.hoaHerself, anh] {
          group.addTask { await world.refusal(of: principal, ticket) }
        }
        return await group.compactMap { $0 }.reduce(into: []) { $0.append($1) }
      }

      #expect(try await world.count("select count(*) from kynang.attendance") == 1)
      #expect(refusals == [AppError.conflict("check_in.ticket_used")])
    }
  }

  @Test func whoeverTapsTwiceIsToldThatTheyAreMarked() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link).ticket
      _ = try await world.perform(ConfirmCheckIn(ticket: ticket), as: World.hoaHerself)

      let again = try await world.perform(ConfirmCheckIn(ticket: ticket), as: World.hoaHerself)

      #expect(again.wasMarkedBefore)
    }
  }

  @Test func attemptsThatAreRefusedWriteNothing() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link).ticket
      for _ in 0..<5 { _ = await world.refusal(of: "A1", "Ai Đó", ticket) }
      let before = try await world.written()

      for _ in 0..<20 { _ = await world.refusal(of: "A1", "Ai Đó", ticket) }

      #expect(try await world.written() == before)
    }
  }

  @Test func anAttemptThatFailsIsCountedAndNotAudited() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link).ticket
      let audited = try await world.count("select count(*) from kynang.audit_entry")

      _ = await world.refusal(of: "A1", "Ai Đó", ticket)
      _ = await world.refusal(of: "A1", "Ai Đó", ticket)

      #expect(try await world.count("select sum(attempts) from kynang.check_in_ticket") == 2)
      #expect(try await world.count("select count(*) from kynang.audit_entry") == audited)
    }
  }

  @Test func aWrongCodeIsCountedAndNotAudited() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let wrong = try await world.open().code == "000000" ? "000001" : "000000"
      let audited = try await world.count("select count(*) from kynang.audit_entry")

      await #expect(throws: AppError.invalid("code", "check_in.code_wrong")) {
        try await world.enter(code: wrong)
      }

      #expect(try await world.count("select count(*) from kynang.audit_entry") == audited)
      #expect(try await world.count("select sum(wrong_count) from kynang.check_in_guess") == 1)
    }
  }

  /// Otherwise whoever knows their own code and name could scan and say it for ever.
  @Test func sayingAgainThatOneIsHereCountsAsAFailedAttempt() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.open()
      try await world.arrive("A1", "Lê Thị Hoa")
      let audited = try await world.count("select count(*) from kynang.audit_entry")

      let again = try await world.arrive("A1", "Lê Thị Hoa")

      let failures = try await world.count(
        """
        select sum(attempts - (used_at is not null)::integer) from kynang.check_in_ticket
        """)
      #expect(again.wasMarkedBefore)
      #expect(failures == 1)
      #expect(try await world.count("select count(*) from kynang.audit_entry") == audited)
    }
  }

  @Test func aTicketClaimedByAnotherRoleOfTheDatabaseStaysFree() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let opened = try await world.open()
      let claimed = try await world.owner.transaction(
        TransactionSettings(
          access: .write, isolation: .readCommitted, role: "kynang_firm",
          settings: [("app.firm_id", World.firmA.description)])
      ) { transaction in
        try await transaction.fetch(
          Call(
            Statement(
              name: "test.claim",
              sql: "select kynang.claim_check_in_ticket($1, '\\x00'::bytea, now())"),
            [opened.id.uuid])
        ).value(0, 0, as: Bool.self)
      }

      #expect(!claimed)
      #expect(try await world.count("select count(*) from kynang.check_in_ticket") == 0)
    }
  }
}

extension World {
  /// Nil when they were marked.
  fileprivate func refusal(of code: String, _ name: String, _ ticket: String) async -> AppError? {
    do {
      _ = try await arrive(code, name, ticket: ticket)
      return nil
    } catch {
      return error
    }
  }

  /// Nil when they were marked.
  fileprivate func refusal(of principal: Principal, _ ticket: String) async -> AppError? {
    do {
      _ = try await perform(ConfirmCheckIn(ticket: ticket), as: principal)
      return nil
    } catch {
      return error
    }
  }

  /// All that anybody's attempts could have written.
  fileprivate func written() async throws -> Int {
    try await count(
      """
      select (select count(*) from kynang.audit_entry)
        + (select sum(attempts) from kynang.check_in_ticket)
        + (select count(*) from kynang.attendance)
      """)
  }
}
