import Econometrics
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

/// A published panel comes in as firms, and a study of the programme gives the published figures.
@Suite struct PanelImportTests {
  private static func michigan(dryRun: Bool) throws -> ImportPanel {
    ImportPanel(
      provinceCode: "56", mapping: try ShippedPanel.read(PanelMapping.self, "mapping.json"),
      csv: try String(
        contentsOf: ShippedPanel.folder.appending(path: "jtrain.csv"), encoding: .utf8),
      dryRun: dryRun)
  }

  @Test func theMichiganPanelGivesTheTextbookFiguresAndConcludesNothing() async throws {
    try await withWorld { world in
      let imported = try await world.perform(
        Self.michigan(dryRun: false), as: World.administrator)
      _ = try await world.perform(
        RebuildRollups(
          kinds: ["year"], from: CalendarDate(year: 1987, month: 1, day: 1)!,
          until: CalendarDate(year: 1989, month: 12, day: 31)!), as: World.administrator)

      let answer = try await StudyWorld(world: world).answer(
        try ShippedPanel.read(StudyDescription.self, "study.json"))

      let report = try #require(answer.report)
      guard case .regression(let numbers) = report.findings.lags?.numbers else {
        Issue.record("no regression")
        return
      }
      #expect(imported.firms == 157)
      #expect(imported.grants == 66)
      #expect(report.sample.firmsUsed == 54)
      #expect(numbers.names == ["since=0", "since=1"])
      #expect(abs(((numbers.coefficients["since=0"] ?? nil) ?? 0) - -0.2523) < 1e-4)
      #expect(abs(((numbers.coefficients["since=1"] ?? nil) ?? 0) - -0.4216) < 1e-4)
      #expect(abs(((numbers.iid["since=0"] ?? nil) ?? 0) - 0.1506) < 1e-4)
      #expect(abs(((numbers.iid["since=1"] ?? nil) ?? 0) - 0.2102) < 1e-4)
      #expect(report.findings.lags?.verdict == .inconclusive)
      #expect(report.headline.verdict == "inconclusive")
    }
  }

  @Test func aDryRunCountsAndWritesNothing() async throws {
    try await withWorld { world in
      let before = try await world.count("select count(*)::bigint from kynang.firm")
      let report = try await world.perform(Self.michigan(dryRun: true), as: World.administrator)

      let after = try await world.count("select count(*)::bigint from kynang.firm")
      #expect(report.firms == 157)
      #expect(!report.isWritten)
      #expect(after == before)
    }
  }

  private static func small(_ csv: String) throws -> ImportPanel {
    ImportPanel(
      provinceCode: "56", mapping: try ShippedPanel.read(PanelMapping.self, "mapping.json"),
      csv: "fcode,year,employ,sales,tothrs,scrap,grant\n\(csv)", dryRun: false)
  }

  @Test func theSameFileAgainChangesNothing() async throws {
    try await withWorld { world in
      let file = try Self.small("1,1988,10,5000,3,2.5,1\n")
      _ = try await world.perform(file, as: World.administrator)

      _ = try await world.perform(file, as: World.administrator)

      let counts = try await world.count(
        """
        select (
          (select count(*) from kynang.observation where source like 'Holzer%') * 100
          + (select count(*) from kynang.support where superseded_at is null and document like 'Holzer%') * 10
          + (select count(*) from kynang.firm where code = 'JTRAIN-1'))::bigint
        """)
      #expect(counts == 411)
    }
  }

  @Test func aFileThatWasStoppedHalfWayPaysWhatItHadOnlyApproved() async throws {
    try await withWorld { world in
      let file = try Self.small("1,1988,10,5000,3,2.5,1\n")
      _ = try await world.perform(file, as: World.administrator)
      // As after a stop between approving and paying.
      _ = try await world.rows(
        "delete from kynang.support where document like 'Holzer%' and revision = 2")
      _ = try await world.rows(
        "update kynang.support set superseded_at = null where document like 'Holzer%'")

      _ = try await world.perform(file, as: World.administrator)

      let paid = try await world.count(
        """
        select count(*)::bigint from kynang.support
        where superseded_at is null and state = 'paid' and paid_on = date '1988-01-01'
          and document like 'Holzer%'
        """)
      #expect(paid == 1)
    }
  }

  @Test func aGrantOfTheSameYearInAnotherPeriodIsTold() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        try Self.small("1,1988-Q1,10,5000,3,2.5,1\n"), as: World.administrator)

      await #expect(
        throws: AppError.conflict(
          "panel.grant_differs", ["object": "Michigan job-training grant", "year": "1988"])
      ) {
        try await world.perform(
          try Self.small("1,1988-Q3,10,5000,3,2.5,1\n"), as: World.administrator)
      }
    }
  }

  @Test func aMappingThatNamesOneGrantTwiceIsRefused() async throws {
    try await withWorld { world in
      let text = try String(
        contentsOf: ShippedPanel.folder.appending(path: "mapping.json"), encoding: .utf8
      ).replacingOccurrences(
        of: #""grants": ["#,
        with: """
          "grants": [
          {"column": "scrap", "contentCode": "TRAIN_ONSITE", "object": "michigan job-training grant"},
          """)
      let error = await #expect(throws: AppError.self) {
        try await world.perform(
          ImportPanel(
            provinceCode: "56", mapping: try PanelMapping(file: Data(text.utf8)),
            csv: "fcode,year,employ,sales,tothrs,scrap,grant\n1,1988,10,1,1,1,1\n", dryRun: true),
          as: World.administrator)
      }
      #expect(error?.fieldErrors.map(\.rule) == ["panel.grant_named_twice"])
    }
  }

  @Test(arguments: [
    ("1,1988,ten,1,1,1,0\n", "panel.text_in_number"),
    ("1,88,10,1,1,1,0\n", "panel.no_period"),
    ("1,1988,10,1,1,1,0\n1,1988,10,1,1,1,0\n", "panel.period_twice"),
    ("1,1988-Q1,10,1,1,1,1\n1,1988-Q3,10,1,1,1,1\n", "panel.grant_twice"),
    (",1988,10,1,1,1,0\n", "panel.no_unit"),
    ("1,1988,10\n", "panel.malformed_line"),
  ])
  func aFileThatCannotBeMeantIsRefusedByItsLine(_ csv: String, _ rule: String) async throws {
    try await withWorld { world in
      let error = await #expect(throws: AppError.self) {
        try await world.perform(try Self.small(csv), as: World.administrator)
      }
      let firms = try await world.count(
        "select count(*)::bigint from kynang.firm where code like 'JTRAIN%'")

      #expect(error?.fieldErrors.map(\.rule) == [rule])
      #expect(error?.fieldErrors.first?.parameters["line"] != nil)
      #expect(firms == 0)
    }
  }

  @Test func aFirmOfSomebodyElseIsLeftAlone() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        CreateFirm(
          code: "JTRAIN-1", name: "Công ty khác", taxCode: nil, vsicVersion: "VSIC2018",
          vsicSection: "C", vsicClass: nil, provinceCode: "56", communeCode: nil),
        as: World.administrator)

      await #expect(throws: AppError.conflict("panel.firm_is_another", ["code": "JTRAIN-1"])) {
        try await world.perform(try Self.small("1,1988,10,5000,3,2.5,1\n"), as: World.administrator)
      }
    }
  }

  @Test func everyLineThatIsWrongIsTold() async throws {
    try await withWorld { world in
      let error = await #expect(throws: AppError.self) {
        try await world.perform(
          try Self.small("1,88,1,1,1,1,0\n,1988,1,1,1,1,0\n2,1988,1,1,1,1,0\n2,1988,1,1,1,1,0\n"),
          as: World.administrator)
      }

      #expect(
        error?.fieldErrors.map { "\($0.rule) \($0.parameters["line"] ?? "")" } == [
          "panel.no_period 2", "panel.no_unit 3", "panel.period_twice 5",
        ])
    }
  }

  @Test func theMappingsThatAreShippedCanBeRead() async throws {
    try await withWorld { world in
      let mappings = try await world.perform(ListPanelMappings(), as: World.administrator)
      #expect(mappings.map(\.code) == ["jtrain"])
      #expect(mappings.map(\.mapping.name) == ["JTRAIN"])
    }
  }

  @Test(arguments: [
    ("{", "panel.mapping_is_no_json"), ("{}", "panel.mapping_lacks"),
    (#"{"name": 3}"#, "panel.mapping_is_of_another_kind"),
  ])
  func aMappingThatCannotBeReadIsRefusedWithWhatIsWrong(_ text: String, _ rule: String) {
    let error = #expect(throws: AppError.self) { try PanelMapping(file: Data(text.utf8)) }
    #expect(error?.fieldErrors.map(\.rule) == [rule])
  }

  @Test func anOfficerBringsNoPanelIn() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(Self.michigan(dryRun: true), as: World.officer)
      }
    }
  }
}
