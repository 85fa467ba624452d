import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ImportPeopleTests {
  /// Two people of one name in firm A besides those of the world.
  private func withNamesakes(_ body: (World) async throws -> Void) async throws {
    try await withWorld { world in
      _ = try await world.apply(
        try await world.preview(
          "C1,Nguyễn Văn A,01/02/1990,0912345671,SALES,,01/02/2025",
          "C2,Nguyễn Văn A,03/04/1991,0912345672,PLANT,,01/02/2025",
          "C3,Đặng Đình Đông,05/06/1992,,PLANT,,01/02/2025"))
      try await body(world)
    }
  }

  @Test(arguments: [
    "Nguyen Van A", "NGUYỄN VĂN A", "Nguyễn Văn A".decomposedStringWithCanonicalMapping,
    " nguyễn   văn a ",
  ])
  func aNameIsOneHoweverItIsTyped(name: String) async throws {
    try await withNamesakes { world in
      let rows = try await world.importRows(
        try await world.preview(",\(name),01/02/1990,,,,"))
      let codes = try await world.importRows(
        try await world.preview("C1,,,,,,"))
      #expect(rows.map(\.employeeId) == codes.map(\.employeeId))
    }
  }

  @Test func theBarredLetterIsTheSameAsThePlainOne() async throws {
    try await withNamesakes { world in
      let rows = try await world.importRows(
        try await world.preview(",Dang Dinh Dong,05/06/1992,,,,"))
      #expect(rows.map(\.verdict) == [.same])
      #expect(rows[0].employeeId != nil)
    }
  }

  @Test func twoPeopleOfOneNameAreAskedForAndTheChoiceIsRemembered() async throws {
    try await withNamesakes { world in
      let line = ",Nguyễn Văn A,,,,,01/03/2025"
      let asked = try await world.preview(line)
      let row = try #require(try await world.importRows(asked).first)
      let second = try #require(row.candidates.last)
      let chosen = try await world.perform(
        ChooseImportPerson(importId: asked.importId, row: 2, employeeId: second.employeeId),
        as: World.hrA)
      let later = try await world.importRows(try await world.preview(line))
      #expect(row.verdict == .ambiguous)
      #expect(row.candidates.map(\.code) == ["C1", "C2"])
      #expect(chosen.changeCount == 1)
      #expect(later.map(\.verdict) == [.change])
      #expect(later[0].employeeId == second.employeeId)
    }
  }

  @Test func aNewCodeWithAKnownNameIsNotTakenForANewPerson() async throws {
    try await withNamesakes { world in
      let rows = try await world.importRows(
        try await world.preview(
          "C9,Nguyễn Văn A,,,,,01/03/2025", "C8,Nguyễn Văn A,09/09/1999,,,,01/03/2025"))
      #expect(rows.map(\.verdict) == [.ambiguous, .create])
    }
  }

  @Test func aPersonOfAnotherFirmIsNobodyToChoose() async throws {
    try await withWorld { world in
      let asked = try await world.preview(",Nguyễn Văn Đức,,,,,")
      await #expect(throws: AppError.invalid("employeeId", "import.not_a_candidate")) {
        try await world.perform(
          ChooseImportPerson(importId: asked.importId, row: 2, employeeId: World.anhOfB),
          as: World.hrA)
      }
    }
  }

  @Test(arguments: ["LÊ THỊ HOA", "Le Thi Hoa", "LE THI HOA"])
  func aNameThatSaysLessThanTheOneKnownLeavesItAsItIs(_ name: String) async throws {
    try await withWorld { world in
      let alone = try await world.importRows(try await world.preview("A1,\(name),,,,,"))
      _ = try await world.apply(try await world.preview("A1,\(name),,0912345678,,,"))
      let hoa = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      #expect(alone.map(\.verdict) == [.same])
      #expect(hoa.fullName == "Lê Thị Hoa")
    }
  }
}
