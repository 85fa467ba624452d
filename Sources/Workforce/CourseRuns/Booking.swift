import Foundation
import Postgres

/// Hours at which someone or something would be in two places.
struct BookingClash: Decodable, Sendable {
  enum Kind: String, Decodable, Sendable {
    case trainer, room, run
  }

  let kind: Kind
  /// The trainer's display name or the room's; nil for the run itself.
  let name: String?
  let day: String
  let startsAt: String
  let endsAt: String

  var error: AppError {
    var parameters = ["day": day, "from": startsAt, "to": endsAt]
    if let name { parameters["name"] = name }
    return switch kind {
    case .trainer: .conflict("session.trainer_taken", parameters)
    case .room: .conflict("session.room_taken", parameters)
    case .run: .conflict("session.run_taken", parameters)
    }
  }
}

extension Session {
  /// Takes the trainers and rooms of sessions as these now are, in place of what they took before.
  /// Throws `conflict` saying who or what is taken, and when. Two plans at the same moment are kept
  /// apart by the exclusion constraints of the bookings, which can say no more than that.
  func rebook(_ sessions: [UUID]) async throws {
    guard !sessions.isEmpty else { return }
    let rows = try await pipeline([
      Call(Command.deleteTrainerBookings.statement, [sessions]),
      Call(Command.deleteRoomBookings.statement, [sessions]),
      Call(Query<BookingClash>.bookingClash.statement, [sessions]),
    ])
    if let clash = try decode(BookingClash.self, from: rows[2]).first { throw clash.error }
    _ = try await pipeline([
      Call(Command.insertTrainerBookings.statement, [sessions]),
      Call(Command.insertRoomBookings.statement, [sessions]),
    ])
  }

  /// Gives the trainers and rooms of sessions free.
  func releaseBookings(of sessions: [UUID]) async throws {
    _ = try await pipeline([
      Call(Command.deleteTrainerBookings.statement, [sessions]),
      Call(Command.deleteRoomBookings.statement, [sessions]),
    ])
  }
}

extension Query<BookingClash> {
  static var bookingClash: Self { Query("booking.clash") }
}

extension Command {
  static var deleteTrainerBookings: Self { Command("booking.delete_trainers") }
  static var deleteRoomBookings: Self { Command("booking.delete_rooms") }
  static var insertTrainerBookings: Self { Command("booking.insert_trainers") }
  static var insertRoomBookings: Self { Command("booking.insert_rooms") }
}
