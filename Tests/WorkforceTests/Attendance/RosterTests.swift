import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct RosterTests {
  @Test func aTrainerSeesTheWholeClassAndAFirmItsOwnPeople() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)
      try await world.enrol([World.anhOfB], as: World.hrB)
      let roster = ShowRoster(courseRunId: World.run, sessionId: nil, asOf: nil, knownAt: nil)

      let seenByTrainer = try await world.perform(roster, as: World.teacher1)
      let seenByFirm = try await world.perform(roster, as: World.hrA)

      #expect(seenByTrainer.people.map(\.displayName) == ["Lê Anh", "Lê Thị Hoa"])
      #expect(Set(seenByTrainer.people.map(\.firmId)) == [World.firmA, World.firmB])
      #expect(seenByTrainer.sessions.map(\.unmarkedCount) == [4, 4])
      #expect(seenByTrainer.sessions[0].morningMinutes == 210)
      #expect(seenByFirm.people.map(\.displayName) == ["Lê Thị Hoa"])
    }
  }

  @Test func aTrainerOfAnotherClassFindsNone() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa], as: World.hrA)

      await #expect(throws: AppError.notFound("course_run")) {
        try await world.perform(
          ShowRoster(courseRunId: World.run, sessionId: nil, asOf: nil, knownAt: nil),
          as: World.teacher2)
      }
      await #expect(throws: AppError.notFound("session")) {
        try await world.perform(
          ShowRoster(courseRunId: nil, sessionId: World.firstSession, asOf: nil, knownAt: nil),
          as: World.teacher2)
      }
    }
  }

  @Test func whoeverFallsBehindOrIsExpectedElsewhereIsMarkedOut() async throws {
    try await withWorld { world in
      let other = try await world.addRun("RUN2", heldOn: "2026-12-08")
      _ = try await world.perform(
        EnrolPeople(request: .plain([World.hoa], in: other)), as: World.hrA)
      let request = EnrolmentRequest(
        courseRunId: World.run, employeeIds: [World.hoa, World.duc], employeeCodes: nil,
        unitId: nil, supportVnd: nil, includeCompetentReason: nil, allowClashReason: "Học bù")
      let answer = try await world.perform(EnrolPeople(request: request), as: World.hrA)
      let hoa = try #require(answer.people[0].enrolmentId)
      let duc = try #require(answer.people[1].enrolmentId)
      try world.clock.set("2026-12-08T05:00:00Z")
      try await world.mark(hoa, .present, in: World.firstSession)
      try await world.mark(duc, .absent, in: World.firstSession)

      let roster = try await world.perform(
        ShowRoster(courseRunId: nil, sessionId: World.secondSession, asOf: nil, knownAt: nil),
        as: World.teacher1)
      let seenOfHoa = try #require(roster.people.first { $0.enrolmentId == hoa })
      let seenOfDuc = try #require(roster.people.first { $0.enrolmentId == duc })

      #expect(seenOfHoa.isDoubleBooked)
      #expect(!seenOfDuc.isDoubleBooked)
      #expect(seenOfHoa.attendedMinutes == 420)
      #expect(seenOfDuc.isBelowRequired)
      #expect(roster.sessions.map(\.id) == [World.secondSession])
    }
  }
}
