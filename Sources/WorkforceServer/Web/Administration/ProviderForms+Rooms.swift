import Localization
import Workforce

/// Who teaches for a provider, and where.
extension ProviderForms {
  func mountTrainers(_ pages: PageRouter) {
    pages.recordForm("/providers/{providerId}/trainers/new") { visit in
      let words = visit.words
      let provider = try await Self.provider(visit)
      var form = RecordForm(
        words["provider.add_trainer"], back: Self.link(provider.id, provider.name),
        action: "/providers/\(provider.id)/trainers/new", section: .administration,
        fields: [
          .text("displayName", words["provider.trainer_name"], value: nil),
          .text("code", words["structure.code"], value: nil, .code),
        ])
      form.note = words["provider.trainer_note"]
      return form
    } submit: { visit, submission in
      let trainer = try submission.decode(CreateTrainer.self)
      _ = try await visit.perform(trainer)
      return Landing(
        "/providers/\(trainer.providerId)", flash: .done(visit.words["provider.trainer_added"]))
    }
    pages.recordForm("/trainers/{trainerId}/change") { visit in
      try await changingTrainer(visit)
    } submit: { visit, submission in
      let trainer = try await trainer(visit)
      _ = try await visit.change(
        ChangeTrainer(
          trainerId: trainer.id,
          displayName: try submission.name("displayName", from: trainer.displayName),
          isActive: submission.use(from: trainer.isActive)), onVersion: submission.version)
      return Landing(
        "/providers/\(trainer.providerId)", flash: .done(visit.words["records.changed"]))
    }
  }

  func mountRooms(_ pages: PageRouter) {
    pages.recordForm("/providers/{providerId}/rooms/new") { visit in
      let words = visit.words
      let provider = try await Self.provider(visit)
      let places = try await PlaceNames(provider.provinceCode, visit)
      return RecordForm(
        words["provider.add_room"], back: Self.link(provider.id, provider.name),
        action: "/providers/\(provider.id)/rooms/new", section: .administration,
        fields: [
          .text("name", words["provider.room_name"], value: nil),
          .text("code", words["structure.code"], value: nil, .code),
        ] + place(words, places, commune: nil, capacity: nil))
    } submit: { visit, submission in
      let room = try submission.decode(CreateRoom.self)
      _ = try await visit.perform(room)
      return Landing(
        "/providers/\(room.providerId)", flash: .done(visit.words["provider.room_added"]))
    }
    pages.recordForm("/rooms/{roomId}/change") { visit in
      try await changingRoom(visit)
    } submit: { visit, submission in
      struct Sent: Decodable {
        let capacity: Int?
      }
      let (room, _) = try await room(visit)
      _ = try await visit.change(
        ChangeRoom(
          roomId: room.id, name: try submission.name("name", from: room.name),
          communeCode: submission.changed("communeCode", from: room.communeCode),
          capacity: try submission.decode(Sent.self).capacity,
          isActive: submission.use(from: room.isActive)), onVersion: submission.version)
      return Landing(
        "/providers/\(room.providerId)", flash: .done(visit.words["records.changed"]))
    }
  }

  private func trainer(_ visit: Visit) async throws -> TrainerDetail {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    let trainer = try await visit.perform(
      ShowTrainer(trainerId: try visit.id("trainerId", "trainer")))
    try await requireKept(trainer.providerId, visit)
    return trainer
  }

  private func room(_ visit: Visit) async throws -> (RoomDetail, ProviderDetail) {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    let room = try await visit.perform(ShowRoom(roomId: try visit.id("roomId", "room")))
    return (room, try await requireKept(room.providerId, visit))
  }

  @discardableResult
  private func requireKept(
    _ id: ID<Provider>, _ visit: Visit
  ) async throws -> ProviderDetail {
    let provider = try await visit.perform(ShowProvider(providerId: id))
    guard Self.mayKeep(provider, visit) else { throw AppError.forbidden }
    return provider
  }

  private func changingTrainer(_ visit: Visit) async throws -> RecordForm {
    let words = visit.words
    let trainer = try await trainer(visit)
    return RecordForm(
      words["provider.change_trainer"],
      back: Self.link(trainer.providerId, trainer.providerName),
      action: "/trainers/\(trainer.id)/change", section: .administration,
      fields: [
        .hidden("version", "\(trainer.version)"),
        .text("displayName", words["provider.trainer_name"], value: trainer.displayName),
        .use(words, trainer.isActive),
      ])
  }

  private func changingRoom(_ visit: Visit) async throws -> RecordForm {
    let words = visit.words
    let (room, provider) = try await room(visit)
    let places = try await PlaceNames(provider.provinceCode, visit)
    return RecordForm(
      words["provider.change_room"], back: Self.link(room.providerId, room.providerName),
      action: "/rooms/\(room.id)/change", section: .administration,
      fields: [
        .hidden("version", "\(room.version)"),
        .text("name", words["provider.room_name"], value: room.name),
      ] + place(words, places, commune: room.communeCode, capacity: room.capacity)
        + [.use(words, room.isActive)])
  }

  private func place(
    _ words: Words, _ places: PlaceNames, commune: String?, capacity: Int?
  ) -> [FormField] {
    [
      .select(
        "communeCode", words["officer.commune"], value: commune,
        choices: [FormField.Choice("", words["app.choose"])]
          + places.choices.keeping(commune, commune, words), .optional),
      .text(
        "capacity", words["provider.capacity"], value: capacity.map { "\($0)" },
        FormField.Hints(
          hint: words["provider.capacity_hint"], type: "number",
          attributes: "class=\"short\" min=\"1\" max=\"1000\"", isOptional: true)),
    ]
  }
}
