import Foundation
import Postgres

/// Firms that train together, and the classes that providers give them.
struct DemoCircle {
  /// A trainer with a room, one class after the other: so that nothing is ever booked twice.
  struct Lane {
    /// Nil for the in-house one of the first firm.
    let provider: Int?
    let providerID: UUID
    let trainerID: UUID
    let roomID: UUID
    let communeCode: String
    /// Who records what is marked and judged here.
    let account: UUID
    /// The next class starts on this day or later.
    var cursor: CalendarDate
    var classes = 0
    var isDone = false
  }

  /// Somebody, by the places of their firm in the circle and of themselves in the firm.
  struct Place {
    let firm: Int
    let person: Int
  }

  let number: Int
  let setting: DemoSetting
  var ids: DemoID
  var random: DemoRandom
  var firms: [DemoFirm] = []
  var lanes: [Lane] = []
  var rows: DemoRows
  /// Whether the class that meets today is made.
  var hasClassToday = false

  /// Counts circles apart from firms.
  private static let firstNumber = 40_000

  /// - Parameter rows: of circles before, to which those of this one are added.
  init(number: Int, _ setting: DemoSetting, adding rows: consuming DemoRows) throws {
    self.number = number
    self.rows = rows
    self.setting = setting
    ids = DemoID(seed: setting.province.seed, number: Self.firstNumber + number)
    random = setting.random(.training, number)
    for firm in setting.province.firmNumbers(ofCircle: number) {
      firms.append(try DemoFirm(number: firm, setting, rows: &self.rows))
    }
    try makeLanes()
    while let lane = nextLane { makeClass(in: lane) }
    for index in firms.indices {
      firms[index].makeEvidence(setting, rows: &self.rows)
      firms[index].makeBasicTests(setting, rows: &self.rows)
      try firms[index].makeAccounts(setting, rows: &self.rows)
      firms[index].makeFigures(setting, rows: &self.rows)
      try firms[index].makeTrainingPlans(setting, rows: &self.rows)
    }
  }

  /// The lane that is free first, so that classes are made in about the order of their days.
  private var nextLane: Int? {
    lanes.indices.filter { !lanes[$0].isDone }.min {
      (lanes[$0].cursor, $0) < (lanes[$1].cursor, $1)
    }
  }

  private mutating func makeLanes() throws {
    let start = setting.calendar.today.adding(months: -36)
    for (place, provider) in setting.catalogue.providers.enumerated() {
      try addLane(
        provider: place, of: setting.frame.providerIDs[place], communeCode: provider.communeCode,
        startingOn: start.adding(days: random.below(40)))
    }
    if number == 0 {
      try addLane(
        provider: nil, of: setting.frame.firstFirmID, communeCode: "22366",
        startingOn: max(DemoCatalogue.circularInForce, start).adding(days: 20))
    }
  }

  private mutating func addLane(
    provider: Int?, of providerID: UUID, communeCode: String, startingOn start: CalendarDate
  ) throws {
    let isShown = number == 0 && provider == 0
    let createdAt = start.adding(days: -30).at(hour: 8, minute: 0)
    let trainerID = ids.next(.trainer)
    let roomID = ids.next(.room)
    let name = [
      setting.catalogue.draw("family", &random), setting.catalogue.draw("middle_female", &random),
      setting.catalogue.draw("given_female", &random),
    ].joined(separator: " ")
    rows.trainers.append(
      DemoTrainerRow(
        id: trainerID, providerID: providerID, code: "GV\(number + 1)", displayName: name,
        createdAt: createdAt, createdBy: DemoAccounts.operatorID))
    rows.rooms.append(
      DemoRoomRow(
        id: roomID, providerID: providerID, code: "P\(number + 1)",
        name: provider == nil ? "Phòng họp khách sạn" : "Phòng máy \(number + 1)",
        communeCode: communeCode, capacity: 24, createdAt: createdAt,
        createdBy: DemoAccounts.operatorID))
    lanes.append(
      Lane(
        provider: provider, providerID: providerID, trainerID: trainerID, roomID: roomID,
        communeCode: communeCode,
        account: isShown ? setting.accounts.id(.trainer) : DemoAccounts.operatorID, cursor: start))
  }

  /// Days between two classes of a lane: few where many people are to be trained.
  mutating func pause(in lane: Int) -> Int {
    if lanes[lane].provider == nil { return random.number(in: 90...140) }
    let people = firms.reduce(0) { $0 + $1.size }
    let days = min(150, max(12, 22_000 / max(1, people)))
    return random.number(in: (days / 2)...(days * 3 / 2))
  }
}
