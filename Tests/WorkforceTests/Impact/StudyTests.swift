import Econometrics
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

/// Studies over the periods of the province's firms.
@Suite struct StudyTests {
  private static let rules = JudgementRules(level: 0.05, power: 0.8, worthwhile: nil)

  @Test func theEffectThatWasPlantedIsFoundBesideATwoWayFigureThatMissesIt() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)

      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2024, sections: [], second: nil))

      let report = try #require(answer.report)
      let truth = Self.groupAverage()
      #expect(answer.study.runs.map(\.state) == [.done])
      #expect(report.headline.verdict == "effect")
      #expect(report.attribution == .staggered)
      #expect(try #require(report.headline.low) < truth)
      #expect(try #require(report.headline.high) > truth)
      #expect(report.twoWayMisleads)
      #expect(report.disagreeing == [])
      #expect(report.sample.firmsUsed == StudyWorld.firms)
      #expect(Set(report.findings.variants.map(\.kind)) == Set(ImpactVariant.Kind.allCases))
    }
  }

  private static func groupAverage() -> Double {
    let panel = StudyWorld.panel
    let means = (0..<StudyWorld.firms).filter { panel.cohort($0) > 0 }.map { firm in
      let start = panel.cohort(firm)
      let sum = (start...StudyWorld.quarters).reduce(0) { $0 + panel.trueEffect(firm, $1) }
      return sum / Double(StudyWorld.quarters - start + 1)
    }
    return means.reduce(0, +) / Double(means.count)
  }

  @Test func whereNothingCameOfItNoEffectIsDeclared() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: false)

      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2024, sections: [], second: nil))

      #expect(answer.report?.headline.verdict == "inconclusive")
    }
  }

  @Test func aStudyRunsAgainToTheLastDigit() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      let first = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: ["C"], second: nil))

      _ = try await studies.answer(first.study.id)

      let results = try await world.count(
        "select count(distinct result::text)::bigint from kynang.study_run")
      let inputs = try await world.count(
        "select count(distinct input_checksum)::bigint from kynang.study_run")
      let runs = try await world.count("select count(*)::bigint from kynang.study_run")
      #expect(results == 1)
      #expect(inputs == 1)
      #expect(runs == 2)
    }
  }

  @Test func whenEverybodyAdoptsAtOnceThereIsNoNumber() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      _ = try await world.rows(
        """
        update kynang.firm_period
        set completions_in_period = case when starts_on = '2021-01-01' then 1 else 0 end
        returning 1
        """)

      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2022, sections: [], second: nil))

      let report = try #require(answer.report)
      #expect(report.headline.status == "not_identified")
      #expect(report.headline.estimate == nil)
      #expect(report.attribution == .beforeAfter)
      #expect(report.headline.warnings.contains("no_comparison_group"))
    }
  }

  @Test func whoIsLeftOutIsCountedWithTheReason() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      _ = try await world.rows(
        "delete from kynang.firm_indicator where firm_id in (select id from kynang.firm where code in ('S0', 'S3', 'S6', 'S9', 'S12', 'S15')) returning 1"
      )

      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: ["C"], second: nil))

      let sample = try #require(answer.report).sample
      #expect(sample.firmsInAll == StudyWorld.firms)
      #expect(sample.outsidePopulation == 200)
      #expect(sample.withoutIndicator == 6)
      #expect(sample.firmsUsed == 94)
      #expect(sample.hidden == [])
    }
  }

  @Test func aCountOfFewFirmsIsNotToldNorOneThatItFollowsFrom() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      try await studies.forgetIndicators(of: ["S0", "S3"])

      let some = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: ["C"], second: nil))
      let all = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: [], second: nil))

      // 200 outside and 2 without: both go, and their sum tells nothing of the two.
      #expect(some.report?.sample.hidden == ["outsidePopulation", "withoutIndicator"])
      #expect(some.report?.sample.withoutIndicator == nil)
      #expect(some.report?.sample.firmsUsed == 98)
      // Nobody is outside: the two would follow from the firms in all.
      #expect(all.report?.sample.firmsInAll == nil)
      #expect(all.report?.sample.firmsUsed == 298)
    }
  }

  @Test func aFirmWhoseStaffJumpsIsCounted() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      _ = try await world.rows(
        """
        update kynang.firm_period set people = 40
        where starts_on = '2021-04-01' and firm_id in (select id from kynang.firm where code in ('S1', 'S4', 'S7', 'S10', 'S13'))
        returning 1
        """)

      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: [], second: nil))

      #expect(answer.report?.sample.staffJumps == 5)
    }
  }

  @Test func pointsThatPeopleGiveAreAnOpinion() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      _ = try await world.rows(
        "update kynang.firm_indicator set indicator_code = 'CRM-04' returning 1")
      let given = StudyWorld.description(lastYear: 2021, sections: [], second: nil)

      let answer = try await studies.answer(
        StudyDescription(
          indicatorCode: "CRM-04", periodKind: given.periodKind, firstPeriod: given.firstPeriod,
          lastPeriod: given.lastPeriod, isLogarithm: true, deflatorSeries: nil,
          winsorisedShare: nil, treatment: given.treatment, secondTreatment: nil, sections: [],
          sizes: [], comparison: .notYet, cluster: .firm, covariates: [], anticipation: 0,
          worthwhile: nil, isRandomised: true, assignment: "x"))

      #expect(answer.report?.attribution == .opinion)
    }
  }

  @Test func aRunThatIsCancelledStopsBeforeItsNextStep() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      let study = try await world.perform(
        CreateStudy(
          title: "x", description: StudyWorld.description(lastYear: 2021, sections: [], second: nil)
        ),
        as: World.officer)
      let run = try await world.perform(RunStudy(studyId: study.id), as: World.officer)
      _ = try await world.perform(CancelStudyRun(runId: run.runId), as: World.officer)

      try await world.app.runNextStudy()

      let shown = try await world.perform(
        ShowStudy(studyId: study.id, runId: nil), as: World.officer)
      #expect(shown.study.runs.map(\.state) == [.cancelled])
      #expect(shown.study.runs[0].stepsInAll > 1)
    }
  }

  @Test func aChangeIsANewVersionAndEarlierRunsKeepTheirQuestion() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      let study = try await world.perform(
        CreateStudy(
          title: "Câu hỏi",
          description: StudyWorld.description(lastYear: 2021, sections: [], second: nil)),
        as: World.officer)
      _ = try await world.perform(RunStudy(studyId: study.id), as: World.officer)

      let changed = try await world.perform(
        ChangeStudy(
          studyId: study.id, title: nil,
          description: StudyWorld.description(lastYear: 2022, sections: [], second: nil),
          reason: "thêm một năm"), as: World.officer)

      #expect(changed.version == 2)
      #expect(changed.title == "Câu hỏi")
      #expect(changed.description.lastPeriod.year == 2022)
      #expect(changed.runs.map(\.version) == [1])
      _ = studies
    }
  }
}

/// Who may see and do what with studies.
@Suite struct StudyAccessTests {
  private static let description = StudyWorld.description(lastYear: 2021, sections: [], second: nil)

  @Test func anotherAgencysStudyIsNotFound() async throws {
    try await withWorld { world in
      let study = try await world.perform(
        CreateStudy(title: "x", description: Self.description), as: World.officer)
      let stranger = Principal(
        accountID: World.officer.accountID, membershipID: World.officer.membershipID,
        role: .officer, firmID: nil, employeeID: nil, unitIDs: [], providerID: nil,
        trainerID: nil, agencyID: ID(UUID()), provinceCode: "01")

      await #expect(throws: AppError.notFound("study")) {
        try await world.perform(ShowStudy(studyId: study.id, runId: nil), as: stranger)
      }
      await #expect(throws: AppError.notFound("study")) {
        try await world.perform(RunStudy(studyId: study.id), as: stranger)
      }
    }
  }

  @Test func anOfficerNeverReadsAFirmsPeriods() async throws {
    try await withWorld { world in
      let readable = try await world.count(
        """
        select count(*)::bigint from pg_class
        where relname in ('firm_period', 'firm_indicator', 'firm_course_period')
          and has_table_privilege('kynang_officer', oid, 'select')
        """)
      #expect(readable == 0)
    }
  }

  @Test func theRoleOfStudiesReadsNoPerson() async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select relname::text from pg_class
        where relnamespace = 'kynang'::regnamespace and relkind = 'r'
          and has_any_column_privilege('kynang_study', oid, 'select')
        order by 1
        """)
      let names: [String] = try (0..<rows.count).map { try rows.value($0, 0) }
      #expect(names == ["firm", "firm_course_period", "firm_indicator", "firm_period"])
    }
  }

  @Test func aPanelIsExportedUnderNamesThatChangeEachTime() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      let study = try await world.perform(
        CreateStudy(title: "x", description: Self.description), as: World.officer)

      await #expect(throws: AppError.forbidden) {
        try await world.perform(ExportStudy(studyId: study.id), as: World.officer)
      }
      let first = try await world.perform(
        ExportStudy(studyId: study.id), as: World.administrator)
      let second = try await world.perform(
        ExportStudy(studyId: study.id), as: World.administrator)

      let names = [first, second].map { file in
        Set(
          file.csv.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first })
      }
      #expect(names.map(\.count) == [StudyWorld.firms, StudyWorld.firms])
      #expect(names[0].isDisjoint(with: names[1]))
      #expect(first.checksum == second.checksum)
      #expect(!first.csv.contains("S12"))
    }
  }

  @Test func aDescriptionThatCannotBeMeantIsRefusedFieldByField() async throws {
    try await withWorld { world in
      let description = StudyDescription(
        indicatorCode: "LP", periodKind: .quarter,
        firstPeriod: .inVietnam(at: world.clock.now), lastPeriod: .inVietnam(at: world.clock.now),
        isLogarithm: true, deflatorSeries: nil, winsorisedShare: 0.4,
        treatment: TreatmentRule(
          kind: .process, courseId: nil, processCode: "abc", threshold: nil),
        secondTreatment: nil, sections: [], sizes: [], comparison: .notYet, cluster: .firm,
        covariates: [], anticipation: 0, worthwhile: nil, isRandomised: true, assignment: nil)

      let error = await #expect(throws: AppError.self) {
        try await world.perform(
          CreateStudy(title: "", description: description), as: World.officer)
      }

      let fields = Set(error?.fieldErrors.map(\.field) ?? [])
      #expect(
        fields == [
          "title", "description.firstPeriod", "description.lastPeriod",
          "description.winsorisedShare", "description.treatment.processCode",
          "description.assignment",
        ])
    }
  }
}
