import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ApplyImportTests {
  @Test func aRowThatChangedSinceThePreviewStopsTheWholeAndShowsItAnew() async throws {
    try await withWorld { world in
      let seen = try await world.preview(
        "A1,,,0912345678,,,", "A9,Lê An,,,,,01/02/2025")
      _ = try await world.rows(
        "update kynang.employee set version = version + 1 where id = $1", World.hoa.uuid)
      await #expect(throws: AppError.conflict("import.changed_meanwhile")) {
        try await world.apply(seen)
      }
      let shown = try await world.perform(ShowImport(importId: seen.importId), as: World.hrA)
      let people = try await world.count("select count(*) from kynang.person")
      #expect(shown.state == .previewed)
      #expect(shown.failureRule == "import.changed_meanwhile")
      #expect(people == 4)
      #expect(try await world.apply(shown).state == .applied)
    }
  }

  /// The server process that is at work dies in the middle; the world has never heard of the file.
  @Test(arguments: [
    "import_step", "import_former", "employee", "person", "employment", "assignment",
    "import_write",
  ])
  func aKilledApplyingLeavesNothingAndSaysSo(_ table: String) async throws {
    try await withWorld { world in
      let before = try await world.presentPeople()
      let seen = try await world.preview(
        "A1,,,0912345678,,,", "A9,Lê An,,,SALES,CLERK,01/02/2025")
      // A lock on a table that is written holds the applying up there until its process is killed.
      try await world.owner.withConnection { connection in
        try await connection.script("begin; lock table kynang.\(table) in exclusive mode")
        let applying = Task { try await world.apply(seen) }
        let backend = Statement(
          name: "test.kill",
          sql: """
            select count(pg_terminate_backend(activity.pid))
            from pg_stat_activity as activity
            where activity.wait_event_type = 'Lock' and activity.datname = current_database()
              and activity.pid <> pg_backend_pid()
            """)
        var killed: Int64 = 0
        while killed == 0 {
          killed = try await connection.fetch(Call(backend, [])).value(0, 0)
        }
        try await connection.script("rollback")
        await #expect(throws: AppError.self) { try await applying.value }
      }
      let shown = try await world.perform(ShowImport(importId: seen.importId), as: World.hrA)
      let after = try await world.presentPeople()
      #expect(after == before)
      #expect(shown.state == .previewed)
      #expect(try await world.apply(shown).state == .applied)
    }
  }

  @Test func anApplyingThatNobodyIsAtWorkOnSaysThatItWasCutOff() async throws {
    try await withWorld { world in
      let seen = try await world.preview("A9,Lê An,,,,,01/02/2025")
      _ = try await world.rows(
        "update kynang.import_batch set state = 'applying' where id = $1", seen.importId.uuid)
      try world.clock.set("2026-11-23T02:01:00Z")
      let shown = try await world.perform(ShowImport(importId: seen.importId), as: World.hrA)
      let applied = try await world.apply(shown)
      #expect(shown.isInterrupted)
      #expect(applied.state == .applied)
    }
  }

  @Test func allOrNothingRefusesAFileWithOneBadRow() async throws {
    try await withWorld { world in
      let seen = try await world.preview("A9,Lê An,,,,,01/02/2025", "A10,Lê Ba,,,,,")
      await #expect(throws: AppError.conflict("import.has_errors", ["count": "1"])) {
        try await world.perform(
          ApplyImport(importId: seen.importId, allOrNothing: true), as: World.hrA)
      }
      let applied = try await world.apply(seen)
      #expect(applied.createCount == 1)
      #expect(applied.steps.map(\.rowCount) == [1])
    }
  }

  @Test func aMappingThatSomebodyCorrectedIsRemembered() async throws {
    try await withWorld { world in
      let csv = "Số thẻ,Tên ghi sổ,Vào\nA9,Lê An,01/02/2025"
      let file = PreviewImport(kind: .staff, fileName: "a.csv", sheet: nil, file: Array(csv.utf8))
      let unknown = try await world.perform(file, as: World.hrA)
      let mapped = try await world.perform(
        MapImport(importId: unknown.importId, fields: ["code", "fullName", "startsOn"]),
        as: World.hrA)
      let later = try await world.perform(file, as: World.hrA)
      #expect(unknown.missingFields == ["code"])
      #expect(mapped.createCount == 1)
      #expect(later.createCount == 1)
      #expect(later.columns.map(\.field) == ["code", "fullName", "startsOn"])
    }
  }

  @Test func aColumnIsLeftUnreadByADash() async throws {
    try await withWorld { world in
      let csv = "Số thẻ,Ghi chú,Tên ghi sổ,Vào\nA9,mới,Lê An,01/02/2025"
      let seen = try await world.perform(
        PreviewImport(kind: .staff, fileName: "a.csv", sheet: nil, file: Array(csv.utf8)),
        as: World.hrA)
      let mapped = try await world.perform(
        MapImport(importId: seen.importId, fields: ["code", "-", "fullName", "startsOn"]),
        as: World.hrA)
      #expect(mapped.createCount == 1)
      #expect(mapped.columns.map(\.field) == ["code", nil, "fullName", "startsOn"])
    }
  }

  @Test func aCancelledPreviewCannotBeApplied() async throws {
    try await withWorld { world in
      let seen = try await world.preview("A9,Lê An,,,,,01/02/2025")
      let cancelled = try await world.perform(
        CancelImport(importId: seen.importId), as: World.hrA)
      #expect(cancelled.state == .cancelled)
      await #expect(throws: AppError.conflict("import.not_previewed")) {
        try await world.apply(seen)
      }
    }
  }

  @Test func aLongFileIsReadBesideTheRequest() async throws {
    try await withWorld { world in
      let lines = (1...5001).map {
        "N\($0),Lê Văn \(["An", "Ba"][$0 % 2]),,,SALES,CLERK,01/02/2025"
      }
      let csv = ([World.staffHeader] + lines).joined(separator: "\n")
      var seen = try await world.perform(
        PreviewImport(kind: .staff, fileName: nil, sheet: nil, file: Array(csv.utf8)), as: World.hrA
      )
      let first = seen.state
      while seen.state == .reading {
        seen = try await world.perform(ShowImport(importId: seen.importId), as: World.hrA)
      }
      #expect(first == .reading)
      #expect(seen.createCount == 5001)
    }
  }
}
