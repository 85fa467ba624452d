import Workforce

/// The people in sight, read whole: to count them, and to find those whom a text names.
struct Staff: Sendable {
  let people: [EmployeeSummary]
  /// False when there are more than are read at once.
  let isWhole: Bool

  private static let pageSize = 500
  /// Of 500 people: no firm that this is made for has more.
  private static let pages = 10

  init(_ visit: Visit, status: EmployeeStatusFilter) async throws {
    var people: [EmployeeSummary] = []
    var after: String?
    var read = 0
    repeat {
      let page = try await visit.perform(
        ListEmployees(
          search: nil, unitId: nil, jobRoleId: nil, status: status, asOf: nil, after: after,
          limit: Self.pageSize))
      people += page.items
      after = page.next
      read += 1
    } while after != nil && read < Self.pages
    self.people = people
    isWhole = after == nil
  }

  func count(_ status: EmployeeStatus) -> Int {
    people.count { $0.status == status }
  }
}

enum SkillQuery {
  /// Everyone in sight today with what their roles require.
  static var everyone: ShowSkillMatrix {
    ShowSkillMatrix(
      asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, search: nil,
      threshold: nil, includesOther: nil, gapsOnly: nil, sortBy: nil, after: nil, limit: 5000)
  }
}
