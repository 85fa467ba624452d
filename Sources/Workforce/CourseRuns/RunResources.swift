import Foundation
import Postgres

struct FoundResource: Decodable, Sendable {
  let id: UUID
}

extension Session {
  /// Throws `invalidInput` unless all trainers teach for the provider and all rooms are its own.
  func requireResources(
    of provider: UUID, trainers: [ID<Trainer>], rooms: [(id: ID<Room>, field: String)]
  ) async throws {
    var problems = Problems()
    if principal.role == .hr, provider != principal.firmID?.uuid {
      // Their time is the provider's to give: it names them when it agrees.
      if !trainers.isEmpty { problems.add("trainerIds", "course_run.provider_names_its_own") }
      for room in rooms { problems.add(room.field, "course_run.provider_names_its_own") }
      try problems.throwIfAny()
    }
    if !trainers.isEmpty {
      let found = try await fetchAll(.providerTrainers, trainers.map(\.uuid), provider)
      let known = Set(found.map(\.id))
      for (index, trainer) in trainers.enumerated() where !known.contains(trainer.uuid) {
        problems.add("trainerIds[\(index)]", "course_run.trainer_of_another_provider")
      }
    }
    if !rooms.isEmpty {
      let found = try await fetchAll(.providerRooms, rooms.map(\.id.uuid), provider)
      let known = Set(found.map(\.id))
      for room in rooms where !known.contains(room.id.uuid) {
        problems.add(room.field, "course_run.room_of_another_provider")
      }
    }
    try problems.throwIfAny()
  }

  func replaceTrainers(of run: ID<CourseRun>, with trainers: [ID<Trainer>]) async throws {
    try await execute(.deleteRunTrainers, run.uuid)
    try await execute(.insertRunTrainers, run.uuid, Array(Set(trainers.map(\.uuid))))
  }
}

extension Query<FoundResource> {
  static var providerTrainers: Self { Query("course_run.provider_trainers") }
  static var providerRooms: Self { Query("course_run.provider_rooms") }
}

extension Command {
  static var deleteRunTrainers: Self { Command("course_run.delete_trainers") }
  static var insertRunTrainers: Self { Command("course_run.insert_trainers") }
}
