import Foundation
import Postgres

struct DemoTrainingPlanRow: DemoRow {
  static let table = "training_plan"
  static let columns = "firm_id, id, revision, year, budget_vnd, people, \(Recording.columns)"

  let firmID: UUID
  let id: UUID
  let year: Int
  let budgetVnd: Int
  let people: Int
  let recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, 1.int4, year.int4, budgetVnd, people.int4, recording.at, recording.by,
      recording.reason, recording.supersededAt)
  }
}

struct DemoPlannedCourseRow: DemoRow {
  static let table = "training_plan_course"
  static let columns =
    "firm_id, plan_id, revision, ordinal, course_id, title, people, budget_vnd, quarter"

  let firmID: UUID
  let planID: UUID
  let ordinal: Int
  let courseID: UUID
  let title: String
  let people: Int
  let budgetVnd: Int
  let quarter: Int

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, planID, 1.int4, ordinal.int4, courseID, title, people.int4, budgetVnd,
      quarter.int4)
  }
}

extension DemoFirm {
  /// The yearly plan of a firm that trains: some of the courses that its people took, for about as many.
  mutating func makeTrainingPlans(_ setting: DemoSetting, rows: inout DemoRows) throws {
    var random = setting.random(.planning, number)
    guard let from = business.trainsFrom, size >= 10 else { return }
    let today = setting.calendar.today
    let firstYear = max(joinedOn.year + 1, setting.quarters.start(from).year)
    guard firstYear <= today.year else { return }
    let taken = people.flatMap(\.courses)
    let courses = Dictionary(grouping: taken) { $0 }.sorted { $0.key < $1.key }
    for year in firstYear...today.year {
      let planID = ids.next(.plan)
      var (people, budget, lines) = (0, 0, 0)
      for (course, takers) in courses where random.happens(45) {
        let plan = setting.catalogue.courses[course]
        let count = max(1, takers.count / 2 + random.below(2))
        lines += 1
        people += count
        budget += count * plan.priceVnd
        rows.plannedCourses.append(
          DemoPlannedCourseRow(
            firmID: id, planID: planID, ordinal: lines, courseID: setting.frame.courseIDs[course],
            title: try plan.titleVi(), people: count, budgetVnd: count * plan.priceVnd,
            quarter: random.number(in: 1...4)))
      }
      guard lines > 0 else { continue }
      let drawnUp = setting.calendar.firstDay(of: year).adding(days: -random.number(in: 5...40))
      rows.trainingPlans.append(
        DemoTrainingPlanRow(
          firmID: id, id: planID, year: year, budgetVnd: budget, people: min(people, size),
          recording: Recording(
            at: setting.calendar.moment(max(drawnUp, joinedOn), hour: 9, minute: 0), by: account)))
    }
  }
}

extension DemoCatalogue.CoursePlan {
  fileprivate func titleVi() throws -> String {
    try JSONCoding.decoder().decode(LocalizedText.self, from: Data(title.utf8))
      .text(english: false)
  }
}
