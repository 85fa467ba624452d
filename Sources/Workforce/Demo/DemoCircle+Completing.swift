import Foundation
import Postgres

/// The training that a judgement comes from.
struct TrainingSource: Sendable {
  let enrolmentID: UUID
  let courseRunID: UUID
  let completionID: UUID?
}

/// Whether something is used at work, where and how.
struct Application: Sendable {
  let isApplied: Bool
  let place: String?
  let manner: String?
}

extension DemoCircle {
  /// Results of a class that is over and marked, and what they show of its people.
  mutating func complete(_ new: DemoClass) {
    let recordedOn = new.endsOn.adding(days: random.number(in: 1...9))
    guard new.stage == .over, new.meetings.allSatisfy(\.isClosed),
      recordedOn < setting.calendar.today
    else { return }
    let plan = setting.catalogue.courses[new.course]
    for trainee in new.trainees where trainee.isExpected {
      let isCompleted =
        trainee.attendedMinutes > 0
        && trainee.attendedMinutes * 100 >= new.plannedMinutes * plan.requiredAttendancePct
      let score = isCompleted && plan.isTested ? random.number(in: 42...99) : nil
      let completionID = record(
        trainee, new, isCompleted: isCompleted, score: score, on: recordedOn)
      guard isCompleted else { continue }
      firms[trainee.firm].people[trainee.person].completedCourses.insert(new.course)
      firms[trainee.firm].people[trainee.person].lastTrainedOn = new.endsOn
      let completedOn = trainee.lastAttendedOn ?? new.endsOn
      firms[trainee.firm].firstTrainedOn = min(
        firms[trainee.firm].firstTrainedOn ?? completedOn, completedOn)
      judge(trainee, new, completionID: completionID, score: score, recordedOn: recordedOn)
    }
  }

  private mutating func record(
    _ trainee: DemoClass.Trainee, _ new: DemoClass, isCompleted: Bool, score: Int?,
    on day: CalendarDate
  ) -> UUID {
    let account = lanes[new.lane].account
    let id = firms[trainee.firm].ids.next(.completion)
    let firm = firms[trainee.firm]
    func row(_ revision: Int, _ score: Int?, _ recording: Recording) -> DemoCompletionRow {
      DemoCompletionRow(
        firmID: firm.id, id: id, revision: revision, enrolmentID: trainee.enrolmentID,
        employeeID: firm.people[trainee.person].id, courseRunID: new.id,
        courseID: setting.frame.courseIDs[new.course],
        completedOn: trainee.lastAttendedOn ?? new.endsOn,
        attendedMinutes: trainee.attendedMinutes, plannedMinutes: new.plannedMinutes,
        result: isCompleted ? "completed" : "not_completed",
        score: score.map { Numeric(Decimal($0)) }, recording: recording)
    }
    let at = setting.calendar.moment(day, hour: 16, minute: 0)
    let corrected = setting.calendar.moment(day.adding(days: 11), hour: 10, minute: 0)
    if let score, score > 47, corrected > at, random.happens(3) {
      rows.completions.append(
        row(1, score - 5, Recording(at: at, by: account, supersededAt: corrected)))
      rows.completions.append(
        row(2, score, Recording(at: corrected, by: account, reason: "Chấm phúc khảo")))
    } else {
      rows.completions.append(row(1, score, Recording(at: at, by: account)))
    }
    return id
  }

  /// The course's test, or what the trainer saw; later on, whether it is used at work.
  private mutating func judge(
    _ trainee: DemoClass.Trainee, _ new: DemoClass, completionID: UUID, score: Int?,
    recordedOn: CalendarDate
  ) {
    let plan = setting.catalogue.courses[new.course]
    let source = TrainingSource(
      enrolmentID: trainee.enrolmentID, courseRunID: new.id, completionID: nil)
    for outcome in plan.outcomes {
      let strength = score ?? random.number(in: 40...99)
      let level =
        strength >= 72 ? outcome.target : strength >= 52 ? outcome.target - 1 : outcome.entry
      guard level > 0, score != nil || random.happens(75) else { continue }
      let competency = outcome.competency
      let known = firms[trainee.firm].people[trainee.person].levels[competency]
      firms[trainee.firm].people[trainee.person].levels[competency] = max(known, level)
      guard let competencyID = setting.catalogue.competencyID(competency, on: new.endsOn) else {
        continue
      }
      rows.assessments.append(
        DemoAssessmentRow(
          firmID: firms[trainee.firm].id, id: firms[trainee.firm].ids.next(.assessment),
          revision: 1, employeeID: firms[trainee.firm].people[trainee.person].id,
          competencyID: competencyID, kind: score == nil ? .trainer : .test, level: level,
          occurredOn: new.endsOn, expiresOn: nil, source: source,
          evidence: score == nil
            ? "Bài thực hành trên lớp \(plan.code)" : "Bài kiểm tra cuối khóa \(plan.code)",
          application: nil,
          recording: Recording(
            at: setting.calendar.moment(recordedOn, hour: 16, minute: 30),
            by: lanes[new.lane].account)))
    }
    apply(trainee, new, completionID: completionID)
  }

  private mutating func apply(
    _ trainee: DemoClass.Trainee, _ new: DemoClass, completionID: UUID
  ) {
    let plan = setting.catalogue.courses[new.course]
    let day = (trainee.lastAttendedOn ?? new.endsOn).adding(days: random.number(in: 30...90))
    let firm = firms[trainee.firm]
    let person = firm.people[trainee.person]
    let competency = random.element(of: plan.outcomes).competency
    guard random.happens(firm.isShown ? 60 : 40), day < setting.calendar.today,
      person.works(on: day),
      let competencyID = setting.catalogue.competencyID(competency, on: new.endsOn)
    else { return }
    let isApplied = random.happens(72)
    rows.assessments.append(
      DemoAssessmentRow(
        firmID: firm.id, id: firms[trainee.firm].ids.next(.assessment), revision: 1,
        employeeID: person.id, competencyID: competencyID, kind: .application, level: nil,
        occurredOn: day, expiresOn: nil,
        source: TrainingSource(
          enrolmentID: trainee.enrolmentID, courseRunID: new.id, completionID: completionID),
        evidence: nil,
        application: Application(
          isApplied: isApplied, place: isApplied ? firm.units[person.unit].plan.name : nil,
          manner: isApplied
            ? random.element(
              of: ["Dùng hằng ngày", "Dùng trong báo cáo tuần", "Hướng dẫn lại đồng nghiệp"]) : nil),
        recording: Recording(
          at: setting.calendar.moment(day, hour: 15, minute: 0), by: firm.account)))
  }
}
