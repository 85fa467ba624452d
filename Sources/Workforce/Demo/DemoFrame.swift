import Foundation
import Postgres

/// What the whole province shares: providers, their courses, the agency.
struct DemoFrame: Sendable {
  let providerIDs: [UUID]
  let agencyID: UUID
  let programmeID: UUID
  /// By the places of platforms in the catalogue.
  let platformIDs: [UUID]
  /// By the places of courses in the catalogue.
  let courseIDs: [UUID]
  /// Also the provider of its in-house course: such a provider has the id of its firm.
  let firstFirmID: UUID

  init(_ province: DemoProvince, _ catalogue: DemoCatalogue) {
    var ids = DemoID(seed: province.seed, number: nil)
    providerIDs = catalogue.providers.map { _ in ids.next(.provider) }
    agencyID = ids.next(.agency)
    programmeID = ids.next(.programme)
    platformIDs = catalogue.platforms.map { _ in ids.next(.platform) }
    courseIDs = catalogue.courses.map { _ in ids.next(.course) }
    firstFirmID = DemoID(seed: province.seed, number: 0).at(1, .firm)
  }

  func rows(_ setting: DemoSetting) -> DemoRows {
    var rows = DemoRows()
    let catalogue = setting.catalogue
    let createdAt = setting.calendar.today.adding(months: -40).at(hour: 8, minute: 0)
    let account = DemoAccounts.operatorID
    for (id, plan) in zip(providerIDs, catalogue.providers) {
      rows.providers.append(
        DemoProviderRow(
          id: id, ownerID: nil, code: plan.code, name: plan.name, provinceCode: "56",
          createdAt: createdAt, createdBy: account))
    }
    rows.providers.append(
      DemoProviderRow(
        id: firstFirmID, ownerID: firstFirmID, code: "NOI-BO-1",
        name: catalogue.firms[0].name, provinceCode: "56", createdAt: createdAt,
        createdBy: account))
    rows.agencies.append(
      DemoAgencyRow(
        id: agencyID, code: "SKHCN", name: "Sở Khoa học và Công nghệ Khánh Hòa (mẫu)",
        provinceCode: "56", createdAt: createdAt, createdBy: account))
    appendLevers(catalogue, setting, createdAt, to: &rows)
    for (id, plan) in zip(courseIDs, catalogue.courses) {
      rows.courses.append(
        DemoCourseRow(
          id: id, ownerID: plan.provider == nil ? firstFirmID : nil,
          providerID: plan.provider.map { providerIDs[$0] } ?? firstFirmID, code: plan.code,
          title: plan.title, mode: plan.mode, language: "vi",
          durationHours: Numeric(Decimal(plan.halfDays * 35) / 10), priceVnd: plan.priceVnd,
          requiredAttendancePct: plan.requiredAttendancePct,
          supportContentCode: plan.supportContentCode, createdAt: createdAt,
          createdBy: account))
      appendContents(of: plan, id, catalogue, to: &rows)
    }
    return rows
  }

  private func appendLevers(
    _ catalogue: DemoCatalogue, _ setting: DemoSetting, _ createdAt: Date, to rows: inout DemoRows
  ) {
    for (id, platform) in zip(platformIDs, catalogue.platforms) {
      rows.platforms.append(
        DemoPlatformRow(
          id: id, code: platform.code, name: platform.name, categoryCode: platform.category,
          supplier: platform.supplier, source: "Danh mục mẫu, không có thật", createdAt: createdAt,
          createdBy: DemoAccounts.operatorID))
    }
    rows.programmes.append(
      DemoProgrammeRow(
        id: programmeID, agencyID: agencyID, provinceCode: "56", code: "CDS-DN-MAU",
        name: "Chương trình hỗ trợ doanh nghiệp chuyển đổi số (mẫu)",
        startsOn: setting.quarters.firstDay,
        legalSource: "Kế hoạch minh họa, không phải văn bản thật",
        budgetVnd: 40_000_000 * setting.province.firms, createdAt: createdAt,
        createdBy: DemoAccounts.operatorID))
    let today = setting.calendar.today
    rows.denominators.append(
      DemoDenominatorRow(
        provinceCode: "56", targetCode: "KH_BASIC_DIGITAL_SKILLS",
        persons: 500 + 20 * setting.province.firms,
        asOf: CalendarDate(year: today.year - 1, month: 12, day: 31) ?? today,
        source: "Số liệu mẫu để minh họa, không phải thống kê",
        recordedAt: setting.calendar.moment(today, hour: 0, minute: 0),
        recordedBy: DemoAccounts.operatorID))
  }

  private func appendContents(
    of plan: DemoCatalogue.CoursePlan, _ id: UUID, _ catalogue: DemoCatalogue,
    to rows: inout DemoRows
  ) {
    func competencyID(_ competency: Int) -> UUID {
      ReferenceID.competency("TT02_2025", catalogue.competencies[competency])
    }
    for outcome in plan.outcomes {
      rows.outcomes.append(
        DemoCourseOutcomeRow(
          courseID: id, competencyID: competencyID(outcome.competency),
          entryLevel: outcome.entry == 0 ? nil : outcome.entry, targetLevel: outcome.target))
    }
    if let required = plan.requiredCourse {
      rows.prerequisites.append(
        DemoCoursePrerequisiteRow(
          courseID: id, ordinal: 1, requiredCourseID: courseIDs[required], competencyID: nil,
          minimumLevel: nil))
    }
    if let required = plan.requiredLevel {
      rows.prerequisites.append(
        DemoCoursePrerequisiteRow(
          courseID: id, ordinal: 1, requiredCourseID: nil,
          competencyID: competencyID(required.competency), minimumLevel: required.level))
    }
  }
}
