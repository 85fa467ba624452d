import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ImportKindTests {
  private func preview(
    _ kind: ImportKind, _ lines: [String], as principal: Principal, in world: World
  ) async throws -> ImportSummary {
    try await world.perform(
      PreviewImport(
        kind: kind, fileName: nil, sheet: nil, file: Array(lines.joined(separator: "\n").utf8)),
      as: principal)
  }

  @Test func theStaffTemplateBroughtInAsItIsChangesNothing() async throws {
    try await withWorld { world in
      let template = try await world.perform(
        ShowImportTemplate(kind: .staff), as: World.hrA)
      let header = [
        "Mã nhân viên", "Họ và tên", "Ngày sinh", "Điện thoại", "Email", "Phòng ban",
        "Vị trí việc làm", "Ngày vào làm",
      ]
      let lines = ([header] + template.rows).map { $0.joined(separator: ",") }
      let seen = try await preview(.staff, lines, as: World.hrA, in: world)
      #expect(template.rows.count == 3)
      #expect(seen.sameCount == 3)
      #expect(seen.createCount + seen.changeCount + seen.errorCount == 0)
    }
  }

  @Test func requirementsAreMadeChangedAndUndone() async throws {
    try await withWorld { world in
      let standing = """
        select count(*) from kynang.role_requirement
        where superseded_at is null and not is_void and during @> '2026-11-24'::date
          and job_role_id = $1 and required_level = $2::integer
        """
      let seen = try await preview(
        .roleRequirement,
        [
          "Vị trí việc làm,Năng lực,Mức yêu cầu", "CLERK,TT02_2025 1.1,4", "COOK,TT02_2025 1.2,2",
          "COOK,TT02_2025 1.1,2", "COOK,không có,2",
        ], as: World.hrA, in: world)
      let told = try await world.importRows(seen).first { $0.verdict == .change }?.changes
      let applied = try await world.apply(seen)
      let raised = try await world.count(standing, World.clerk.uuid, 4)
      let again = try await world.undo(applied)
      let lowered = try await world.count(standing, World.clerk.uuid, 4)
      let before = try await world.count(standing, World.clerk.uuid, 3)
      #expect(seen.createCount == 1)
      #expect(seen.changeCount == 1)
      #expect(seen.sameCount == 1)
      #expect(seen.errorCount == 1)
      // What stays as it was is no change.
      #expect(told?.filter { $0.before != nil }.map(\.field) == ["requiredLevel"])
      #expect(raised == 1)
      #expect(again.rowCount == 2)
      #expect(lowered == 0)
      #expect(before == 1)
    }
  }

  @Test func assessmentsAreRecordedOnceAndUndone() async throws {
    try await withWorld { world in
      let lines = [
        "Mã nhân viên,Năng lực,Hình thức đánh giá,Mức,Ngày,Bằng chứng",
        "A1,TT02_2025 1.1,Bài kiểm tra,3,01/11/2026,Bài thi tháng 11",
        "A2,TT02_2025 1.1,Quản lý,9,01/11/2026,Quan sát",
      ]
      let present =
        "select count(*) from kynang.assessment where superseded_at is null and not is_void"
      let seen = try await preview(.assessment, lines, as: World.hrA, in: world)
      let applied = try await world.apply(seen)
      let recorded = try await world.count(present)
      let again = try await preview(.assessment, lines, as: World.hrA, in: world)
      _ = try await world.undo(applied)
      let left = try await world.count(present)
      #expect(seen.createCount == 1)
      #expect(seen.errorCount == 1)
      #expect(recorded == 1)
      #expect(again.sameCount == 1)
      #expect(left == 0)
    }
  }

  @Test func aManagerBringsInOnlyTheirOwnPeople() async throws {
    try await withWorld { world in
      let seen = try await preview(
        .assessment,
        [
          "Mã nhân viên,Năng lực,Hình thức đánh giá,Mức,Ngày,Bằng chứng",
          "A1,TT02_2025 1.1,Quản lý,2,01/11/2026,Quan sát",
          "A2,TT02_2025 1.1,Quản lý,2,01/11/2026,Quan sát",
        ], as: World.managerOfSales, in: world)
      let rows = try await world.perform(
        ListImportRows(importId: seen.importId, verdict: nil, after: nil, limit: nil),
        as: World.managerOfSales
      ).items
      #expect(rows.map(\.verdict) == [.create, .error])
      #expect(rows[1].problems.map(\.rule) == ["import.unknown_person"])
    }
  }

  @Test func enrolmentsTakeSeatsAndGiveThemBack() async throws {
    try await withWorld { world in
      let taken = "select count(*) from kynang.seat where state = 'taken'"
      let seen = try await preview(
        .enrolment, ["Mã nhân viên,Mã lớp", "A1,RUN1", "A2,RUN1", "A3,RUN9"], as: World.hrA,
        in: world)
      let applied = try await world.apply(seen)
      let full = try await world.count(taken)
      let again = try await preview(
        .enrolment, ["Mã nhân viên,Mã lớp", "A1,RUN1"], as: World.hrA, in: world)
      let undone = try await world.undo(applied)
      let free = try await world.count(taken)
      let redone = try await world.perform(
        RedoImport(importId: applied.importId, rows: nil, changedRows: nil, reason: "Đúng"),
        as: World.hrA)
      let last = try await world.count(taken)
      #expect(seen.createCount == 2)
      #expect(seen.errorCount == 1)
      #expect(full == 2)
      #expect(again.sameCount == 1)
      #expect(undone.state == .undone)
      #expect(free == 0)
      #expect(redone.state == .applied)
      #expect(last == 2)
    }
  }

  @Test func attendanceOfAClassOfOthersIsNotTaken() async throws {
    try await withWorld { world in
      let seen = try await preview(
        .attendance, ["Mã nhân viên,Mã lớp,Ngày học,Buổi,Điểm danh", "A1,RUN1,01/11/2026,sáng,x"],
        as: World.hrA, in: world)
      let rows = try await world.importRows(seen)
      #expect(rows.map { $0.problems.map(\.rule) } == [["import.not_a_class_of_the_firm"]])
    }
  }

  @Test func completionsOfAClassOfOthersAreNotTaken() async throws {
    try await withWorld { world in
      let seen = try await preview(
        .completion, ["Mã nhân viên,Mã lớp,Kết quả", "A1,RUN1,hoàn thành"], as: World.hrA,
        in: world)
      let rows = try await world.importRows(seen)
      #expect(rows.map { $0.problems.map(\.rule) } == [["import.not_a_class_of_the_firm"]])
    }
  }
}
