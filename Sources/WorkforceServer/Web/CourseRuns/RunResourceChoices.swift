import Workforce

/// The trainers and rooms of a provider, to choose from.
struct RunResourceChoices: Sendable {
  let trainers: [FormField.Choice]
  let rooms: [FormField.Choice]

  init(_ visit: Visit, provider: ID<Provider>?) async throws {
    guard let provider else {
      trainers = []
      rooms = []
      return
    }
    trainers = try await visit.all { after in
      ListTrainers(
        providerId: provider, isActive: true, after: after, limit: Visit.largestPage)
    }.map { FormField.Choice($0.id.description, $0.displayName) }
    rooms = try await visit.all { after in
      ListRooms(providerId: provider, isActive: true, after: after, limit: Visit.largestPage)
    }.map { FormField.Choice($0.id.description, $0.name) }
  }

  private init(trainers: [FormField.Choice], rooms: [FormField.Choice]) {
    self.trainers = trainers
    self.rooms = rooms
  }

  /// Of a run that is there, with the trainers and rooms that it has; none where another's provider names
  /// its own.
  ///
  /// - Parameter session: one of the run whose own room stays among the choices.
  init(_ visit: Visit, run: CourseRunSummary, session: SessionDetails?) async throws {
    let isAsked =
      visit.principal.role == .hr && run.providerId.uuid != visit.principal.firmID?.uuid
    let own = try await RunResourceChoices(visit, provider: isAsked ? nil : run.providerId)
    guard !isAsked else {
      self = own
      return
    }
    let words = visit.words
    self.init(
      trainers: own.trainers.keeping(
        run.trainers.map { FormField.Choice($0.id.description, $0.name) }, words),
      rooms: own.rooms.keeping(run.roomId?.description, run.roomName, words)
        .keeping(session?.roomId?.description, session?.roomName, words))
  }

  /// Who teaches a run, for a field of several choices; who alone can, for a new one.
  func chosenTrainers(_ run: CourseRunSummary?) -> String {
    if let run { return run.trainers.map(\.id.description).joined(separator: ",") }
    return trainers.count == 1 ? trainers[0].value : ""
  }
}
