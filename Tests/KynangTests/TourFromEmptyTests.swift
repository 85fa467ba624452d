import CivilCalendar
import Foundation
import Testing

/// A real installation, from the code of its first administrator to a gap that is closed, by commands alone:
/// each person signs in with the program, and every id comes from a command before.
@Suite struct TourFromEmptyTests {
  @Test func anEmptyInstallationIsFilledByCommandsAlone() async throws {
    let program = try RunningProgram(holding: .nothing)
    try await program.start()
    let code = try #require(program.announcement.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/))
    let admin = try await Seat(url: program.url, code: String(code.output.0))
    let school = try await School(admin)
    let hr = try await admin.invited("hr.an", "hr", ["--firm-id", school.firm], program.url)
    let trainer = try await admin.invited(
      "gv.giang", "trainer",
      ["--provider-id", school.provider, "--trainer-id", school.trainer], program.url)

    let staff = try await Staff(hr)
    let course = try await trainer.course(of: staff.competency, school)
    let enrolled = try await hr.run(
      "enrolment create", "--course-run-id", course.run, "--employee-codes", "A1,A2,A3")
    try await hr.changeWhoComes(course.run)
    try await trainer.teach(course)
    let learner = try await hr.invited(
      "nv.ba", "employee", ["--employee-id", staff.people[0]], program.url)
    try await learner.run(
      "assessment rate-own", "--competency-id", staff.competency, "--level", "4")
    let gaps = try await hr.run("skill-gap show", "--employee-id", staff.people[0])
    let before = try await hr.run(
      "skill-gap show", "--employee-id", staff.people[0], "--as-of", "\(Day.ago(5))")
    let refused = try await learner.read("employee list")
    let matrix = try await hr.read("skill-gap matrix --language vi")
    let budget = try await hr.run("unit-budget show", "--year", Day.year)
    let seals = try await hr.run("audit verify")
    let gone = try await learner.leave()
    try await program.stop()

    #expect(enrolled["enrolledCount"].number == 2)
    #expect(enrolled["waitlistedCount"].number == 1)
    #expect(try gaps["cells"].row(where: "code", is: "1.1")["verdict"].text == "met")
    #expect(try before["cells"].row(where: "code", is: "1.1")["verdict"].text == "not_assessed")
    #expect(refused.exitCode == 77)
    #expect(matrix.output.contains("3/3✓"))
    #expect(budget.rows.first?["spentVnd"].number == 3_000_000)
    #expect(seals["broken"].rows.isEmpty)
    #expect(gone.left.exitCode == 0, "\(gone.left.errors)")
    #expect(gone.again.errors == "No token is kept.\n")
    #expect(gone.late.exitCode == 77)
  }
}

/// Days before today, in Vietnam.
private enum Day {
  static func ago(_ days: Int) -> CalendarDate {
    CalendarDate(dayNumber: Int((Date().timeIntervalSince1970 + 7 * 3600) / 86_400) - days)
  }
  /// That of the class, which budgets are charged for.
  static var year: String { String("\(ago(2))".prefix(4)) }
}

/// What an administrator enters: a firm, and a provider with its trainer and room.
private struct School {
  let firm, provider, trainer, room: String

  init(_ admin: Seat) async throws {
    let commune = try await admin.run("place list-communes", "--province-code", "56").rows[0]
    firm = try await admin.run(
      "firm create", "--code", "SB", "--name", "Công ty TNHH Sao Biển Mẫu", "--tax-code",
      "4201234566",
      "--vsic-version", "VSIC2025", "--vsic-section", "I", "--province-code", "56",
      "--commune-code", try commune.id("code")
    ).id()
    provider = try await admin.run(
      "provider create", "--code", "TT", "--name", "Trung tâm Mẫu", "--province-code", "56"
    ).id()
    trainer = try await admin.run(
      "trainer create", "--provider-id", provider, "--code", "GV1", "--display-name", "Trần Giảng"
    ).id()
    room = try await admin.run(
      "room create", "--provider-id", provider, "--code", "P1", "--name", "Phòng 1", "--capacity",
      "20"
    ).id()
  }
}

/// What HR enters: a department, a role from a template, four people and a budget.
private struct Staff {
  let people: [String]
  let competency: String

  init(_ hr: Seat) async throws {
    let unit = try await hr.run("unit create", "--code", "LT", "--name", "Lễ tân").id()
    let template = try await hr.run("role-template list").row(where: "code", is: "LE_TAN").id()
    let role = try await hr.run(
      "job-role copy-template", "--template-id", template, "--code", "LETAN", "--valid-from",
      "\(Day.ago(100))"
    ).id()
    let required = try await hr.run("job-role show", "--job-role-id", role)["requirements"]
    competency = try required.row(where: "competencyCode", is: "1.1").id("competencyId")
    var people: [String] = []
    for (code, name) in [("A1", "Lê Văn Ba"), ("A2", "Lê An"), ("A3", "Lê Tư"), ("A4", "Lê Năm")] {
      people.append(
        try await hr.run(
          "employee create", "--code", code, "--full-name", name, "--starts-on", "\(Day.ago(90))",
          "--unit-id", unit, "--job-role-id", role
        ).id())
    }
    self.people = people
    try await hr.run(
      "unit-budget set", "--unit-id", unit, "--year", Day.year, "--amount-vnd", "9000000")
  }
}

private struct TaughtCourse {
  let run: String
  let competency: String
}

extension Seat {
  /// Invites somebody, who takes their seat with the code.
  fileprivate func invited(
    _ login: String, _ role: String, _ scope: [String], _ url: String
  ) async throws -> Seat {
    let command = "account invite --login \(login) --role \(role) " + scope.joined(separator: " ")
    let code = try await run(command, "--display-name", "Người mới").id("code")
    return try await Seat(url: url, code: code)
  }

  /// A course and its run of two days that have passed, with two seats and a queue.
  fileprivate func course(of competency: String, _ school: School) async throws -> TaughtCourse {
    let course = try await run(
      "course create", "--code", "TH1", "--title", "Tin học văn phòng", "--mode", "classroom",
      "--field-language", "vi", "--duration-hours", "8", "--price-vnd", "1500000",
      "--required-attendance-pct", "80", "--is-published", "--outcomes",
      #"[{"competencyId": "\#(competency)", "targetLevel": 3}]"#, "--prerequisites", "[]"
    ).id()
    let sessions = [2, 1].map { days in
      #"{"heldOn": "\#(Day.ago(days))", "morningStart": "08:00", "morningEnd": "11:30"}"#
    }
    let made = try await run(
      "course-run create", "--course-id", course, "--code", "L1", "--trainer-ids", school.trainer,
      "--room-id", school.room, "--capacity", "2", "--waiting-policy", "first_come", "--is-open",
      "--cut-off-at", "\(Day.ago(-1)) 17:00", "--sessions", "[\(sessions.joined(separator: ","))]")
    return TaughtCourse(run: try made["run"].id(), competency: competency)
  }

  /// One gives up the seat, the next in the queue gets it, and somebody else comes in their place.
  fileprivate func changeWhoComes(_ run: String) async throws {
    let enrolments = try await self.run("enrolment list", "--course-run-id", run)
    try await self.run(
      "enrolment withdraw", "--enrolment-id",
      try enrolments.row(where: "employeeCode", is: "A2").id(), "--reason", "Bận ca", "--yes")
    try await self.run(
      "enrolment swap", "--enrolment-id",
      try enrolments.row(where: "employeeCode", is: "A3").id(), "--employee-code", "A4",
      "--reason", "Đổi người học")
  }

  /// Everybody comes both days; a session is opened once more; the results and a level are recorded.
  fileprivate func teach(_ course: TaughtCourse) async throws {
    let people = try await run("attendance show-roster", "--course-run-id", course.run)["people"]
      .rows
    let enrolments = try people.map { try $0.id("enrolmentId") }
    let marks = enrolments.map {
      #"{"enrolmentId": "\#($0)", "halfDay": "morning", "mark": "present"}"#
    }.joined(separator: ",")
    let sessions = try await run("session list", "--course-run-id", course.run).rows
    for session in sessions {
      let id = try session.id()
      try await run("attendance record", "--session-id", id, "--marks", "[\(marks)]")
      try await run("session close", "--session-id", id, "--yes")
    }
    let first = try sessions[0].id()
    try await run("session reopen", "--session-id", first, "--reason", "Ghi nhầm giờ")
    try await run("session close", "--session-id", first, "--yes")
    let results = enrolments.map { #"{"enrolmentId": "\#($0)", "result": "completed"}"# }
    try await run(
      "completion record", "--course-run-id", course.run, "--entries",
      "[\(results.joined(separator: ","))]")
    let learner = try #require(people.first { $0["employeeCode"].text == "A1" })
    try await run(
      "assessment record-trainee", "--enrolment-id", try learner.id("enrolmentId"),
      "--competency-id", course.competency, "--kind", "test", "--level", "3", "--occurred-on",
      "\(Day.ago(1))", "--evidence", "Bài kiểm tra")
  }
}
