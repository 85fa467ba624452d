import Postgres
import Seeds
import Testing

@testable import Workforce

struct ReferenceLoadingTests {
  @Test func aSecondLoadChangesNothing() async throws {
    try await CatalogueDatabase.with { pool in
      let data = try ReferenceData.shipped()
      let first = try await pool.load(data)
      let second = try await pool.load(data)
      #expect(first > 600)
      #expect(second == 0)
    }
  }

  @Test func whatIsLoadedIsWhatTheFilesSay() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let counts = try await pool.texts(
        """
        select framework.code || ' ' || framework.kind || ' ' || count(competency.id)
        from kynang.framework
        left join kynang.competency on competency.framework_id = framework.id
        group by framework.code, framework.kind
        order by framework.code
        """)
      let title = try await pool.texts(
        """
        select competency.title ->> 'vi'
        from kynang.competency
        where competency.id = '\(ReferenceID.competency("TT02_2025", "2.5"))'
        """)
      #expect(
        counts == [
          "DIGCOMP_2.2 levels 21", "DIGCOMP_3.0 levels 21", "ND224_2026 groups 7",
          "QD757_2025 groups 4", "TT02_2025 levels 24", "TT03_2014 pass_fail 15",
        ])
      #expect(title == ["Quy tắc ứng xử trên mạng"])
    }
  }

  @Test func anEquivalenceNeverReachesAFrameworkWithoutLevels() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let kinds = try await pool.texts(
        """
        select distinct framework.kind
        from kynang.competency_equivalence as equivalence
        join kynang.competency
          on competency.id in (equivalence.competency_id, equivalence.counts_as_id)
        join kynang.framework on framework.id = competency.framework_id
        """)
      #expect(kinds == ["levels"])
    }
  }

  @Test func aLevelTravelsBothWaysAlongSameAndCloseAlone() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let relations = try await pool.texts(
        """
        select source.code || '>' || target.code || ' ' || equivalence.relation || ' ' || count(*)
        from kynang.competency_equivalence as equivalence
        join kynang.competency as source_item on source_item.id = equivalence.competency_id
        join kynang.competency as target_item on target_item.id = equivalence.counts_as_id
        join kynang.framework as source on source.id = source_item.framework_id
        join kynang.framework as target on target.id = target_item.framework_id
        group by source.code, target.code, equivalence.relation
        order by 1
        """)
      #expect(
        relations == [
          "DIGCOMP_2.2>DIGCOMP_2.2 identity 21", "DIGCOMP_2.2>TT02_2025 same 21",
          "DIGCOMP_3.0>DIGCOMP_3.0 identity 21", "DIGCOMP_3.0>TT02_2025 close 7",
          "DIGCOMP_3.0>TT02_2025 same 9", "TT02_2025>DIGCOMP_2.2 same 21",
          "TT02_2025>DIGCOMP_3.0 close 7", "TT02_2025>DIGCOMP_3.0 same 9",
          "TT02_2025>TT02_2025 identity 24",
        ])
    }
  }

  @Test func aJudgementThatIsTakenBackTakesItsEquivalenceWithIt() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let data = try ReferenceData.edited(
        (.crosswalk, "TT02_2025,1.1,DIGCOMP_3.0,1.1,close", "TT02_2025,1.1,DIGCOMP_3.0,,none"))
      let changed = try await pool.load(data)
      // One judgement and two equivalences go, one judgement comes.
      #expect(changed == 4)
    }
  }

  @Test func aTitleMayBeCorrected() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let data = try ReferenceData.edited(
        (.tt02, "Solving technical problems", "Fixing problems"))
      let changed = try await pool.load(data)
      let titles = try await pool.texts(
        """
        select competency.title ->> 'en'
        from kynang.competency
        where competency.id = '\(ReferenceID.competency("TT02_2025", "5.1"))'
        """)
      #expect(changed == 1)
      #expect(titles == ["Fixing problems"])
    }
  }

  @Test(arguments: [
    (
      ReferenceFile.tt03, "TT03_2014,IU15,", "TT03_2014,IU16,",
      ReferenceConflict.removedCompetency(framework: "TT03_2014", code: "IU15")
    ),
    (
      .tt03, "IU15,advanced,Kỹ năng sử dụng CNTT nâng cao,Advanced IT user skills,",
      "IU15,basic,Kỹ năng sử dụng CNTT cơ bản,Basic IT user skills,",
      .movedCompetency(framework: "TT03_2014", code: "IU15")
    ),
    (
      .frameworks, "TT03_2014,2014,pass_fail", "TT03_2014,2014,groups",
      .changedFramework(code: "TT03_2014")
    ),
    (.frameworks, "DIGCOMP_3.0,3.0,", "DIGCOMP_3.0,3.1,", .changedFramework(code: "DIGCOMP_3.0")),
  ])
  func aLoadedFrameworkNeverChangesItsMeaning(
    _ file: ReferenceFile, old: String, new: String, conflict: ReferenceConflict
  ) async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let data = try ReferenceData.edited((file, old, new))
      await #expect(throws: conflict) { try await pool.load(data) }
    }
  }

  @Test func aSettingOfTheInstallationIsLeftAlone() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      try await pool.change(
        """
        update kynang.policy_setting set valid_to = '2026-12-31'
        where policy_setting.key = 'assessment.validity_months';
        insert into kynang.policy_setting (key, value, unit, valid_from, status)
        values ('assessment.validity_months', '12', 'months', '2027-01-01', 'known');
        """)
      let changed = try await pool.load(.shipped())
      #expect(changed == 0)
    }
  }

  @Test func aDayOffConfirmedFromTheDecisionIsLeftAlone() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      try await pool.change(
        """
        update kynang.holiday set status = 'sourced', source = 'the decision', is_counted = false
        where holiday.day = '2027-02-10';
        """)
      let changed = try await pool.load(.shipped())
      #expect(changed == 0)
    }
  }

  @Test func aPolicyHasOneValueOnADay() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let error = await #expect(throws: PostgresError.self) {
        try await pool.change(
          """
          insert into kynang.policy_setting (key, value, unit, valid_from, status)
          values ('assessment.validity_months', '12', 'months', '2027-01-01', 'known');
          """)
      }
      #expect("\(String(describing: error))".contains("a_policy_has_one_value_on_a_day"))
    }
  }

  @Test func theDefaultFrameworkMayMove() async throws {
    try await CatalogueDatabase.with { pool in
      try await pool.load(.shipped())
      let data = try ReferenceData.edited(
        (.frameworks, "2025-03-11,yes", "2025-03-11,no"),
        (.frameworks, "8,5,21,,no", "8,5,21,,yes"))
      try await pool.load(data)
      let defaults = try await pool.texts(
        "select framework.code from kynang.framework where framework.is_default")
      #expect(defaults == ["DIGCOMP_2.2"])
    }
  }

  @Test(arguments: [
    "Đặng Thị Hòa", "  ĐẶNG\u{A0} THỊ\tHÒA ", "Dang Thi Hoa", "ĐƯỜNG ÔNG ÍCH KHIÊM", "Ðặng",
    "Nguyễn  Văn\u{2009}Ước", "Êñuôl", "A\u{0300}\u{1F600} b", "",
  ])
  func aTextFoldsAlikeInSwiftAndInSQL(_ text: String) async throws {
    try await CatalogueDatabase.with { pool in
      let folded = try await pool.transaction(TransactionSettings(.read)) { transaction in
        try await transaction.fetch(
          Call(Statement(name: "tests.folded", sql: "select kynang.folded($1::text)"), [text])
        ).decode(String.self)
      }
      #expect(folded == [FoldedText(text).value])
    }
  }
}
