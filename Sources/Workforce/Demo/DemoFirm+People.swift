import Foundation
import Postgres

extension DemoFirm {
  /// Those who work here now, and about a fifth as many who have left.
  mutating func makePeople(_ setting: DemoSetting, rows: inout DemoRows) throws {
    var random = setting.random(.people, number)
    var places: [(unit: Int, role: Int)] = []
    for (unit, count) in headcounts().enumerated() {
      let roles = units[unit].plan.roles
      let counts = apportioned(count, among: roles.map(\.weight))
      for (role, count) in zip(roles, counts) {
        places += [(unit: Int, role: Int)](repeating: (unit, role.role), count: count)
      }
    }
    let leavers = (0..<(size * random.number(in: 12...24) / 100)).map { _ in
      places[1 + random.below(places.count - 1)]
    }
    for (index, place) in (places + leavers).enumerated() {
      let hasLeft = index >= places.count
      try makePerson(
        index + 1, unit: place.unit, role: place.role, hasLeft: hasLeft, setting, &random,
        rows: &rows)
    }
  }

  private func headcounts() -> [Int] {
    let heads = size >= 60 ? 2 : 1
    var counts = apportioned(size - heads, among: units.map(\.plan.share))
    counts[0] = heads
    return counts
  }

  private mutating func makePerson(
    _ ordinal: Int, unit: Int, role: Int, hasLeft: Bool, _ setting: DemoSetting,
    _ random: inout DemoRandom, rows: inout DemoRows
  ) throws {
    let sector = setting.catalogue.sectors[sector]
    let isFemale = random.happens(sector.femalePercent)
    if isFemale, !hasLeft { womenCount += 1 }
    let name = try PersonName(Self.name(isFemale: isFemale, setting.catalogue, &random))
    let employment = employment(hasLeft: hasLeft, setting, &random)
    // In small offices one person keeps the books and the personnel files.
    let helper = setting.catalogue.roles.firstIndex { $0.code == "NHAN_SU" }
    let secondRole =
      units[unit].plan.code == "HCKT" && helper != role && random.happens(20) ? helper : nil
    let required = required(role, secondRole, setting)
    let levels = required.map { Self.level(near: $0, &random) }
    let code = String(ordinal)
    let person = DemoPerson(
      id: ids.next(.employee),
      code: "NV" + String(repeating: "0", count: max(0, 3 - code.count)) + code, name: name,
      employment: employment, unit: unit, role: role, secondRole: secondRole,
      diligence: random.happens(8) ? random.number(in: 35...70) : random.number(in: 90...100),
      required: required, levelsAtFirst: levels, levels: levels)
    people.append(person)
    for held in [role, secondRole].compactMap({ $0 }) where roleIDs[held] == nil {
      roleIDs[held] = ids.next(.jobRole)
    }
    record(person, setting, &random, rows: &rows)
  }

  private func required(_ role: Int, _ secondRole: Int?, _ setting: DemoSetting) -> [Int] {
    var required = [Int](repeating: 0, count: setting.catalogue.competencies.count)
    for held in [role, secondRole].compactMap({ $0 }) {
      for (competency, level) in setting.catalogue.roles[held].requirements {
        required[competency] = max(required[competency], level)
      }
    }
    return required
  }

  private static func name(
    isFemale: Bool, _ catalogue: DemoCatalogue, _ random: inout DemoRandom
  ) -> String {
    let sex = isFemale ? "female" : "male"
    return [
      catalogue.draw("family", &random), catalogue.draw("middle_\(sex)", &random),
      catalogue.draw("given_\(sex)", &random),
    ].joined(separator: " ")
  }

  /// About as many came in three years as left: a firm of today's size is not one that doubled.
  private func employment(
    hasLeft: Bool, _ setting: DemoSetting, _ random: inout DemoRandom
  ) -> DaySpan {
    let today = setting.calendar.today
    let days = 25 + random.below(4200)
    guard hasLeft else { return DaySpan(start: today.adding(days: -days)) }
    let end = today.adding(days: -random.number(in: 5...max(30, today.days(since: joinedOn) - 60)))
    return DaySpan(start: end.adding(days: -90 - days), end: end)
  }

  private static func level(near required: Int, _ random: inout DemoRandom) -> Int {
    if required == 0 { return random.below(3) }
    let distance = [-required, -2, -1, 0, 1][random.place(inWeights: [8, 17, 33, 31, 11])]
    return min(8, max(0, required + distance))
  }
}
