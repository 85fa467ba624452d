import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct StaffImportTests {
  private let header = "Mã nhân viên,Họ và tên,Ngày sinh,Điện thoại,Đơn vị,Chức danh,Ngày vào làm"

  private func importing(
    _ csv: String, dryRun: Bool = false, skipErrors: Bool? = nil
  ) -> ImportStaff {
    ImportStaff(fileName: "nhan-su.csv", csv: csv, dryRun: dryRun, skipErrors: skipErrors)
  }

  private func rules(_ csv: String) async throws -> [[String]] {
    try await withWorld { world in
      try await world.perform(importing(csv, dryRun: true), as: World.hrA)
        .rows.map { $0.problems.map { "\($0.field) \($0.rule)" } }
    }
  }

  private func refusal(_ csv: String) async throws -> AppError? {
    try await withWorld { world in
      await #expect(throws: AppError.self) {
        try await world.perform(importing(csv, dryRun: true), as: World.hrA)
      }
    }
  }

  @Test func aDryRunShowsEachChangeAndWritesNothing() async throws {
    try await withWorld { world in
      let csv = """
        \(header)
        A1,Lê Thị Hoa,,0912345678,PLANT,COOK,
        A9,Phạm Thị Bích,28/02/1990,,Phòng kinh doanh,Sales clerk,02/11/2026
        A2,Nguyễn Văn Đức,,,,,
        """
      let report = try await world.perform(importing(csv, dryRun: true), as: World.hrA)
      #expect(report.rows.map(\.outcome) == [.change, .create, .same])
      #expect(report.rows.map(\.line) == [2, 3, 4])
      #expect(
        report.rows.first?.changes.map { "\($0.field) \($0.before ?? "-") \($0.after ?? "-")" } == [
          "phone - +84912345678", "unit Phòng kinh doanh Bếp",
          "jobRole Nhân viên kinh doanh Đầu bếp",
        ])
      let people = try await world.count("select count(*) from kynang.person")
      let revisions = try await world.count("select count(*) from kynang.assignment")
      #expect(report.state == .previewed)
      #expect(people == 4)
      #expect(revisions == 4)
    }
  }

  @Test func theSameFileAgainChangesNothing() async throws {
    try await withWorld { world in
      let csv = """
        \u{FEFF}Họ và tên;Mã NV;Ngày sinh (dd/mm/yyyy);SĐT;Email;Phòng ban;Chức danh;Ngày vào làm\r
        Phạm Thị Bích;A9;28/02/1990;0912 345 678;bich@bienxanh.vn;SALES;CLERK;2026-11-02\r
        ;;;;;;;\r
        Lê Thị Hoa;A1;;;;PLANT;COOK;\r

        """
      let first = try await world.perform(importing(csv), as: World.hrA)
      let again = try await world.perform(importing(csv), as: World.hrA)
      #expect(first.created == 1)
      #expect(first.changed == 1)
      #expect(again.same == 2)
      #expect(again.state == .previewed)
      let bich = try await world.perform(
        ListEmployees(
          search: "bich", unitId: World.sales, jobRoleId: World.clerk, status: nil, asOf: nil,
          after: nil, limit: nil), as: World.hrA)
      let hoa = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      #expect(bich.items.map(\.fullName) == ["Phạm Thị Bích"])
      #expect(hoa.assignments.map(\.unitId) == [World.plant, World.sales])
      #expect(hoa.assignments.last?.endsOn == CalendarDate("2026-11-22"))
    }
  }

  @Test func aDecomposedNameIsTheSameName() async throws {
    let decomposed = "Nguyễn Văn Đức".decomposedStringWithCanonicalMapping
    let report = try await withWorld { world in
      try await world.perform(
        importing("\(header)\nA2,\(decomposed),,,,,", dryRun: true), as: World.hrA)
    }
    #expect(report.rows.map(\.outcome) == [.same])
  }

  @Test func theColumnsMayBeEnglishTabbedAndInAnyOrder() async throws {
    let csv = """
      start date\temployee code\tfirst name\tlast name\tshoe size
      02/11/2026\tA9\tBích\tPhạm Thị\t37
      """
    let report = try await withWorld { world in
      try await world.perform(importing(csv, dryRun: true), as: World.hrA)
    }
    #expect(report.rows.map(\.fullName) == ["Phạm Thị Bích"])
    #expect(report.rows.map(\.outcome) == [.create])
    #expect(report.ignoredColumns == ["shoe size"])
  }

  @Test(arguments: ["CCCD", "Số CMND", "Số căn cước", "Số định danh cá nhân"])
  func aColumnOfCitizenNumbersIsRefused(heading: String) async throws {
    let error = try await refusal("Họ và tên,\(heading)\nLê An,079201004567")
    #expect(error?.fieldErrors.first?.rule == "import.citizen_number_column")
  }

  @Test(arguments: [
    ("Cột lạ\nA1", "import.columns_missing"), ("Họ và tên\n", "import.no_rows"),
    ("Họ và tên,họ tên\nA,B", "import.column_twice"),
    ("Họ và tên\n\"Lê An", "file.malformed.quoteNeverClosed"),
  ])
  func aFileThatCannotBeTakenIsRefusedAsAWhole(csv: String, rule: String) async throws {
    let error = try await refusal(csv)
    #expect(error?.fieldErrors.first?.rule == rule)
  }

  @Test func whichDayAColumnWithTheMonthFirstMeansIsNotGuessed() async throws {
    try await withWorld { world in
      let seen = try await world.preview(
        "B1,Lê An,12/25/1987,,,,01/06/2025", "B2,Trần Bình,07/09/1990,,,,01/06/2025",
        "B3,Vũ Chi,1991-07-09,,,,01/06/2025")
      let fields = seen.columns.map { $0.field ?? "" }
      let mapped = try await world.perform(
        MapImport(importId: seen.importId, fields: fields), as: World.hrA)
      let rows = try await world.importRows(mapped)
      #expect(seen.errorCount == 2)
      #expect(seen.createCount == 1)
      #expect(
        rows.map { $0.problems.map(\.rule) } == [
          ["import.month_first"], ["import.month_first"], [],
        ])
    }
  }

  @Test func aSlipAmongDatesWithTheDayFirstIsThatRowsAlone() async throws {
    try await withWorld { world in
      let seen = try await world.preview(
        "B1,Lê An,12/25/1987,,,,01/06/2025", "B2,Trần Bình,25/12/1990,,,,01/06/2025",
        "B3,Vũ Chi,07/09/1991,,,,01/06/2025")
      let rows = try await world.importRows(seen)
      #expect(rows.map { $0.problems.map(\.rule) } == [["import.date_unreadable"], [], []])
    }
  }

  @Test func bothRowsOfADuplicateCodeAreRefused() async throws {
    let found = try await rules("\(header)\na7,Lê An,,,,,01/02/2025\nA7,Lê Ba,,,,,01/02/2025")
    #expect(found == [["code import.duplicate_code"], ["code import.duplicate_code"]])
  }

  @Test func eachWrongCellIsNamedWithItsRule() async throws {
    let found = try await rules(
      """
      \(header)
      079201004567,Lê An,31/02/1990,12,KHO,SEP,01/02/2025
      A8,,,,,,
      A8b,Lê Ba,,,,,
      ,Lê Tư,,,,,
      A8c,Lê Năm,01/01/1990,,KHO,CLERK,01/02/2025
      """)
    #expect(
      found == [
        [
          "code organisation.citizen_number", "birthOn import.date_unreadable",
          "phone phone.unknown_prefix", "unit import.unknown_unit",
          "jobRole import.unknown_job_role",
        ],
        ["fullName field.required", "startsOn import.start_required"],
        ["startsOn import.start_required"],
        ["code import.code_required"],
        ["unit import.unknown_unit", "unit employee.role_needs_unit"],
      ])
  }

  @Test func aPersonWithoutACodeIsKnownByNameAndBirthAndTwoAreAskedFor() async throws {
    try await withWorld { world in
      let csv = """
        \(header)
        C1,Lê Văn Tám,01/02/1990,0912345671,,,01/02/2025
        C2,Lê Văn Tám,01/02/1990,0912345672,,,01/02/2025
        C3,Lê Văn Chín,01/02/1991,,,,01/02/2025
        """
      _ = try await world.perform(importing(csv), as: World.hrA)
      let report = try await world.perform(
        importing(
          """
          \(header)
          ,Le Van Tam,01/02/1990,,,,
          ,Lê Văn Tám,01/02/1990,0912345672,,,
          ,Lê Văn Chín,01/02/1991,0912345673,,,
          """, dryRun: true), as: World.hrA)
      #expect(report.rows.map(\.outcome) == [.ambiguous, .same, .change])
      #expect(report.rows[0].problems.map(\.rule) == ["import.ambiguous"])
    }
  }

  @Test func rowsWithErrorsRefuseTheWholeUnlessTheyAreSkipped() async throws {
    try await withWorld { world in
      let csv = "\(header)\nA9,Lê An,,,,,01/02/2025\nA10,Lê Ba,,,,,"
      await #expect(throws: AppError.conflict("import.has_errors", ["count": "1"])) {
        try await world.perform(importing(csv), as: World.hrA)
      }
      let applied = try await world.perform(importing(csv, skipErrors: true), as: World.hrA)
      let people = try await world.count(
        "select count(*) from kynang.person where firm_id = $1", World.firmA.uuid)
      #expect(applied.created == 1)
      #expect(applied.errors == 1)
      #expect(people == 4)
    }
  }

  @Test func anImportIsOneAuditRowWithoutAPersonalValue() async throws {
    try await withWorld { world in
      let csv = "\(header)\nA9,Phạm Thị Bích,28/02/1990,0912345678,,,01/02/2025"
      let request = Request(id: "test", idempotencyKey: "once", ifMatch: nil)
      _ = try await world.app.perform(importing(csv), as: World.hrA, request: request)
      let audits = try await world.count("select count(*) from kynang.audit_entry")
      let details = try await world.count("select count(*) from kynang.audit_detail")
      let leaks = try await world.count(
        """
        select count(*) from (
          select entry::text as text from kynang.audit_entry as entry
          union all select detail::text from kynang.audit_detail as detail
          union all select record::text from kynang.idempotency_record as record
        ) as kept
        where kept.text ~ 'Bích|912345678|1990'
        """)
      #expect(audits == 4)
      #expect(details == 1)
      #expect(leaks == 0)
    }
  }

  @Test func anotherFirmsPeopleAreNeitherMatchedNorChanged() async throws {
    try await withWorld { world in
      let report = try await world.perform(
        importing("\(header)\nA1,Lê Thị Hoa,,,SALES,,01/02/2025", dryRun: true), as: World.hrB)
      #expect(report.rows[0].problems.map(\.rule) == ["import.unknown_unit"])
      await #expect(throws: AppError.forbidden) {
        try await world.perform(importing("\(header)\nX,Lê An,,,,,"), as: World.managerOfSales)
      }
    }
  }

  @Test func fiveThousandRowsAreCreatedThenFoundTheSame() async throws {
    try await withWorld { world in
      let rows = (1...5000).map { "N\($0),Nguyễn Văn An,01/02/1990,,SALES,CLERK,01/02/2025" }
      let csv = ([header] + rows).joined(separator: "\n")
      let first = try await world.perform(importing(csv), as: World.hrA)
      let again = try await world.perform(importing(csv), as: World.hrA)
      let assigned = try await world.count(
        "select count(*) from kynang.assignment where unit_id = $1", World.sales.uuid)
      #expect(first.created == 5000)
      #expect(again.same == 5000)
      #expect(assigned == 5002)
    }
  }
}
