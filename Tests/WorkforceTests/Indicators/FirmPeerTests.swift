import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct FirmPeerTests {
  private static let ask = ListFirmPeers(
    indicators: ["LP", "SPE"], from: .quarter4, to: .quarter4, knownAt: nil)

  @Test func aHotelSeesTheMeanOfFiveHotelsAndThatThreeAreTooFew() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.addIndicator("LP", firms: 5, status: "derived")
      try await world.addIndicator("SPE", firms: 3, status: "derived")
      try await world.publish()

      let peers = try await world.perform(Self.ask, as: World.hrA)
      let shown = peers.map {
        "\($0.indicator) \($0.state.rawValue) \($0.firms ?? -1) \($0.value ?? -1)"
      }

      // Hotels with 100, 110, 120, 130 and 140 m.
      #expect(shown == ["LP published 5 120000000.0", "SPE suppressed -1 -1.0"])
    }
  }

  @Test func aPartOfAYearIsNotSummedWithWholeOnes() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.addIndicator("LP", firms: 5, status: "partial")
      try await world.publish()

      let peers = try await world.perform(Self.ask, as: World.hrA)

      #expect(peers.isEmpty)
    }
  }

  @Test func anotherSectorHasItsOwnPeers() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.addIndicator("LP", firms: 5, status: "derived")
      try await world.publish()

      let peers = try await world.perform(Self.ask, as: World.hrB)

      #expect(peers.isEmpty)
    }
  }

  /// The demo is large enough for a sector to compare itself with.
  @Test func thePublishedMeasuresOfADemoAreTheOnesThatAFirmAsksFor() async throws {
    try await DemoWorld.with { world in
      let measures = try await world.owner.texts(
        """
        select distinct substr(measure, 11) from kynang.published_cell
        where measure like 'indicator.%' order by 1
        """)
      let unknown = try await world.owner.texts(
        """
        select distinct cell.measure from kynang.published_cell as cell
        where cell.measure like 'indicator.%'
          and not exists (
            select from kynang.indicator as indicator
            where 'indicator.' || indicator.code = cell.measure)
        """)
      let hr = try await world.principal(.hr)
      let peers = try await world.app.perform(
        ListFirmPeers(
          indicators: measures, from: try #require(Period("2025-Q1")),
          to: try #require(Period("2026-Q3")), knownAt: nil), as: hr, request: .plain(id: "test"))

      #expect(measures.contains("LP"))
      #expect(unknown == [])
      #expect(!peers.isEmpty)
    }
  }
}

extension World {
  /// The first of the hotels of `addFirms`, with 100 m and 10 m more each.
  func addIndicator(_ code: String, firms: Int, status: String) async throws {
    _ = try await rows(
      """
      insert into kynang.firm_indicator (firm_id, period_kind, starts_on, indicator_code, value, status)
      select hotel.id, 'quarter', '2026-10-01', $1, 90000000 + 10000000 * hotel.place, $3
      from (
        select firm.id, row_number() over (order by firm.code) as place
        from kynang.firm as firm
        where firm.vsic_section = 'I' and firm.code ~ '^P[0-9]+$'
      ) as hotel
      where hotel.place <= $2
      """, code, firms, status)
  }
}
