import Foundation
import Postgres

struct FoundResource: Decodable, Sendable {
  let id: UUID
}

extension Session {
  /// Throws `invalidInput` unless all trainers teach for the provider and all rooms are its own.
  ///
  /// - Parameter kept: trainers who teach the run already; they stay, also when they have stopped since.
  func requireResources(
    of provider: UUID, trainers: [ID<Trainer>], keeping kept: Set<UUID>,
    rooms: [(id: ID<Room>, field: String)]
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
      let known = kept.union(found.map(\.id))
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
    try await execute(Command("session.forget_trainers"), run.uuid)
  }

  /// Names which of the run's trainers teach a session; none names all of them. Throws `invalidInput` for one
  /// who does not teach the run.
  func replaceTrainers(
    of session: ID<CourseSession>, in run: ID<CourseRun>, with trainers: [ID<Trainer>]
  ) async throws {
    let known = Set(try await fetchAll(.runTrainers, run.uuid).map(\.id))
    var problems = Problems()
    for (index, trainer) in trainers.enumerated() where !known.contains(trainer.uuid) {
      problems.add("trainerIds[\(index)]", "session.trainer_not_of_its_run")
    }
    try problems.throwIfAny()
    let named = Set(trainers.map(\.uuid))
    try await execute(Command("session.delete_trainers"), session.uuid)
    // All of them by name is what no name says, and stays so when the run gets another.
    guard named != known else { return }
    try await execute(Command("session.insert_trainers"), session.uuid, Array(named))
  }
}

extension Query<FoundResource> {
  static var providerTrainers: Self { Query("course_run.provider_trainers") }
  static var runTrainers: Self { Query("course_run.trainers") }
  static var providerRooms: Self { Query("course_run.provider_rooms") }
}

extension Command {
  static var deleteRunTrainers: Self { Command("course_run.delete_trainers") }
  static var insertRunTrainers: Self { Command("course_run.insert_trainers") }
}
