import Foundation
import Postgres

extension DemoFirm {
  /// What is known of a required competency apart from courses.
  private enum Evidence: CaseIterable {
    case nothing, review, reviewAndClaim, claim, oldReview
    case certificate, endingCertificate, endedCertificate, exemption

    /// How many of a hundred; the firm that is shown has looked at its people more closely.
    static func weights(isShown: Bool) -> [Int] {
      isShown ? [14, 42, 12, 13, 6, 4, 3, 3, 3] : [46, 24, 6, 12, 5, 2, 2, 2, 1]
    }
  }

  /// Reviews by managers, self-ratings, certificates and exemptions.
  mutating func makeEvidence(_ setting: DemoSetting, rows: inout DemoRows) {
    var random = setting.random(.evidence, number)
    let today = setting.calendar.today
    for place in people.indices {
      let person = people[place]
      let last = person.employment.end.map { $0.adding(days: -1) } ?? today.adding(days: -1)
      let review = min(last, today.adding(days: -random.number(in: 4...600)))
      let claim = min(last, today.adding(days: -random.number(in: 2...400)))
      for competency in person.required.indices where person.required[competency] > 0 {
        let drawn = random.place(inWeights: Evidence.weights(isShown: isShown))
        let evidence = person.works(on: today) ? Evidence.allCases[drawn] : .review
        switch evidence {
        case .nothing: break
        case .review: judge(person, competency, on: review, setting, &random, rows: &rows)
        case .claim: rate(person, competency, on: claim, setting, &random, rows: &rows)
        case .reviewAndClaim:
          judge(person, competency, on: review, setting, &random, rows: &rows)
          rate(person, competency, on: claim, setting, &random, rows: &rows)
        case .oldReview:
          let day = today.adding(days: -random.number(in: 740...1050))
          judge(person, competency, on: day, setting, &random, rows: &rows)
        case .certificate:
          certify(
            person, competency, endingOn: today.adding(days: random.number(in: 120...600)), setting,
            rows: &rows)
        case .endingCertificate:
          certify(
            person, competency, endingOn: today.adding(days: random.number(in: 3...85)), setting,
            rows: &rows)
        case .endedCertificate:
          certify(
            person, competency, endingOn: today.adding(days: -random.number(in: 5...300)), setting,
            rows: &rows)
        case .exemption: exempt(person, competency, setting, &random, rows: &rows)
        }
      }
    }
  }

  private mutating func judge(
    _ person: DemoPerson, _ competency: Int, on day: CalendarDate, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let level = person.level(competency, on: day)
    guard level > 0, day >= joinedOn, person.works(on: day),
      let row = assessment(
        person, competency, .manager, level: level, on: day,
        evidence: "Quan sát công việc quý \((day.month + 2) / 3)/\(day.year)", setting, &random)
    else { return }
    let corrected = row.recording.at.addingTimeInterval(9 * 86_400)
    let isWrong =
      random.happens(3)
      && corrected
        < setting.calendar.moment(
          setting.calendar.today, hour: 0, minute: 0)
    guard isWrong else {
      rows.assessments.append(row)
      return
    }
    var former = row.withLevel(level < 8 ? level + 1 : level - 1, revision: 1)
    former.recording.supersededAt = corrected
    var present = row.withLevel(level, revision: 2)
    present.recording = Recording(at: corrected, by: account, reason: "Ghi nhầm bậc")
    rows.assessments += [former, present]
  }

  /// People tend to think better of themselves than others do.
  private mutating func rate(
    _ person: DemoPerson, _ competency: Int, on day: CalendarDate, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let level = min(8, max(1, person.level(competency, on: day) + random.number(in: 0...2)))
    guard day >= joinedOn, person.works(on: day),
      let row = assessment(
        person, competency, .selfRating, level: level, on: day, evidence: nil, setting, &random)
    else { return }
    rows.assessments.append(row)
  }

  /// Valid for two years.
  private mutating func certify(
    _ person: DemoPerson, _ competency: Int, endingOn end: CalendarDate, _ setting: DemoSetting,
    rows: inout DemoRows
  ) {
    let day = end.adding(months: -24)
    guard let competencyID = setting.catalogue.competencyID(competency, on: day) else { return }
    rows.assessments.append(
      DemoAssessmentRow(
        firmID: id, id: ids.next(.assessment), revision: 1, employeeID: person.id,
        competencyID: competencyID, kind: .certificate, level: max(1, person.required[competency]),
        occurredOn: day, expiresOn: end, source: nil,
        evidence: "Chứng nhận kỹ năng số \(setting.catalogue.competencies[competency])",
        application: nil,
        recording: Recording(
          at: setting.calendar.moment(
            max(day, joinedOn, person.employment.start).adding(days: 3), hour: 10, minute: 0),
          by: account)))
  }

  mutating func assessment(
    _ person: DemoPerson, _ competency: Int, _ kind: AssessmentKind, level: Int,
    on day: CalendarDate, evidence: String?, _ setting: DemoSetting, _ random: inout DemoRandom
  ) -> DemoAssessmentRow? {
    guard let competencyID = setting.catalogue.competencyID(competency, on: day) else { return nil }
    return DemoAssessmentRow(
      firmID: id, id: ids.next(.assessment), revision: 1, employeeID: person.id,
      competencyID: competencyID, kind: kind, level: level, occurredOn: day, expiresOn: nil,
      source: nil, evidence: evidence, application: nil,
      recording: setting.calendar.recording(of: day, notBefore: joinedOn, by: account, &random))
  }

  private mutating func exempt(
    _ person: DemoPerson, _ competency: Int, _ setting: DemoSetting, _ random: inout DemoRandom,
    rows: inout DemoRows
  ) {
    let today = setting.calendar.today
    let start = max(
      joinedOn, person.employment.start, DemoCatalogue.circularInForce,
      today.adding(days: -random.number(in: 10...200)))
    guard let competencyID = setting.catalogue.competencyID(competency, on: start) else { return }
    rows.exemptions.append(
      DemoExemptionRow(
        firmID: id, id: ids.next(.exemption), revision: 1, employeeID: person.id,
        competencyID: competencyID,
        during: DaySpan(start: start, end: today.adding(days: random.number(in: 30...240))),
        recording: Recording(
          at: setting.calendar.moment(start, hour: 11, minute: 0), by: account,
          reason: random.element(
            of: ["Đang nghỉ dài ngày", "Không dùng máy tính trong ca", "Sắp chuyển bộ phận"]))))
  }
}

extension DemoAssessmentRow {
  fileprivate func withLevel(_ level: Int, revision: Int) -> DemoAssessmentRow {
    DemoAssessmentRow(
      firmID: firmID, id: id, revision: revision, employeeID: employeeID,
      competencyID: competencyID, kind: kind, level: level, occurredOn: occurredOn,
      expiresOn: expiresOn, source: source, evidence: evidence, application: application,
      recording: recording)
  }
}
