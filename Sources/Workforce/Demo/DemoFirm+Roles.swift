import Foundation
import Postgres

extension DemoFirm {
  /// The job roles that its people hold, with what they require.
  mutating func makeRoles(_ setting: DemoSetting, rows: inout DemoRows) {
    var random = setting.random(.roles, number)
    for (place, roleID) in roleIDs.sorted(by: { $0.key < $1.key }) {
      let plan = setting.catalogue.roles[place]
      rows.jobRoles.append(
        DemoJobRoleRow(
          firmID: id, id: roleID, code: plan.code, title: plan.title, templateID: plan.templateID,
          createdAt: joinedOn.at(hour: 9, minute: 0), createdBy: account))
      for (competency, level) in plan.requirements {
        require(competency, level, of: roleID, setting, &random, rows: &rows)
      }
    }
  }

  private mutating func require(
    _ competency: Int, _ level: Int, of roleID: UUID, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) {
    let start = max(DemoCatalogue.circularInForce, joinedOn)
    guard let competencyID = setting.catalogue.competencyID(competency, on: start) else { return }
    let isShared = ["1.3", "4.2"].contains(setting.catalogue.competencies[competency])
    func row(
      _ rowID: UUID, _ revision: Int, _ level: Int, _ during: DaySpan, _ recording: Recording
    ) -> DemoRoleRequirementRow {
      DemoRoleRequirementRow(
        firmID: id, id: rowID, revision: revision, jobRoleID: roleID, competencyID: competencyID,
        requiredLevel: level, minimumHolders: isShared && size >= 20 ? 3 : 1, during: during,
        recording: recording)
    }
    let first = setting.calendar.moment(start, hour: 10, minute: 0)
    let raised = start.adding(months: 9)
    if level > 1, raised < setting.calendar.today, random.happens(8) {
      rows.requirements.append(
        row(
          ids.next(.requirement), 1, level - 1, DaySpan(start: start, end: raised),
          Recording(at: first, by: account)))
      rows.requirements.append(
        row(
          ids.next(.requirement), 1, level, DaySpan(start: raised),
          Recording(at: setting.calendar.moment(raised, hour: 9, minute: 0), by: account)))
      return
    }
    let rowID = ids.next(.requirement)
    var recording = Recording(at: first, by: account)
    if level < 8, random.happens(3) {
      let corrected = setting.calendar.moment(start.adding(days: 12), hour: 9, minute: 0)
      recording.supersededAt = corrected
      rows.requirements.append(row(rowID, 1, level + 1, DaySpan(start: start), recording))
      recording = Recording(at: corrected, by: account, reason: "Nhập nhầm bậc yêu cầu")
      rows.requirements.append(row(rowID, 2, level, DaySpan(start: start), recording))
    } else {
      rows.requirements.append(row(rowID, 1, level, DaySpan(start: start), recording))
    }
  }
}
