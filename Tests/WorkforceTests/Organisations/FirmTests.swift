import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct FirmTests {
  private func firm(
    code: String = "F-C", taxCode: String? = "0314409058", commune: String? = "22366",
    province: String = "56"
  ) -> CreateFirm {
    CreateFirm(
      code: code, name: "Hộ kinh doanh Gió Biển 50%", taxCode: taxCode, vsicVersion: "VSIC2018",
      vsicSection: "I", vsicClass: nil, provinceCode: province, communeCode: commune)
  }

  private func list(_ search: String?) -> ListFirms {
    ListFirms(
      search: search, provinceCode: nil, vsicSection: nil, communeCode: nil, isActive: nil,
      after: nil, limit: nil)
  }

  @Test func aFirmIsFoundByNameWithoutMarksByCodeAndByTaxCode() async throws {
    try await withWorld { world in
      _ = try await world.perform(firm(), as: World.officer)
      let byName = try await world.perform(list("gio bien 50%"), as: World.officer)
      let byCode = try await world.perform(list("F-C"), as: World.officer)
      let byTaxCode = try await world.perform(list("0314409058"), as: World.officer)
      let all = try await world.perform(list(nil), as: World.officer)
      #expect(byName.items.map(\.code) == ["F-C"])
      #expect(byCode.items.map(\.code) == ["F-C"])
      #expect(byTaxCode.items.map(\.code) == ["F-C"])
      #expect(all.items.count == 3)
    }
  }

  @Test func aHouseholdHasNoTaxCode() async throws {
    try await withWorld { world in
      let saved = try await world.perform(firm(taxCode: nil), as: World.officer)
      let shown = try await world.perform(ShowFirm(firmId: ID(saved.id)), as: World.officer)
      #expect(shown.taxIdType == .none)
      #expect(shown.taxCode == nil)
    }
  }

  @Test func aCitizenNumberIsNoTaxCode() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("taxCode", "tax_code.citizen_number")) {
        try await world.perform(firm(taxCode: "079201004567"), as: World.officer)
      }
    }
  }

  @Test func aTaxCodeIsUniqueAcrossFirms() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.conflict("constraint.tax_code_key")) {
        try await world.perform(firm(taxCode: "4299990012"), as: World.officer)
      }
      let firms = try await world.count("select count(*) from kynang.firm")
      #expect(firms == 2)
    }
  }

  @Test func aCommuneIsOneOfTheProvince() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid("communeCode", "organisation.commune_outside_province")
      ) {
        try await world.perform(firm(province: "01"), as: World.administrator)
      }
      await #expect(throws: AppError.invalid("provinceCode", "organisation.outside_your_province"))
      {
        try await world.perform(firm(commune: nil, province: "01"), as: World.officer)
      }
    }
  }

  @Test func aFirmSeesAndChangesItselfAlone() async throws {
    try await withWorld { world in
      let change = ChangeFirm(
        firmId: World.firmA, name: "Khách sạn Biển Xanh", taxCode: nil, vsicVersion: nil,
        vsicSection: nil, vsicClass: nil, communeCode: nil, isActive: nil, reason: nil)
      let saved = try await world.perform(change, as: World.hrA)
      let shown = try await world.perform(ShowFirm(firmId: World.firmA), as: World.hoaHerself)
      #expect(saved.version == 2)
      #expect(shown.name == "Khách sạn Biển Xanh")
      await #expect(throws: AppError.notFound("firm")) {
        try await world.perform(change, as: World.hrB)
      }
      await #expect(throws: AppError.notFound("firm")) {
        try await world.perform(ShowFirm(firmId: World.firmA), as: World.hrB)
      }
      await #expect(throws: AppError.forbidden) {
        try await world.perform(change, as: World.directorA)
      }
    }
  }

  @Test func aFirmDoesNotCloseItself() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          ChangeFirm(
            firmId: World.firmA, name: nil, taxCode: nil, vsicVersion: nil, vsicSection: nil,
            vsicClass: nil, communeCode: nil, isActive: false, reason: nil), as: World.hrA)
      }
    }
  }

  @Test func theTaxCodeOfAFirmIsReplaced() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        ChangeFirm(
          firmId: World.firmA, name: nil, taxCode: "0314409058", vsicVersion: nil,
          vsicSection: nil, vsicClass: nil, communeCode: nil, isActive: nil, reason: "gõ nhầm"),
        as: World.officer)
      let shown = try await world.perform(ShowFirm(firmId: World.firmA), as: World.officer)
      #expect(shown.taxCode == "0314409058")
    }
  }

  @Test func aTrainerKeepsTheRoomsOfTheirOwnProviderAlone() async throws {
    try await withWorld { world in
      let other = try await world.perform(
        CreateProvider(
          code: "TT2", name: "Trung tâm Hai", taxCode: nil, provinceCode: "56", phone: nil,
          email: nil), as: World.officer)
      let room = { (provider: ID<Provider>) in
        CreateRoom(
          providerId: provider, code: "P9", name: "Phòng 9", communeCode: "22366", capacity: 20)
      }
      _ = try await world.perform(room(World.provider), as: World.teacher1)
      await #expect(throws: AppError.forbidden) {
        try await world.perform(room(ID(other.id)), as: World.teacher1)
      }
      let rooms = try await world.perform(
        ListRooms(providerId: World.provider, isActive: true, after: nil, limit: nil),
        as: World.hrA)
      #expect(rooms.items.map(\.code) == ["P9", "P1"])
    }
  }

  @Test func anInHouseTrainerSeesTheProviderAndItsPeopleAndRooms() async throws {
    try await withWorld { world in
      let provider = try await world.perform(
        CreateProvider(
          code: "NB-A", name: "Đào tạo nội bộ", taxCode: nil, provinceCode: "56", phone: nil,
          email: nil), as: World.hrA)
      let teacher = try await world.perform(
        CreateTrainer(providerId: ID(provider.id), code: "NB1", displayName: "Lê Thị Hoa"),
        as: World.hrA)
      let inHouse = Principal(
        accountID: World.teacher1.accountID, membershipID: World.teacher1.membershipID,
        role: .trainer, firmID: nil, employeeID: nil, unitIDs: [], providerID: ID(provider.id),
        trainerID: ID(teacher.id), agencyID: nil, provinceCode: nil)

      let shown = try await world.perform(
        ShowProvider(providerId: ID(provider.id)), as: inHouse)
      let trainers = try await world.perform(
        ListTrainers(providerId: ID(provider.id), isActive: nil, after: nil, limit: nil),
        as: inHouse)

      #expect(shown.code == "NB-A")
      #expect(trainers.items.map(\.code) == ["NB1"])
      await #expect(throws: AppError.notFound("provider")) {
        try await world.perform(ShowProvider(providerId: ID(provider.id)), as: World.teacher1)
      }
    }
  }

  @Test func aFirmThatTeachesIsAProviderOfTheSameID() async throws {
    try await withWorld { world in
      let saved = try await world.perform(
        CreateProvider(
          code: "NB-A", name: "Đào tạo nội bộ Biển Xanh", taxCode: nil, provinceCode: "56",
          phone: "02583822123", email: nil), as: World.hrA)
      let trainer = try await world.perform(
        CreateTrainer(providerId: ID(saved.id), code: "NB1", displayName: "Lê Thị Hoa"),
        as: World.hrA)
      let shown = try await world.perform(
        ShowTrainer(trainerId: ID(trainer.id)), as: World.hrA)
      #expect(saved.id == World.firmA.uuid)
      #expect(shown.providerName == "Đào tạo nội bộ Biển Xanh")
      await #expect(throws: AppError.notFound("trainer")) {
        try await world.perform(ShowTrainer(trainerId: ID(trainer.id)), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("provider")) {
        try await world.perform(
          CreateTrainer(providerId: ID(saved.id), code: "X", displayName: "X"), as: World.hrB)
      }
    }
  }

  @Test func onlyAnAdministratorEntersAgencies() async throws {
    try await withWorld { world in
      let agency = CreateAgency(code: "SCT", name: "Sở Công Thương", provinceCode: "56")
      let saved = try await world.perform(agency, as: World.administrator)
      _ = try await world.perform(
        ChangeAgency(agencyId: ID(saved.id), name: "Sở Công Thương KH", isActive: nil),
        as: World.administrator)
      let listed = try await world.perform(
        ListAgencies(provinceCode: "56", after: nil, limit: nil), as: World.hrA)
      #expect(listed.items.map(\.name) == ["Sở Công Thương KH", "Sở Khoa học và Công nghệ"])
      await #expect(throws: AppError.forbidden) {
        try await world.perform(agency, as: World.officer)
      }
    }
  }
}
