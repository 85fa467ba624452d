import Workforce

/// The trainers and rooms of a provider, to choose from.
struct RunResourceChoices: Sendable {
  let trainers: [TrainerDetail]
  let rooms: [FormField.Choice]

  init(_ visit: Visit, provider: ID<Provider>?) async throws {
    guard let provider else {
      trainers = []
      rooms = []
      return
    }
    trainers = try await visit.perform(
      ListTrainers(providerId: provider, isActive: true, after: nil, limit: 200)
    ).items
    rooms = try await visit.perform(
      ListRooms(providerId: provider, isActive: true, after: nil, limit: 200)
    ).items.map { FormField.Choice($0.id.description, $0.name) }
  }

  /// Of a run that is there; none where another's provider names its own.
  init(_ visit: Visit, run: CourseRunSummary) async throws {
    let isAsked =
      visit.principal.role == .hr && run.providerId.uuid != visit.principal.firmID?.uuid
    try await self.init(visit, provider: isAsked ? nil : run.providerId)
  }

  var trainerChoices: [FormField.Choice] {
    trainers.map { FormField.Choice($0.id.description, $0.displayName) }
  }

  /// Who teaches a run, for a field of several choices; who alone can, for a new one.
  func chosenTrainers(_ run: CourseRunSummary?) -> String {
    if let run { return run.trainers.map(\.id.description).joined(separator: ",") }
    return trainers.count == 1 ? trainers[0].id.description : ""
  }
}
