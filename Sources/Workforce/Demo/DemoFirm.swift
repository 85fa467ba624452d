import Foundation
import Postgres

/// A firm as far as its training needs it: who works there, what they must know and what they can.
struct DemoFirm: Sendable {
  struct Unit: Sendable {
    let id: UUID
    let plan: DemoCatalogue.UnitPlan
  }

  /// What a unit's budget of a year has to carry.
  struct BudgetYear: Hashable, Sendable {
    let unit: Int
    let year: Int
  }

  let number: Int
  /// Nil where nothing is given by the catalogue.
  let given: DemoCatalogue.GivenFirm?
  let business: DemoBusiness
  let id: UUID
  var ids: DemoID
  let name: String
  let sector: Int
  /// People now.
  let size: Int
  /// When it began to use the system; earlier training is not known.
  let joinedOn: CalendarDate
  /// Who records its facts.
  let account: UUID
  /// Share of a price that the programme bears, percent.
  let supportPercent: Int
  var units: [Unit] = []
  /// Ids of its job roles by their place in the catalogue.
  var roleIDs: [Int: UUID] = [:]
  var people: [DemoPerson] = []
  var spending: [BudgetYear: Int] = [:]
  /// Of those who work here now.
  var womenCount = 0
  var isWomenOwned = false
  /// Of its first completed course.
  var firstTrainedOn: CalendarDate?

  /// The firm that the sign-ins belong to: its people are assessed most, and in every way.
  var isShown: Bool { number == 0 }

  /// Whether its people may be entered for a course that starts on a day.
  func trains(on day: CalendarDate, _ quarters: DemoQuarters) -> Bool {
    business.trainsFrom.map { day >= quarters.start($0) } ?? false
  }
}

/// Somebody who works or worked in a firm.
struct DemoPerson: Sendable {
  let id: UUID
  let code: String
  let name: PersonName
  let employment: DaySpan
  let unit: Int
  let role: Int
  let secondRole: Int?
  /// Share of half-days attended, percent.
  let diligence: Int
  /// By competency; 0 is not required.
  let required: [Int]
  let levelsAtFirst: [Int]
  /// By competency; 0 is nothing yet. Grows with completed courses.
  var levels: [Int]
  var lastTrainedOn: CalendarDate?
  /// Courses entered, and of those the ones completed.
  var courses: Set<Int> = []
  var completedCourses: Set<Int> = []
  var lastClassOn: CalendarDate?

  func works(on day: CalendarDate) -> Bool { employment.contains(day) }

  func level(_ competency: Int, on day: CalendarDate) -> Int {
    lastTrainedOn.map { day >= $0 } ?? false ? levels[competency] : levelsAtFirst[competency]
  }
}

/// Shares a whole among weights so that the parts add up to it (largest remainders).
func apportioned(_ whole: Int, among weights: [Int]) -> [Int] {
  let sum = max(1, weights.reduce(0, +))
  var parts = weights.map { whole * $0 / sum }
  let byRemainder = weights.indices.sorted {
    let (left, right) = (whole * weights[$0] % sum, whole * weights[$1] % sum)
    return left == right ? $0 < $1 : left > right
  }
  for index in byRemainder.prefix(whole - parts.reduce(0, +)) { parts[index] += 1 }
  return parts
}
