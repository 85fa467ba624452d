import Foundation
import Postgres

/// What making a province goes by.
struct DemoSetting: Sendable {
  let province: DemoProvince
  let catalogue: DemoCatalogue
  let calendar: DemoCalendar
  let accounts: DemoAccounts
  let frame: DemoFrame

  let quarters: DemoQuarters

  init(_ province: DemoProvince) throws {
    self.province = province
    catalogue = try DemoCatalogue.shipped()
    calendar = DemoCalendar(today: province.today, daysOff: catalogue.daysOff)
    quarters = DemoQuarters(before: province.today)
    accounts = DemoAccounts(seed: province.seed)
    frame = DemoFrame(province, catalogue)
  }

  func random(_ purpose: DemoRandom.Purpose, _ number: Int) -> DemoRandom {
    DemoRandom(seed: province.seed, purpose, number)
  }
}

extension DemoFirm {
  /// - Parameter number: counted from 0; the first twelve are given by the catalogue.
  init(number: Int, _ setting: DemoSetting, rows: inout DemoRows) throws {
    var random = setting.random(.firm, number)
    var ids = DemoID(seed: setting.province.seed, number: number)
    let catalogue = setting.catalogue
    let given = number < catalogue.firms.count ? catalogue.firms[number] : nil
    let sector =
      given?.sector ?? random.place(inWeights: catalogue.sectors.map(\.weight))
    let size = given?.people ?? Self.size(&random)
    let isHousehold = given == nil && size < 10 && random.happens(12)
    var traits = setting.random(.business, number)
    let business = DemoBusiness(
      number: number, people: size, market: catalogue.markets[sector], isHousehold: isHousehold,
      &traits)
    self.init(
      number: number, given: given, business: business, id: ids.next(.firm), ids: ids,
      name: given?.name
        ?? Self.name(catalogue.sectors[sector], isHousehold: isHousehold, catalogue, &random),
      sector: sector, size: size,
      joinedOn: Self.joiningDay(isGiven: given != nil, business, setting, &random),
      account: number == 0 ? setting.accounts.id(.hr) : DemoAccounts.operatorID,
      supportPercent: random.element(of: size < 50 ? [0, 50, 50, 70] : [0, 30, 50]))
    self.ids = ids
    record(
      taxCode: try given?.taxCode ?? (isHousehold ? nil : Self.taxCode(number)),
      communeCode: given?.communeCode ?? random.element(of: catalogue.communeCodes),
      setting, rows: &rows)
    makeUnits(setting, rows: &rows)
    try makePeople(setting, rows: &rows)
    makeRoles(setting, rows: &rows)
  }

  /// Most firms of a province are very small.
  private static func size(_ random: inout DemoRandom) -> Int {
    switch random.below(100) {
    case ..<72: random.number(in: 3...9)
    case ..<96: random.number(in: 10...27)
    default: random.number(in: 28...110)
    }
  }

  /// Firms begin to use the system before they train, and others at any time.
  private static func joiningDay(
    isGiven: Bool, _ business: DemoBusiness, _ setting: DemoSetting, _ random: inout DemoRandom
  ) -> CalendarDate {
    let today = setting.calendar.today
    let first = today.adding(months: -38).adding(days: random.below(14))
    let drawn = today.adding(months: -random.number(in: 6...37)).adding(days: random.below(14))
    if isGiven { return first }
    guard let quarter = business.trainsFrom else { return drawn }
    let latest = setting.quarters.start(quarter).adding(days: -35 - random.below(60))
    return max(first, min(drawn, latest))
  }

  private static func name(
    _ sector: DemoCatalogue.Sector, isHousehold: Bool, _ catalogue: DemoCatalogue,
    _ random: inout DemoRandom
  ) -> String {
    let form =
      isHousehold
      ? "Hộ kinh doanh"
      : random.element(of: ["Công ty TNHH", "Công ty TNHH", "Công ty cổ phần", "DNTN"])
    let first = catalogue.draw("firm_first", &random)
    let second = catalogue.draw("firm_second", &random)
    return "\(form) \(sector.business) \(first) \(second) Mẫu"
  }

  /// A number whose check digit holds. A tenth of the numbers can have none, so ten are kept for each.
  private static func taxCode(_ number: Int) throws -> TaxCode? {
    for candidate in 0..<100 {
      let digits = "42\(9_600_000 + number * 10 + candidate / 10)\(candidate % 10)"
      do {
        return try TaxCode(digits)
      } catch {
        guard error == .wrongCheckDigit else { throw error }
      }
    }
    return nil
  }

  private func record(
    taxCode: TaxCode?, communeCode: String, _ setting: DemoSetting, rows: inout DemoRows
  ) {
    let sector = setting.catalogue.sectors[sector]
    let code = String(number + 1)
    rows.firms.append(
      DemoFirmRow(
        id: id, code: "KH" + String(repeating: "0", count: max(0, 5 - code.count)) + code,
        name: name, taxIDType: taxCode == nil ? "none" : "MST10", vsicVersion: sector.vsicVersion,
        vsicSection: sector.vsicSection, vsicClass: sector.vsicClass, provinceCode: "56",
        communeCode: communeCode, createdAt: joinedOn.at(hour: 8, minute: 0),
        createdBy: DemoAccounts.operatorID))
    if let taxCode { rows.taxCodes.append(DemoTaxCodeRow(taxCode: taxCode.text, firmID: id)) }
  }

  private mutating func makeUnits(_ setting: DemoSetting, rows: inout DemoRows) {
    let plans = setting.catalogue.sectors[sector].units.filter { $0.fromSize <= size }
    units = plans.map { Unit(id: ids.next(.unit), plan: $0) }
    let createdAt = joinedOn.at(hour: 8, minute: 30)
    for unit in units {
      let parent = units.first { $0.plan.code == unit.plan.parentCode }
      rows.units.append(
        DemoUnitRow(
          firmID: id, id: unit.id, code: unit.plan.code, createdAt: createdAt, createdBy: account))
      rows.placements.append(
        DemoUnitPlacementRow(
          firmID: id, id: unit.id, revision: 1, name: unit.plan.name, parentID: parent?.id,
          during: DaySpan(start: joinedOn.adding(months: -60)),
          recording: Recording(at: createdAt, by: account)))
    }
  }
}
