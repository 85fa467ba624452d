import Foundation
import Workforce

/// Identifiers of `world.sql`: the last group says what it is, the digits before whose.
extension World {
  private static func uuid(_ kind: String, _ number: Int) -> UUID {
    UUID(uuidString: "00000000-0000-7000-8000-\(kind)0000\(String(format: "%04d", number))")!
  }

  package static let firmA = ID<Firm>(uuid("aa00", 1))
  package static let firmB = ID<Firm>(uuid("aa00", 2))
  package static let headquarters = ID<Workforce.Unit>(uuid("cc00", 1))
  package static let sales = ID<Workforce.Unit>(uuid("cc00", 2))
  package static let plant = ID<Workforce.Unit>(uuid("cc00", 3))
  package static let officeB = ID<Workforce.Unit>(uuid("cc00", 4))
  package static let clerk = ID<JobRole>(uuid("dd00", 1))
  package static let cook = ID<JobRole>(uuid("dd00", 2))
  package static let clerkB = ID<JobRole>(uuid("dd00", 3))
  package static let hoa = ID<Employee>(uuid("ee00", 1))
  package static let duc = ID<Employee>(uuid("ee00", 2))
  package static let an = ID<Employee>(uuid("ee00", 3))
  package static let anhOfB = ID<Employee>(uuid("ee00", 4))
  package static let provider = ID<Provider>(uuid("bb00", 1))
  package static let trainer1 = ID<Trainer>(uuid("bb01", 1))
  package static let trainer2 = ID<Trainer>(uuid("bb01", 2))
  package static let room = ID<Room>(uuid("bb02", 1))
  package static let agency = ID<Agency>(uuid("bb03", 1))
  package static let course = ID<Course>(uuid("ff00", 1))
  package static let run = ID<CourseRun>(uuid("ff01", 1))
  package static let session1 = uuid("ff02", 1)
  package static let session2 = uuid("ff02", 2)

  package static func competency(_ code: String) -> ID<Competency> {
    ID(ReferenceID.competency("TT02_2025", code))
  }

  package static let hrA = principal(1, .hr, firm: firmA)
  package static let hrB = principal(2, .hr, firm: firmB)
  package static let managerOfSales = principal(3, .manager, firm: firmA, units: [sales])
  package static let managerOfPlant = principal(4, .manager, firm: firmA, units: [plant])
  package static let directorA = principal(5, .director, firm: firmA)
  package static let hoaHerself = principal(6, .employee, firm: firmA, employee: hoa)
  package static let ducHimself = principal(7, .employee, firm: firmA, employee: duc)
  package static let teacher1 = principal(8, .trainer, provider: provider, trainer: trainer1)
  package static let teacher2 = principal(9, .trainer, provider: provider, trainer: trainer2)
  package static let officer = principal(10, .officer, agency: agency)
  package static let administrator = principal(11, .administrator)

  private static func principal(
    _ number: Int, _ role: Role, firm: ID<Firm>? = nil, employee: ID<Employee>? = nil,
    units: [ID<Workforce.Unit>] = [], provider: ID<Provider>? = nil, trainer: ID<Trainer>? = nil,
    agency: ID<Agency>? = nil
  ) -> Principal {
    Principal(
      accountID: ID(uuid("ac00", number)), membershipID: ID(uuid("ad00", number)), role: role,
      firmID: firm, employeeID: employee, unitIDs: units, providerID: provider,
      trainerID: trainer, agencyID: agency, provinceCode: agency == nil ? nil : "56")
  }
}
