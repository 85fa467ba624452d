import Foundation
import Postgres
import Testing

@testable import Workforce

@Suite struct DemoContentTests {
  private static let matrix = ShowSkillMatrix(
    asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, search: nil,
    threshold: nil, includesOther: true, gapsOnly: nil, sortBy: nil, after: nil, limit: 500)

  @Test func everyVerdictOccursInTheFirstFirm() async throws {
    try await DemoWorld.with { world in
      let matrix = try await world.app.perform(
        Self.matrix, as: try await world.principal(.hr), request: .plain(id: "test"))
      let cells = matrix.lines.flatMap(\.cells)

      #expect(matrix.people == 86)
      #expect(Set(cells.map(\.verdict)) == Set(SkillVerdict.allCases))
      #expect(Set(cells.compactMap(\.grade)) == Set(EvidenceGrade.allCases))
      #expect(cells.contains { $0.isExpiring })
      #expect(cells.contains { $0.isInTraining })
      #expect(cells.contains { $0.exceeds })
      #expect(matrix.columns.contains { $0.isFragile })
    }
  }

  @Test func theGapsOfEverybodyCanBeRead() async throws {
    try await DemoWorld.with { world in
      let hr = try await world.principal(.hr)
      let matrix = try await world.app.perform(
        Self.matrix, as: hr, request: .plain(id: "test"))
      var cells = 0
      for person in matrix.lines.map(\.employeeId) {
        let gaps = try await world.app.perform(
          ShowSkillGaps(employeeId: person, asOf: nil, knownAt: nil), as: hr,
          request: .plain(id: "test"))
        let read = try JSONCoding.decoder().decode(EmployeeSkills.self, from: Data(gaps.bytes))
        cells += read.cells.count
      }

      #expect(cells > 86 * 4)
    }
  }

  @Test func theTrainerOpensTodaysRosterOfSeveralFirms() async throws {
    try await DemoWorld.with { world in
      let trainer = try await world.principal(.trainer)
      let teachesID = try #require(trainer.trainerID)
      let today = try #require(
        try await world.owner.texts(
          """
          select meeting.id::text
          from kynang.session as meeting
          join kynang.course_run_trainer as taught on taught.course_run_id = meeting.course_run_id
          where meeting.held_on = '2026-11-23' and taught.trainer_id = '\(teachesID)'
          """
        ).first.flatMap { ID<CourseSession>($0) })

      let roster = try await world.app.perform(
        ShowRoster(courseRunId: nil, sessionId: today, asOf: nil, knownAt: nil), as: trainer,
        request: .plain(id: "test"))

      #expect(roster.people.count >= 8)
      #expect(Set(roster.people.map(\.firmId)).count >= 2)
      #expect(roster.sessions.map(\.unmarkedCount) == [roster.people.count * 2])
    }
  }

  @Test func theFirstFirmsOpenClassesCloseItsGaps() async throws {
    try await DemoWorld.with { world in
      let count = try await world.count(
        """
        select count(distinct run.id)
        from kynang.course_run as run
        join kynang.course_outcome as outcome on outcome.course_id = run.course_id
        join kynang.employment as employment
          on employment.firm_id = (select id from kynang.firm where code = 'KH00001')
          and employment.superseded_at is null and employment.during @> '2026-11-23'::date
        cross join lateral kynang.skill_cell(
          employment.firm_id, array[employment.id], '2026-11-23', now(), 5) as cell
        where run.state = 'open' and run.cut_off_at > '2026-11-23 09:00+07'
          and cell.competency_id = outcome.competency_id and cell.verdict = 'below'
          and outcome.target_level >= cell.required_level
        """)

      #expect(count >= 3)
    }
  }

  @Test func noPasswordIsInWhatASignInSaysOfItself() {
    let signIn = DemoSignIn(
      role: .hr, login: "hr@demo.kynang", password: "hidden", displayName: "", placeName: nil)

    #expect(!"\(signIn) \(String(reflecting: signIn))".contains("hidden"))
  }
}
