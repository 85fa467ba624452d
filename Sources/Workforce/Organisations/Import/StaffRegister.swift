import Foundation
import Postgres

/// Everyone and everything of a firm that a staff list is compared with.
struct StaffRegister: Sendable {
  struct Person: Decodable, Sendable {
    let id: UUID
    let code: String
    let version: Int
    let fullName: String
    let familyName: String
    let middleName: String
    let givenName: String
    let searchKey: String
    let birthOn: CalendarDate?
    let phone: String?
    let email: String?
    let isErased: Bool
    let startsOn: CalendarDate
    let endsOn: CalendarDate?
    let leavingReason: String?

    var values: PersonValues {
      PersonValues(
        fullName: fullName, familyName: familyName, middleName: middleName,
        givenName: givenName, birthOn: birthOn, phone: phone, email: email)
    }
  }

  struct NamedUnit: Decodable, Sendable {
    let id: UUID
    let code: String
    let name: String
  }

  struct NamedRole: Decodable, Sendable {
    let id: UUID
    let code: String
    let title: LocalizedText
  }

  /// What a text may stand for, by code first and by name only where no code is meant.
  struct Names: Sendable {
    private var byCode: [String: UUID] = [:]
    private var byName: [String: Set<UUID>] = [:]
    private(set) var shown: [UUID: String] = [:]

    mutating func add(_ id: UUID, code: String, names: [String]) {
      byCode[FoldedText(code).value] = id
      for name in names { byName[FoldedText(name).value, default: []].insert(id) }
      shown[id] = names.first ?? code
    }

    /// More than one when the name is shared; none when nothing is called so.
    func find(_ text: String) -> Set<UUID> {
      let key = FoldedText(text).value
      return byCode[key].map { [$0] } ?? byName[key] ?? []
    }
  }

  let people: [Person]
  let assignments: [UUID: [StandingAssignment]]
  private(set) var units = Names()
  private(set) var jobRoles = Names()
  private(set) var byCode: [String: Int] = [:]
  private(set) var byFoldedCode: [String: [Int]] = [:]
  private(set) var byName: [String: [Int]] = [:]

  init(
    people: [Person], assignments: [StandingAssignment], units: [NamedUnit], jobRoles: [NamedRole]
  ) {
    self.people = people
    self.assignments = Dictionary(grouping: assignments, by: \.employeeId.uuid)
    for unit in units { self.units.add(unit.id, code: unit.code, names: [unit.name]) }
    for role in jobRoles {
      let titles = [role.title.vi, role.title.en].compactMap { $0 }
      self.jobRoles.add(role.id, code: role.code, names: titles)
    }
    for (index, person) in people.enumerated() {
      byCode[person.code] = index
      byFoldedCode[person.code.lowercased(), default: []].append(index)
      byName[person.searchKey, default: []].append(index)
    }
  }
}

extension Query<StaffRegister.Person> {
  fileprivate static var staff: Self { Query("staff_import.people") }
}
extension Query<StandingAssignment> {
  fileprivate static var staffAssignments: Self { Query("staff_import.assignments") }
}
extension Query<StaffRegister.NamedUnit> {
  fileprivate static var staffUnits: Self { Query("staff_import.units") }
}
extension Query<StaffRegister.NamedRole> {
  fileprivate static var staffJobRoles: Self { Query("staff_import.job_roles") }
}

extension Session {
  func staffRegister() async throws -> StaffRegister {
    let firm = try firmID().uuid
    let results = try await pipeline([
      Call(Query<StaffRegister.Person>.staff.statement, [firm]),
      Call(Query<StandingAssignment>.staffAssignments.statement, [firm, today]),
      Call(Query<StaffRegister.NamedUnit>.staffUnits.statement, [firm]),
      Call(Query<StaffRegister.NamedRole>.staffJobRoles.statement, [firm]),
    ])
    return StaffRegister(
      people: try results[0].decode(StaffRegister.Person.self),
      assignments: try results[1].decode(StandingAssignment.self),
      units: try results[2].decode(StaffRegister.NamedUnit.self),
      jobRoles: try results[3].decode(StaffRegister.NamedRole.self))
  }
}
