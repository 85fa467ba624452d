import TestSupport
import Testing
import Workforce

/// Text has no merged cells: a name in two columns under one heading leaves the second without one.
@Suite struct SplitNameTests {
  private static func read(_ csv: String) async throws -> [String?] {
    try await withWorld { world in
      let seen = try await world.perform(
        PreviewImport(kind: .staff, fileName: nil, sheet: nil, file: Array(csv.utf8)),
        as: World.hrA)
      return try await world.importRows(seen).map(\.fullName)
    }
  }

  @Test(arguments: [
    "Mã NV,Họ và tên,,Ngày vào làm\nZ1,Nguyễn Văn,An,01/02/2025\nZ2,Trần Thị,Bình,01/02/2025",
    "Mã NV,Ngày vào làm,Họ và tên\nZ1,01/02/2025,Nguyễn Văn,An\nZ2,01/02/2025,Trần Thị,Bình",
  ])
  func theGivenNameBesideItIsRead(_ csv: String) async throws {
    let names = try await Self.read(csv)
    #expect(names == ["Nguyễn Văn An", "Trần Thị Bình"])
  }

  @Test(arguments: [
    "Mã NV,Họ và tên,,Ngày vào làm\nZ1,Nguyễn Văn An,Nam,01/02/2025\nZ2,Trần Thị Bình,Nữ,01/02/2025",
    "Mã NV,Họ và tên,,Ngày vào làm\nZ1,Nguyễn Văn An,x,01/02/2025\nZ2,Trần Thị Bình,,01/02/2025",
    "Mã NV,Họ và tên,,Ngày vào làm\nZ1,Nguyễn Văn An,tổ 2,01/02/2025\nZ2,Trần Thị Bình,tổ 1,01/02/2025",
  ])
  func whatIsNoGivenNameStaysUnread(_ csv: String) async throws {
    let names = try await Self.read(csv)
    #expect(names == ["Nguyễn Văn An", "Trần Thị Bình"])
  }
}
