import Foundation
import TestSupport
import Testing
import Workforce

/// The main path through the real program, each role with its own token.
struct TourTests {
  @Test func aGapIsClosedFromEnrolmentToAssessment() async throws {
    try await withServer { program, world in
      let before = try await program.verdict(of: World.hoa)
      let enrolled = try await program.answer(
        "enrolment", "create", "--course-run-id", "\(World.run)", "--employee-codes", "A1,A3")
      let people = try #require(enrolled["people"] as? [[String: Any]])
      let ids = people.compactMap { $0["enrolmentId"] as? String }

      try world.clock.set("2026-12-08T10:30:00Z")
      for session in [World.session1, World.session2] {
        try await program.attend(ids, session)
      }
      let completed = try await program.answer(
        "completion", "record", "--course-run-id", "\(World.run)", "--entries",
        try json(ids.map { ["enrolmentId": $0, "result": "completed"] }), as: .trainer)
      _ = try await program.answer(
        "assessment", "record-trainee", "--enrolment-id", ids[0], "--competency-id",
        "\(World.competency("1.1"))", "--kind", "test", "--level", "3", "--occurred-on",
        "2026-12-08", "--evidence", "Bài kiểm tra cuối khóa", as: .trainer)
      let after = try await program.verdict(of: World.hoa)

      #expect(before == "not_assessed")
      #expect(enrolled["enrolledCount"] as? Int == 2)
      #expect(completed["recordedCount"] as? Int == 2)
      #expect(after == "met")
    }
  }

  @Test func whoIsRefusedIsToldWhyInASentence() async throws {
    try await withServer { program, _ in
      let arguments = [
        "enrolment", "preview", "--course-run-id", "\(World.run)", "--employee-codes", "A1,KHONGCO",
      ]
      let vietnamese = try await program.run(arguments + ["--language", "vi"])
      let english = try await program.run(arguments + ["--language", "en", "--format", "csv"])

      #expect(vietnamese.exitCode == 0, "\(vietnamese.errors)")
      #expect(!vietnamese.output.contains("enrolment.unknown_person"))
      #expect(vietnamese.output.contains("KHONGCO"))
      #expect(!english.output.contains("enrolment.unknown_person"))
      #expect(english.output.contains("people.refusals"))
    }
  }

  @Test func aStudyTellsNoCountOfFewFirms() async throws {
    try await withServer { program, world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      try await studies.forgetIndicators(of: ["S0", "S3"])
      let study = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: ["C"], second: nil)
      ).study

      let shown = try await program.answer(
        "impact", "study", "show", "--study-id", "\(study.id)", as: .officer)

      let report = try #require(shown["report"] as? [String: Any])
      let sample = try #require(report["sample"] as? [String: Any])
      #expect(sample["withoutIndicator"] == nil)
      #expect(sample["hidden"] as? [String] == ["outsidePopulation", "withoutIndicator"])
      #expect(sample["firmsUsed"] as? Int == 98)
    }
  }

  @Test func aRunInsideAnAnswerIsReadColumnByColumn() async throws {
    try await withServer { program, _ in
      let shown = try await program.run(
        ["course-run", "show", "--course-run-id", "\(World.run)", "--language", "vi"])
      let csv = try await program.run(
        [
          "course-run", "show", "--course-run-id", "\(World.run)", "--format", "csv", "--columns",
          "run.code,sessions.heldOn",
        ])

      #expect(shown.output.contains("RUN1"))
      #expect(!shown.output.contains("{"))
      #expect(csv.output == "run.code,sessions.heldOn\r\nRUN1,2026-12-07\r\nRUN1,2026-12-08\r\n")
    }
  }

  @Test func aColumnThatIsNotThereIsNamedWithThoseThatAre() async throws {
    try await withServer { program, _ in
      let answer = try await program.run(
        ["course", "list", "--columns", "nothing", "--language", "en"])

      #expect(answer.exitCode == 64)
      #expect(answer.errors.contains("nothing"))
      #expect(answer.errors.contains("durationHours"))
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsKnowNounsVerbsAndOptions(shell: String) async throws {
    let program = try Program(url: "http://127.0.0.1:9")
    let script = try await program.run(["--generate-completion-script", shell])

    #expect(script.exitCode == 0)
    #expect(script.output.contains("course-run"))
    #expect(script.output.contains("employee-codes"))
  }

  @Test func helpShowsACallAsPeopleMakeIt() async throws {
    let program = try Program(url: "http://127.0.0.1:9")
    let help = try await program.run(["enrolment", "create", "--help"])

    #expect(help.exitCode == 0)
    #expect(help.output.contains("kynang enrolment create --course-run-id ID"))
  }
}

extension Program {
  enum Caller: String {
    case hr = "token-of-hr-of-firm-a"
    case trainer = "token-of-trainer"
    case manager = "token-of-manager"
    case officer = "token-of-officer"
  }

  /// What a call answered. Fails the test where the program did.
  fileprivate func answer(
    _ arguments: String..., as caller: Caller = .hr
  ) async throws -> [String: Any] {
    let answer = try await run(arguments + ["--format", "json"], token: caller.rawValue)
    try #require(answer.exitCode == 0, "\(arguments.prefix(2)): \(answer.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
    return try #require(object as? [String: Any])
  }

  /// Everybody is there for the whole session, which is then closed.
  fileprivate func attend(_ enrolments: [String], _ session: UUID) async throws {
    let marks = enrolments.flatMap { id in
      ["morning", "afternoon"].map { ["enrolmentId": id, "halfDay": $0, "mark": "present"] }
    }
    _ = try await answer(
      "attendance", "record", "--session-id", "\(session)", "--marks", try json(marks), as: .trainer
    )
    _ = try await answer("session", "close", "--session-id", "\(session)", "--yes", as: .trainer)
  }

  /// What a manager sees of competency 1.1.
  fileprivate func verdict(of employee: ID<Employee>) async throws -> String? {
    let skills = try await answer(
      "skill-gap", "show", "--employee-id", "\(employee)", as: .manager)
    let cells = skills["cells"] as? [[String: Any]]
    return cells?.first { $0["code"] as? String == "1.1" && $0["requiredLevel"] != nil }?["verdict"]
      as? String
  }
}

private func json(_ value: [[String: String]]) throws -> String {
  String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
}
