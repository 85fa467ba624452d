import Econometrics
import Foundation
import TestSupport
import Testing

@testable import Workforce

/// What few firms did is shown to nobody, and follows from nothing that is shown.
@Suite struct StudySuppressionTests {
  /// Firms of one sector alone: `keep` treated ones and all that never train.
  private static func makeSmall(
    _ sector: String, keeping keep: Int, in world: World
  ) async throws {
    _ = try await world.rows(
      """
      update kynang.firm set vsic_section = '\(sector)'
      where id in (
        select firm.id from kynang.firm
        join kynang.firm_period on firm_period.firm_id = firm.id
        where firm.code like 'S%'
        group by firm.id having sum(firm_period.completions_in_period) > 0
        order by firm.id limit \(keep)
      ) returning 1
      """)
  }

  /// All but two firms that train first in a quarter never train.
  private static func makeSmallCohort(_ day: String, in world: World) async throws {
    _ = try await world.rows(
      """
      update kynang.firm_period set completions_in_period = 0
      where firm_id in (
        select firm_id from kynang.firm_period
        where starts_on = '\(day)' and completions_in_period > 0
        order by firm_id offset 2
      ) returning 1
      """)
  }

  @Test func leavingASmallSectorOutTellsNothingOfIt() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      try await Self.makeSmall("J", keeping: 3, in: world)

      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2024, sections: [], second: nil))

      let lines = try #require(answer.report).findings.variants.filter { $0.kind == .withoutSector }
      let hidden = lines.filter { $0.estimate == nil }
      #expect(lines.count == 4)
      // One alone would follow from the others.
      #expect(hidden.count == 2)
      // Beside the headline's, its counts would say how many firms the sector has.
      #expect(hidden.allSatisfy { $0.leftOut == nil })
    }
  }

  @Test func leavingASmallCohortOutTellsNothingOfIt() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      try await Self.makeSmallCohort("2020-10-01", in: world)

      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2024, sections: [], second: nil))

      let report = try #require(answer.report)
      let lines = report.findings.variants.filter { $0.kind == .withoutCohort }
      #expect(lines.filter { $0.estimate == nil }.count == 2)
      guard case .groupTime(let numbers) = report.result.numbers,
        case .sunAbraham(let other) = report.findings.opinions["sun_abraham"]?.numbers,
        case .bacon(let parts) = report.findings.opinions["goodman_bacon"]?.numbers
      else {
        Issue.record("a result is missing")
        return
      }
      // The first cohort alone is seen sixteen quarters after it began.
      #expect(numbers.aggregations.dynamic.labels?.contains(16) == false)
      #expect(numbers.aggregations.dynamic.overall == nil)
      #expect(numbers.aggregations.group.labels?.count == 6)
      #expect(other.cells.isEmpty)
      #expect(other.event["16"] == nil)
      #expect(parts.components.isEmpty)
      #expect(report.lagLines.first { $0.label == "16" }?.estimate == nil)
      #expect(report.lagLines.first { $0.label == "0" }?.estimate != nil)
      #expect(report.headline.estimate != nil)
    }
  }

  @Test func anOlderRunThatCountedNobodyHidesTheseLines() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      let study = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: [], second: nil)
      ).study
      _ = try await world.rows(
        """
        update kynang.study_run
        set result = regexp_replace(result::text, '"leftOut":\\[\\d+,\\d+\\],?', '', 'g')::json
        returning 1
        """)

      let shown = try await world.perform(
        ShowStudy(studyId: study.id, runId: nil), as: World.officer)

      let lines = try #require(shown.report).findings.variants.filter { $0.kind == .withoutSector }
      #expect(lines.count == 3)
      #expect(lines.allSatisfy { $0.estimate == nil })
    }
  }
}

/// The rule itself, on sizes alone.
@Suite struct SmallGroupsTests {
  @Test(
    arguments: [
      (["a": [9], "b": [8], "c": [7]], []),
      (["a": [3], "b": [8], "c": [7]], ["a", "c"]),
      (["a": [1], "b": [2], "c": [7]], ["a", "b", "c"]),
      (["a": [2], "b": [3], "c": [7]], ["a", "b"]),
      (["a": [0, 3], "b": [8, 9], "c": [7, 7]], ["a", "c"]),
      (["a": [0, 9], "b": [8, 9]], []),
    ] as [([String: [Int]], Set<String>)])
  func aHiddenGroupIsNeverAloneNorTooFew(_ sizes: [String: [Int]], _ hidden: Set<String>) {
    #expect(SmallGroups(sizes, below: 5).hidden == hidden)
  }

  @Test func aFigureOfSomeHiddenGroupsIsShownWhenTheyAreEnoughTogether() {
    let groups = SmallGroups(["a": [2], "b": [4], "c": [3], "d": [9]], below: 5)
    #expect(groups.mayShow(["d"]))
    #expect(groups.mayShow(["a", "b", "d"]))
    #expect(groups.mayShow(["a", "c"]))
    #expect(!groups.mayShow(["a", "d"]))
  }
}
