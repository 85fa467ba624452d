import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// Who may see and do what; what is refused changes nothing.
@Suite struct MergeAccessTests {
  @Test func aRecordOfAnotherFirmIsNotFound() async throws {
    try await withWorld { world in
      let before = try await world.standingRecords()
      await #expect(throws: AppError.notFound("employee")) {
        try await world.merge(World.anhOfB)
      }
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(PreviewMerge.of(World.anhOfB), as: World.hrA)
      }
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          KeepApart(employeeId: World.hoa, otherId: World.anhOfB, reason: "x"), as: World.hrA)
      }
      await #expect(throws: AppError.notFound("employee")) {
        try await world.perform(
          MergeEmployees(
            employeeId: World.hoa, mergedId: World.an, take: nil, keptEnrolmentIds: nil,
            paidOnceRunIds: nil, reason: "x"), as: World.hrB)
      }
      let after = try await world.standingRecords()
      #expect(after == before)
    }
  }

  @Test func aMergeOfAnotherFirmIsNeitherSeenNorUndone() async throws {
    try await withWorld { world in
      let merged = try await world.merge(try await world.twin())
      let before = try await world.standingRecords()
      await #expect(throws: AppError.notFound("merge")) {
        try await world.perform(CheckUnmerge(mergeId: merged.mergeId), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("merge")) {
        try await world.perform(
          UnmergeEmployees(
            mergeId: merged.mergeId, toMergedIds: nil, keepApart: nil, reason: "x"),
          as: World.hrB)
      }
      let theirs = try await world.perform(
        ListMerges(employeeId: nil, includesUndone: true, after: nil, limit: nil),
        as: World.hrB)
      let pairs = try await world.offered(as: World.hrB)
      let after = try await world.standingRecords()
      #expect(theirs.items.isEmpty)
      #expect(pairs.isEmpty)
      #expect(after == before)
    }
  }

  @Test func whoSaysTwoPeopleInAnotherFirmCannotTakeItBackHere() async throws {
    try await withWorld { world in
      let said = try await world.perform(
        KeepApart(
          employeeId: World.hoa, otherId: World.an, reason: "Hai người"), as: World.hrA)
      await #expect(throws: AppError.notFound("kept_apart")) {
        try await world.perform(AllowMerge(apartId: said.id, reason: "x"), as: World.hrB)
      }
    }
  }

  @Test(arguments: [World.managerOfSales, World.directorA, World.hoaHerself, World.officer])
  func nobodyButHRMerges(principal: Principal) async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      let merged = try await world.merge(twin)
      await #expect(throws: AppError.forbidden) {
        try await world.perform(PreviewMerge.of(World.an), as: principal)
      }
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          UnmergeEmployees(
            mergeId: merged.mergeId, toMergedIds: nil, keepApart: nil, reason: "x"),
          as: principal)
      }
    }
  }

  @Test func aManagerSeesPairsOfTheirUnitsWithoutContacts() async throws {
    try await withWorld { world in
      let twin = try await world.twin(birthOn: "1995-04-12")
      let ofSales = try await world.offered(as: World.managerOfSales)
      let ofPlant = try await world.offered(as: World.managerOfPlant)
      _ = try await world.merge(twin)
      let merges = try await world.perform(
        ListMerges(employeeId: World.hoa, includesUndone: nil, after: nil, limit: nil),
        as: World.managerOfSales)
      let elsewhere = try await world.perform(
        ListMerges(employeeId: nil, includesUndone: nil, after: nil, limit: nil),
        as: World.managerOfPlant)
      #expect(ofSales.count == 1)
      #expect(ofSales.allSatisfy { $0.first.birthOn == nil && $0.second.phone == nil })
      #expect(ofPlant.isEmpty)
      #expect(merges.items.map(\.mergedCode) == ["A01"])
      #expect(elsewhere.items.isEmpty)
    }
  }

  @Test func whatCannotBeMergedIsRefusedWithTheReason() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      await #expect(throws: AppError.invalid("mergedId", "merge.same_record")) {
        try await world.merge(World.hoa)
      }
      await #expect(throws: AppError.invalid("reason", "field.required")) {
        try await world.perform(
          MergeEmployees(
            employeeId: World.hoa, mergedId: twin, take: nil, keptEnrolmentIds: nil,
            paidOnceRunIds: nil, reason: " "), as: World.hrA)
      }
      _ = try await world.merge(twin)
      await #expect(throws: AppError.conflict("merge.already_merged", ["code": "A01"])) {
        try await world.merge(twin, into: World.an)
      }
      await #expect(throws: AppError.conflict("merge.already_merged", ["code": "A01"])) {
        try await world.merge(World.an, into: twin)
      }
    }
  }

  @Test func aMergeOnAnOldVersionIsRefused() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      _ = try await world.perform(ChangeEmployee.phone(World.hoa, "0987654321"), as: World.hrA)
      await #expect(throws: AppError.conflict("error.changed_meanwhile")) {
        try await world.app.perform(
          MergeEmployees(
            employeeId: World.hoa, mergedId: twin, take: nil, keptEnrolmentIds: nil,
            paidOnceRunIds: nil, reason: "Nhập hai lần"), as: World.hrA,
          request: Request(id: "test", idempotencyKey: nil, ifMatch: 1))
      }
    }
  }

  @Test func nobodyIsInvitedAsARecordThatIsGone() async throws {
    try await withWorld { world in
      let twin = try await world.twin()
      _ = try await world.merge(twin)
      await #expect(throws: AppError.self) {
        try await world.perform(
          InvitePerson(
            login: "hoa.moi", displayName: "Lê Thị Hoa", language: .vi, role: .employee,
            firmId: World.firmA, employeeId: twin, unitIds: nil, providerId: nil,
            trainerId: nil, agencyId: nil), as: World.hrA)
      }
      let roles = try await world.count(
        "select count(*) from kynang.membership where employee_id = $1", twin.uuid)
      #expect(roles == 0)
    }
  }
}
