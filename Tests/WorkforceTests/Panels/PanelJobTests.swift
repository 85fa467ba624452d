import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

/// A panel that is looked at first, and comes in beside the requests.
@Suite struct PanelJobTests {
  private static func prepared(_ csv: String) throws -> PreparePanelImport {
    PreparePanelImport(
      provinceCode: "56", mapping: try ShippedPanel.read(PanelMapping.self, "mapping.json"),
      fileName: "nhỏ.csv", csv: "fcode,year,employ,sales,tothrs,scrap,grant\n\(csv)")
  }

  @Test func aPanelIsLookedAtAndComesInBesideTheRequests() async throws {
    try await withWorld { world in
      let panel = try await world.perform(
        try Self.prepared("1,1988,10,5000,3,2.5,1\n2,1987,4,,,,0\n"), as: World.administrator)
      let before = try await world.count(
        "select count(*)::bigint from kynang.firm where code like 'JTRAIN%'")
      let queued = try await world.perform(
        StartPanelImport(panelImportId: panel.id), as: World.administrator)
      let wasTaken = try await world.app.bringInNextPanel()
      let wasLeft = try await world.app.bringInNextPanel()
      let done = try await world.perform(
        ShowPanelImport(panelImportId: panel.id), as: World.administrator)
      let kept = try await world.count(
        "select count(*)::bigint from kynang.panel_import where content is not null")
      let firms = try await world.count(
        "select count(*)::bigint from kynang.firm where code like 'JTRAIN%'")

      #expect(panel.state == .prepared)
      #expect(panel.report.firms == 2)
      #expect(panel.report.observations == 5)
      #expect(panel.report.grants == 1)
      #expect(panel.report.firstPeriod == Period("1987"))
      #expect(panel.report.firstFirms == ["JTRAIN-1", "JTRAIN-2"])
      #expect(before == 0)
      #expect(queued.state == .queued)
      #expect(wasTaken)
      #expect(!wasLeft)
      #expect(done.state == .done)
      #expect(done.firmsDone == 2)
      #expect(kept == 0)
      #expect(firms == 2)
    }
  }

  @Test func aPanelComesInAsWhoeverStartedIt() async throws {
    try await withWorld { world in
      let panel = try await world.perform(
        try Self.prepared("1,1988,10,5000,3,2.5,1\n"), as: World.administrator)
      let colleague = Principal(
        accountID: World.hrA.accountID, membershipID: World.hrA.membershipID, role: .administrator,
        firmID: nil, employeeID: nil, unitIDs: [], providerID: nil, trainerID: nil, agencyID: nil,
        provinceCode: nil)
      _ = try await world.perform(StartPanelImport(panelImportId: panel.id), as: colleague)
      try await world.app.bringInNextPanel()

      let recorded = try await world.rows(
        """
        select distinct recorded_by from kynang.observation where source like 'Holzer%'
        union select distinct recorded_by from kynang.support where document like 'Holzer%'
        """)
      #expect(recorded.count == 1)
      #expect(try recorded.value(0, 0) as UUID == World.hrA.accountID.uuid)
    }
  }

  @Test func aServiceThatWasThoughtDeadSaysNoMoreOfAPanel() async throws {
    try await withWorld { world in
      let panel = try await world.perform(
        try Self.prepared("1,1988,10,5000,3,2.5,1\n2,1987,4,,,,0\n"), as: World.administrator)
      _ = try await world.perform(
        StartPanelImport(panelImportId: panel.id), as: World.administrator)
      // Another service takes it on after the first firm.
      _ = try await world.rows(
        """
        create function kynang.take_over() returns trigger language plpgsql as
        $$ begin new.attempt := new.attempt + 1; return new; end $$
        """)
      _ = try await world.rows(
        """
        create trigger take_over before update on kynang.panel_import
        for each row when (new.firms_done = 1 and new.state = 'running')
        execute function kynang.take_over()
        """)

      try await world.app.bringInNextPanel()

      let left = try await world.perform(
        ShowPanelImport(panelImportId: panel.id), as: World.administrator)
      #expect(left.state == .running)
      #expect(left.firmsDone == 1)
      #expect(left.endedAt == nil)
    }
  }

  @Test func aPanelThatCannotComeInSaysWhyAndMayBeDiscarded() async throws {
    try await withWorld { world in
      let panel = try await world.perform(
        try Self.prepared("1,1988,10,5000,3,2.5,1\n"), as: World.administrator)
      _ = try await world.perform(
        CreateFirm(
          code: "JTRAIN-1", name: "Công ty khác", taxCode: nil, vsicVersion: "VSIC2018",
          vsicSection: "C", vsicClass: nil, provinceCode: "56", communeCode: nil),
        as: World.administrator)
      _ = try await world.perform(
        StartPanelImport(panelImportId: panel.id), as: World.administrator)
      try await world.app.bringInNextPanel()
      let failed = try await world.perform(
        ShowPanelImport(panelImportId: panel.id), as: World.administrator)
      let discarded = try await world.perform(
        DiscardPanelImport(panelImportId: panel.id), as: World.administrator)

      #expect(failed.state == .failed)
      #expect(failed.failure == "panel.firm_is_another")
      #expect(failed.failureParameters == ["code": "JTRAIN-1"])
      #expect(discarded.state == .discarded)
      await #expect(throws: AppError.conflict("panel.not_waiting")) {
        try await world.perform(
          StartPanelImport(panelImportId: panel.id), as: World.administrator)
      }
    }
  }
}
