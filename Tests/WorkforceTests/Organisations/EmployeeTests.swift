import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct EmployeeTests {
  private func newcomer(
    code: String = "A9", fullName: String = "Phạm Thị  Bích", birthOn: CalendarDate? = nil,
    phone: String? = nil, unitId: ID<Workforce.Unit>? = World.sales,
    jobRoleId: ID<JobRole>? = World.clerk
  ) -> CreateEmployee {
    CreateEmployee(
      code: code, fullName: fullName, familyName: nil, givenName: nil, birthOn: birthOn,
      phone: phone, email: nil, startsOn: CalendarDate("2026-11-02")!, unitId: unitId,
      jobRoleId: jobRoleId)
  }

  private func list(
    search: String? = nil, unitId: ID<Workforce.Unit>? = nil, status: EmployeeStatusFilter? = nil,
    after: String? = nil, limit: Int? = nil
  ) -> ListEmployees {
    ListEmployees(
      search: search, unitId: unitId, jobRoleId: nil, status: status, asOf: nil, after: after,
      limit: limit)
  }

  @Test func aNewPersonIsShownWithTheirPlaceAndNormalisedPhone() async throws {
    try await withWorld { world in
      let saved = try await world.perform(
        newcomer(birthOn: CalendarDate("1990-02-28")!, phone: "0912 345 678"), as: World.hrA)
      let shown = try await world.perform(
        ShowEmployee(employeeId: ID(saved.id)), as: World.hrA)
      #expect(shown.fullName == "Phạm Thị Bích")
      #expect(shown.middleName == "Thị")
      #expect(shown.phone == "+84912345678")
      #expect(shown.status == .present)
      #expect(shown.assignments.map(\.unitId) == [World.sales])
      #expect(shown.assignments.first?.jobRoleTitle?.en == "Sales clerk")
    }
  }

  @Test func peopleAreListedByGivenNameInVietnameseOrder() async throws {
    try await withWorld { world in
      _ = try await world.perform(newcomer(), as: World.hrA)
      let people = try await world.perform(list(), as: World.hrA)
      #expect(people.items.map(\.givenName) == ["Ân", "Bích", "Đức", "Hoa"])
      #expect(people.next == nil)
    }
  }

  @Test func aListGoesOnWhereItsPageEnded() async throws {
    try await withWorld { world in
      let first = try await world.perform(list(limit: 2), as: World.hrA)
      let second = try await world.perform(list(after: first.next, limit: 2), as: World.hrA)
      #expect(first.items.map(\.code) == ["A3", "A2"])
      #expect(second.items.map(\.code) == ["A1"])
      #expect(second.next == nil)
    }
  }

  @Test(arguments: [("duc nguyen", ["A2"]), ("a1", ["A1"]), ("THI", ["A3", "A1"]), ("%", [])])
  func peopleAreFoundWithoutMarksByWordsOrCode(search: String, codes: [String]) async throws {
    try await withWorld { world in
      let found = try await world.perform(list(search: search), as: World.hrA)
      #expect(found.items.map(\.code) == codes)
    }
  }

  @Test func aFilterByUnitTakesTheUnitsBelow() async throws {
    try await withWorld { world in
      let found = try await world.perform(list(unitId: World.headquarters), as: World.hrA)
      #expect(found.items.map(\.code) == ["A3", "A1"])
    }
  }

  @Test func aManagerSeesTheirUnitsAndNobodyElse() async throws {
    try await withWorld { world in
      let seen = try await world.perform(list(status: .all), as: World.managerOfPlant)
      #expect(seen.items.map(\.code) == ["A2"])
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.managerOfPlant)
      }
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          ShowEmployeeHistory(employeeId: World.hoa), as: World.managerOfPlant)
      }
    }
  }

  @Test func contactsAreShownToHRAlone() async throws {
    try await withWorld { world in
      let saved = try await world.perform(newcomer(phone: "0912345678"), as: World.hrA)
      let seen = try await world.perform(
        ShowEmployee(employeeId: ID(saved.id)), as: World.managerOfSales)
      #expect(seen.fullName == "Phạm Thị Bích")
      #expect(seen.phone == nil)
    }
  }

  @Test func hrOfAnotherFirmReachesNobodyByID() async throws {
    try await withWorld { world in
      let reason = "nhầm"
      let start = CalendarDate("2026-11-23")!
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          LeaveFirm(employeeId: World.hoa, lastDay: start, reason: reason), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          AssignEmployee(
            employeeId: World.hoa, unitId: World.officeB, jobRoleId: nil, from: start, to: nil,
            replaces: nil, reason: nil), as: World.hrB)
      }
      await #expect(throws: AppError.invalid("unitId", "unit.unknown")) {
        try await world.perform(newcomer(), as: World.hrB)
      }
      let found = try await world.perform(list(status: .all), as: World.hrB)
      #expect(found.items.map(\.code) == ["B1"])
    }
  }

  @Test(arguments: [World.officer, World.teacher1, World.hoaHerself, World.administrator])
  func thoseWhoAreNotOfTheFirmSeeNoPerson(principal: Principal) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(list(), as: principal)
      }
      await #expect(throws: AppError.forbidden) {
        try await world.perform(ShowEmployee(employeeId: World.hoa), as: principal)
      }
    }
  }

  @Test(arguments: [World.managerOfSales, World.directorA])
  func onlyHRWritesPeople(principal: Principal) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(newcomer(), as: principal)
      }
    }
  }

  @Test func everythingWrongWithANewPersonIsSaidAtOnce() async throws {
    try await withWorld { world in
      let wrong = CreateEmployee(
        code: "079 201 004 567", fullName: "Anh 123", familyName: nil, givenName: nil,
        birthOn: nil, phone: "12", email: "a@b", startsOn: CalendarDate("2026-11-02")!,
        unitId: nil, jobRoleId: World.clerk)
      let error = await #expect(throws: AppError.self) {
        try await world.perform(wrong, as: World.hrA)
      }
      #expect(error?.fieldErrors.map(\.field) == ["code", "fullName", "phone", "email", "unitId"])
      #expect(error?.fieldErrors.first?.rule == "organisation.citizen_number")
    }
  }

  @Test(arguments: ["2020-01-01", "1900-01-01"])
  func aBirthDateMustBePlausible(birth: String) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("birthOn", "employee.birth_implausible")) {
        try await world.perform(newcomer(birthOn: CalendarDate(birth)), as: World.hrA)
      }
    }
  }

  @Test func aCodeIsUniqueWithinTheFirm() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.conflict("constraint.an_employee_code_is_unique_within_a_firm")
      ) {
        try await world.perform(newcomer(code: "A1"), as: World.hrA)
      }
      _ = try await world.perform(newcomer(code: "B1"), as: World.hrA)
    }
  }

  @Test func aChangeOnAnOldVersionIsRefused() async throws {
    try await withWorld { world in
      let change = ChangeEmployee(
        employeeId: World.hoa, code: nil, fullName: "Lê Thị Hoa Mai", familyName: nil,
        givenName: "Hoa Mai", birthOn: nil, phone: nil, email: nil, startsOn: nil, reason: nil)
      let request = Request(id: "test", idempotencyKey: nil, ifMatch: 1)
      let saved = try await world.app.perform(change, as: World.hrA, request: request)
      let shown = try await world.perform(ShowEmployee(employeeId: World.hoa), as: World.hrA)
      #expect(saved.version == 2)
      #expect(shown.givenName == "Hoa Mai")
      await #expect(throws: AppError.conflict("error.changed_meanwhile")) {
        try await world.app.perform(change, as: World.hrA, request: request)
      }
    }
  }

  @Test func theAuditOfAPersonHoldsNoPersonalValue() async throws {
    try await withWorld { world in
      _ = try await world.perform(newcomer(phone: "0912345678"), as: World.hrA)
      let leaks = try await world.count(
        """
        select count(*) from kynang.audit_entry
        where changes::text ~ 'Bích|0912345678|84912345678'
        """)
      let audited = try await world.count(
        "select count(*) from kynang.audit_entry where use_case = 'employee.create'")
      #expect(leaks == 0)
      #expect(audited == 1)
    }
  }
}
