import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct DuplicateTests {
  struct Case: Sendable {
    let name: String
    let birthOn: String?
    let phone: String?
    let likelihood: DuplicateLikelihood?
    let signs: [DuplicateSign]
  }

  /// Lê Thị Hoa, A1, born on 1995-04-12, without a phone.
  @Test(arguments: [
    Case(
      name: "LE THI HOA", birthOn: "1995-04-12", phone: nil, likelihood: .high,
      signs: [.sameName, .sameBirth, .workedTogether]),
    Case(
      name: "Lê Thị Hoa", birthOn: "1995-12-04", phone: nil, likelihood: .medium,
      signs: [.sameName, .swappedBirth, .workedTogether]),
    Case(
      name: "Lê Thị Hoa", birthOn: nil, phone: nil, likelihood: .low,
      signs: [.sameName, .oneBirth, .workedTogether]),
    Case(
      name: "Hoa Lê Thị", birthOn: "1995-04-12", phone: nil, likelihood: .medium,
      signs: [.sameWords, .sameBirth, .workedTogether]),
    Case(
      name: "Lê Thị Hoa", birthOn: "1990-01-01", phone: nil, likelihood: nil, signs: []),
    Case(
      name: "Lê Thị Hoan", birthOn: "1995-04-12", phone: nil, likelihood: nil, signs: []),
  ])
  func aPairIsOfferedWithWhatSpeaksForIt(expected: Case) async throws {
    try await withWorld { world in
      _ = try await world.twin(
        code: "B77", fullName: expected.name, birthOn: expected.birthOn, phone: expected.phone)
      let offered = try await world.offered()
      #expect(offered.first?.likelihood == expected.likelihood)
      #expect(offered.first?.evidence ?? [] == expected.signs)
    }
  }

  @Test func aPhoneOfTwoSaysSomethingAndASwitchboardNothing() async throws {
    try await withWorld { world in
      _ = try await world.twin(code: "B1", fullName: "Phạm Văn Một", phone: "0912345678")
      _ = try await world.twin(code: "B2", fullName: "Võ Thị Hai", phone: "0912345678")
      let two = try await world.offered()
      for number in 3...5 {
        _ = try await world.twin(
          code: "B\(number)", fullName: "Người \(["Ba", "Bốn", "Năm"][number - 3])",
          phone: "0912345678")
      }
      let many = try await world.offered()
      #expect(two.map(\.evidence).first?.contains(.samePhone) == true)
      #expect(many.isEmpty)
    }
  }

  @Test func aCodeThatLostItsZerosAndAnEmploymentThatFollowedAreSaid() async throws {
    try await withWorld { world in
      let twin = try await world.twin(code: "A-01", birthOn: "1995-04-12", startsOn: "2022-01-10")
      _ = try await world.perform(
        LeaveFirm(employeeId: twin, lastDay: CalendarDate("2024-02-29")!, reason: nil),
        as: World.hrA)
      let offered = try await world.offered()
      #expect(
        offered.first?.evidence == [.sameName, .sameBirth, .similarCode, .followed])
      #expect(offered.first?.points == 100)
    }
  }

  @Test func whoSatInOneLessonTogetherAreHardlyOne() async throws {
    try await withWorld { world in
      let twin = try await world.twin(birthOn: nil, phone: nil)
      let before = try await world.offered()
      _ = try await world.bothFinished(twin)
      let after = try await world.offered()
      #expect(before.count == 1)
      #expect(after.isEmpty)
    }
  }

  @Test func twoPeopleAreRememberedWithTheReasonUntilThatIsTakenBack() async throws {
    try await withWorld { world in
      let twin = try await world.twin(birthOn: "1995-04-12")
      let said = try await world.perform(
        KeepApart(employeeId: twin, otherId: World.hoa, reason: "Chị em họ"), as: World.hrA)
      let offered = try await world.offered()
      let kept = try await world.perform(
        ListKeptApart(employeeId: twin, after: nil, limit: nil), as: World.hrA)
      await #expect(throws: AppError.conflict("merge.already_apart")) {
        try await world.perform(
          KeepApart(employeeId: World.hoa, otherId: twin, reason: "x"), as: World.hrA)
      }
      _ = try await world.perform(
        AllowMerge(apartId: said.id, reason: "Nhầm"), as: World.hrA)
      let again = try await world.offered()
      let history = try await world.count("select count(*) from kynang.employee_apart")
      #expect(offered.isEmpty)
      #expect(kept.items.map(\.reason) == ["Chị em họ"])
      #expect(again.count == 1)
      #expect(history == 2)
    }
  }

  @Test func nothingIsMergedByItself() async throws {
    try await withWorld { world in
      _ = try await world.twin(birthOn: "1995-04-12")
      let before = try await world.standingRecords()
      _ = try await world.offered()
      let after = try await world.standingRecords()
      let count = try await world.perform(CountDuplicates(), as: World.hrA)
      #expect(after == before)
      #expect(count.pairs == 1)
    }
  }
}

extension World {
  func offered(as principal: Principal = World.hrA) async throws -> [DuplicatePair] {
    try await perform(
      ListDuplicates(employeeId: nil, after: nil, limit: nil), as: principal
    ).items
  }
}
