import Postgres

extension DemoFirm {
  /// Three firms in ten let some of their people sit a test of the skills that the province's target asks
  /// for, all of them on one day. The firm that is shown has not, so that its matrix stays as it is told.
  mutating func makeBasicTests(_ setting: DemoSetting, rows: inout DemoRows) {
    var random = setting.random(.basicTest, number)
    guard !isShown, random.happens(30) else { return }
    let today = setting.calendar.today
    let day = setting.calendar.schoolDay(
      from: max(
        today.adding(days: -random.number(in: 20...500)), joinedOn.adding(days: 30),
        DemoCatalogue.circularInForce.adding(days: 30)))
    guard day < today else { return }
    for person in people where person.works(on: day) && random.happens(60) {
      sit(person, on: day, setting, &random, rows: &rows)
    }
  }

  /// About half reach the target; the others fall short in one to three skills.
  private mutating func sit(
    _ person: DemoPerson, on day: CalendarDate, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let skills = setting.catalogue.basicSkills
    var weak: Set<Int> = []
    if !random.happens(55) {
      for _ in 0..<random.number(in: 1...3) { weak.insert(random.element(of: skills)) }
    }
    for skill in skills {
      let shown = max(person.level(skill, on: day), random.number(in: 2...3))
      guard
        let row = assessment(
          person, skill, .test, level: weak.contains(skill) ? 1 : shown, on: day,
          evidence: "Bài kiểm tra kỹ năng số cơ bản", setting, &random)
      else { continue }
      rows.assessments.append(row)
    }
  }
}
