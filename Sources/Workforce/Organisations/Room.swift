import Foundation
import Postgres

package struct RoomDetail: Codable, Sendable, Versioned {
  package let id: ID<Room>
  package let providerId: ID<Provider>
  package let providerName: String
  package let code: String
  package let name: String
  package let communeCode: String?
  /// People it holds; nil when nobody has said.
  package let capacity: Int?
  package let isActive: Bool
  package let version: Int
}

extension Query<RoomDetail> {
  static var room: Self { Query("room.show") }
  static var rooms: Self { Query("room.list") }
}

package struct ShowRoom: Lookup {
  package typealias Output = RoomDetail

  package static let name = "room.show"
  package static let route = Route.get("/rooms/{roomId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let roomId: ID<Room>

  package init(roomId: ID<Room>) {
    self.roomId = roomId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<RoomDetail>.room.statement, [roomId.uuid, context.principal.planningScope.provider])
  }

  package func output(from rows: Rows) throws -> RoomDetail {
    try rows.one(RoomDetail.self, "room")
  }
}

/// Rooms by name, of one provider or all.
package struct ListRooms: Lookup {
  package typealias Output = Page<RoomDetail>

  package static let name = "room.list"
  package static let route = Route.get("/rooms")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let providerId: ID<Provider>?
  package let isActive: Bool?
  package let after: String?
  package let limit: Int?

  package init(providerId: ID<Provider>?, isActive: Bool?, after: String?, limit: Int?) {
    self.providerId = providerId
    self.isActive = isActive
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<RoomDetail>.rooms.statement,
      [
        providerId?.uuid, isActive, try ListCursor.id(after), ListCursor.limit(limit) + 1,
        context.principal.planningScope.provider,
      ])
  }

  package func output(from rows: Rows) throws -> Page<RoomDetail> {
    ListCursor.page(
      try rows.decode(RoomDetail.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}

/// Enters a place where a provider teaches.
package struct CreateRoom: UseCase {
  package static let name = "room.create"
  package static let route = Route.post("/rooms")
  package static let permission = Permission.planRuns
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let providerId: ID<Provider>
  package let code: String
  package let name: String
  package let communeCode: String?
  package let capacity: Int?

  package init(
    providerId: ID<Provider>, code: String, name: String, communeCode: String?, capacity: Int?
  ) {
    self.providerId = providerId
    self.code = code
    self.name = name
    self.communeCode = communeCode
    self.capacity = capacity
  }

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(name, "name", limit: 200)
    problems.range(capacity, "capacity", 1...1000)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let provider = try await session.findKeptProvider(providerId)
    try await session.requireCommune(communeCode, in: provider.provinceCode)
    let id: ID<Room> = session.newID()
    try await session.execute(
      .createRoom, id.uuid, providerId.uuid, code.tidied, name.tidied, communeCode, capacity,
      session.now, session.principal.accountID.uuid)
    session.recordAudit(
      [id.uuid, providerId.uuid],
      changes: [
        AuditChange("code", before: nil, after: code.tidied),
        AuditChange("capacity", before: nil, after: capacity.map { "\($0)" }),
      ], reason: nil)
    return SavedRecord(id: id.uuid, version: 1)
  }
}

/// Changes a room, or whether it is used.
package struct ChangeRoom: UseCase {
  package static let name = "room.change"
  package static let route = Route.patch("/rooms/{roomId}")
  package static let permission = Permission.planRuns
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let roomId: ID<Room>
  package let name: String?
  package let communeCode: String?
  package let capacity: Int?
  package let isActive: Bool?

  package init(
    roomId: ID<Room>, name: String?, communeCode: String?, capacity: Int?, isActive: Bool?
  ) {
    self.roomId = roomId
    self.name = name
    self.communeCode = communeCode
    self.capacity = capacity
    self.isActive = isActive
  }

  package func check(_ problems: inout Problems) {
    if let name { problems.require(name, "name", limit: 200) }
    problems.range(capacity, "capacity", 1...1000)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let present = try await session.find(
      "room", .room, roomId.uuid, session.principal.planningScope.provider)
    let provider = try await session.findKeptProvider(present.providerId)
    try session.requireVersion(present.version)
    try await session.requireCommune(communeCode, in: provider.provinceCode)
    try await session.change(
      .changeRoom, roomId.uuid, present.version, name?.tidied, communeCode, capacity, isActive)
    session.recordAudit(
      [roomId.uuid],
      changes: AuditChange.changes([
        ("name", present.name, name?.tidied),
        ("communeCode", present.communeCode, communeCode),
        ("capacity", present.capacity.map { "\($0)" }, capacity.map { "\($0)" }),
        ("isActive", "\(present.isActive)", isActive.map { "\($0)" }),
      ]), reason: nil)
    return SavedRecord(id: roomId.uuid, version: present.version + 1)
  }
}

extension Command {
  static var createRoom: Command { Command("room.create") }
  static var changeRoom: Command { Command("room.change") }
}
