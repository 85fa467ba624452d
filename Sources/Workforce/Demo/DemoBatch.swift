/// The rows of some circles, made one after the other and loaded together: enough that a copy is worth
/// its round trips, few enough that memory does not grow with the province.
struct DemoBatch: Sendable {
  private static let circles = 5

  let rows: DemoRows
  /// Who signs in: people of the first circle.
  let staff: DemoStaff?

  init(number: Int, _ setting: DemoSetting) throws {
    let first = number * Self.circles
    let last = min(first + Self.circles, setting.province.circleCount)
    var rows = number == 0 ? setting.frame.rows(setting) : DemoRows()
    var staff: DemoStaff?
    for number in first..<last {
      let circle = try DemoCircle(number: number, setting, adding: rows)
      rows = circle.rows
      if number == 0 { staff = DemoStaff(circle, setting) }
    }
    self.rows = rows
    self.staff = staff
  }

  static func count(in province: DemoProvince) -> Int {
    (province.circleCount + circles - 1) / circles
  }
}
