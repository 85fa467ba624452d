import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

/// Editions of published cells: former ones stay, and a new one waits until it may be told.
@Suite struct EditionTests {
  private static func ask(_ knownAt: Date?) -> ListPublishedCells {
    ListPublishedCells(
      period: .quarter4, measures: ["people_trained"], provinceCode: nil, knownAt: knownAt)
  }

  private static func whole(_ cells: [PublishedCell]) -> Double? {
    cells.first { $0.sector == "*" && $0.sizeCode == "*" }?.value
  }

  @Test func aFormerEditionIsToldAsItWas() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.publish()
      let before = world.clock.now
      try await world.train(firms: 7, people: 2)
      try world.clock.set("2026-11-24T03:00:00Z")
      let outcome = try await world.publishAgain()

      let now = try await world.perform(Self.ask(nil), as: World.officer)
      let then = try await world.perform(Self.ask(before), as: World.officer)
      let editions = try await world.count(
        "select count(*)::bigint from kynang.published_cell where measure = 'people_trained'")

      #expect(outcome.held == 0)
      #expect(Self.whole(then) == 0)
      #expect(Self.whole(now) == 14)
      // Shops changed, by size and in all; the hotels have no second edition.
      #expect(editions == 7 + 4)
    }
  }

  /// It shows in three measures: registered, attended, trained.
  @Test func theChangeOfOneFirmWaitsForOthers() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.publish()
      try await world.train(firms: 1, people: 9)
      try world.clock.set("2026-11-24T03:00:00Z")
      let alone = try await world.publishAgain()
      let first = try await world.perform(Self.ask(nil), as: World.officer)
      try await world.train(firms: 7, people: 2)
      try world.clock.set("2026-11-25T03:00:00Z")
      let together = try await world.publishAgain()
      let second = try await world.perform(Self.ask(nil), as: World.officer)

      #expect(alone == PublicationBuilder.Outcome(cells: 0, held: 3))
      #expect(Self.whole(first) == 0)
      #expect(together.held == 0)
      #expect(Self.whole(second) == 14)
    }
  }

  @Test func theSameRowsMadeAgainAreNoNewEdition() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.publish()
      _ = try await world.rows(
        "update kynang.firm_period set rolled_up_at = now() where people >= $1 returning 1", 0)
      try world.clock.set("2026-11-24T03:00:00Z")

      #expect(try await world.publishAgain() == PublicationBuilder.Outcome(cells: 0, held: 0))
    }
  }

  /// A firm's rows bear the moment at which somebody began to write them.
  @Test func whatWasBeingWrittenDuringALookIsLookedAtOnceMore() async throws {
    try await withWorld { world in
      func catchUp() async throws {
        try await world.app.publicationBuilder.catchUp(
          today: CalendarDate("2026-11-23")!, margin: 60
        ) { world.clock.now }
      }
      try await world.addFirms(12)
      _ = try await world.rows(
        "update kynang.firm_period set rolled_up_at = $1 returning 1",
        world.clock.now.addingTimeInterval(-30))
      try await catchUp()
      try await world.train(firms: 7, people: 2)
      try world.clock.set("2026-11-23T03:00:00Z")
      try await catchUp()

      let now = try await world.perform(Self.ask(nil), as: World.officer)
      #expect(Self.whole(now) == 14)
    }
  }

  @Test func aNewFirmIsNotTakenOutOfTwoEditions() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.publish()
      _ = try await world.rows(
        """
        update kynang.firm set code = 'Q' || code where code like 'P%' returning $1::integer
        """, 1)
      try await world.addFirms(1)
      try world.clock.set("2026-11-24T03:00:00Z")
      let outcome = try await world.publishAgain()
      let people = try await world.perform(
        ListPublishedCells(
          period: .quarter4, measures: ["people"], provinceCode: nil, knownAt: nil),
        as: World.officer)

      #expect(outcome.cells == 0)
      #expect(outcome.held > 0)
      #expect(Self.whole(people) == 170)
    }
  }

  @Test func aFirmSeesItsPeersAsTheyWerePublishedThen() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.addIndicator("LP", firms: 5, status: "derived")
      try await world.publish()
      let then = world.clock.now
      _ = try await world.rows(
        "update kynang.firm_indicator set value = value + $1 returning 1", 7_000_000)
      try world.clock.set("2026-11-24T03:00:00Z")
      try await world.publishAgain()
      func mean(_ knownAt: Date?) async throws -> Double? {
        try await world.perform(
          ListFirmPeers(
            indicators: ["LP"], from: .quarter4, to: .quarter4, knownAt: knownAt), as: World.hrA
        ).first?.value
      }

      #expect(try await mean(then) == 120_000_000)
      #expect(try await mean(nil) == 127_000_000)
    }
  }

  @Test func noRoleOfPeopleReadsWhatAFirmAdds() async throws {
    try await withWorld { world in
      let readers = try await world.count(
        """
        select count(*)::bigint from pg_roles
        where rolname like 'kynang_%' and rolname <> 'kynang_loader'
          and not rolsuper and has_table_privilege(oid, 'kynang.published_part', 'select')
          and not pg_has_role(oid, (select relowner from pg_class where oid = 'kynang.published_part'::regclass), 'usage')
        """)
      let changing = try await world.count(
        """
        select (has_table_privilege('kynang_loader', 'kynang.published_part', 'update')
          or has_table_privilege('kynang_loader', 'kynang.published_part', 'delete')
          or has_table_privilege('kynang_loader', 'kynang.published_cell', 'delete'))::integer::bigint
        """)

      #expect(readers == 0)
      #expect(changing == 0)
    }
  }
}

extension World {
  @discardableResult
  func publishAgain() async throws -> PublicationBuilder.Outcome {
    try await app.publicationBuilder.publish(
      .quarter4, today: CalendarDate("2026-11-23")!
    ) { clock.now }
  }

  /// Sets how many people the first so many shops have trained.
  fileprivate func train(firms: Int, people: Int) async throws {
    _ = try await rows(
      """
      update kynang.firm_period as stored
      set people_registered = $2, people_attended = $2, people_trained = $2
      from (
        select id from kynang.firm where vsic_section = 'G' and code like 'P%' order by code limit $1
      ) as chosen
      where stored.firm_id = chosen.id
      returning 1
      """, firms, people)
  }
}
