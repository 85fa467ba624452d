import Foundation
import Postgres

extension DemoFirm {
  /// What the firm set aside for training, and the one audit row of the load.
  mutating func makeAccounts(_ setting: DemoSetting, rows: inout DemoRows) throws {
    var random = setting.random(.budgets, number)
    let thisYear = setting.calendar.today.year
    for year in [thisYear - 1, thisYear] {
      for unit in units.indices {
        let spent = spending[BudgetYear(unit: unit, year: year)] ?? 0
        if spent == 0, !random.happens(20) { continue }
        // Some have set aside less than they spent.
        let millions = max(2, spent * random.number(in: 85...170) / 100_000_000 + 1)
        recordBudget(of: unit, year, millions * 1_000_000, setting, rows: &rows)
      }
    }
    let changes = [
      AuditChange("employees", before: nil, after: "\(people.count)"),
      AuditChange("units", before: nil, after: "\(units.count)"),
    ]
    let auditID = ids.next(.audit)
    rows.auditEntries.append(
      DemoAuditEntryRow(
        firmID: id, id: auditID,
        occurredAt: setting.calendar.moment(
          setting.calendar.today, hour: 0, minute: 0),
        accountID: DemoAccounts.operatorID, actingRole: Role.administrator.rawValue,
        useCase: "demo.seed", subjectIDs: [id],
        changes: JSONText(utf8: [UInt8](try JSONCoding.encoder().encode(changes)))))
    rows.auditQueue.append(DemoAuditQueueRow(firmID: id, auditID: auditID))
  }

  private mutating func recordBudget(
    of unit: Int, _ year: Int, _ amount: Int, _ setting: DemoSetting, rows: inout DemoRows
  ) {
    guard let firstDay = CalendarDate(year: year, month: 1, day: 5) else { return }
    rows.budgets.append(
      DemoUnitBudgetRow(
        firmID: id, id: ids.next(.budget), revision: 1, unitID: units[unit].id, year: year,
        amountVnd: amount,
        recording: Recording(
          at: setting.calendar.moment(max(firstDay, joinedOn), hour: 9, minute: 0), by: account)))
  }
}
