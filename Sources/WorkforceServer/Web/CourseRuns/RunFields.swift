import CivilCalendar
import Foundation
import Localization
import Workforce

/// The fields that planning a run and changing it have in common.
struct RunFields: Sendable {
  private let resources: RunResourceChoices
  private let communes: [FormField.Choice]
  private let groups: [FormField.Choice]
  private let words: Words

  /// - Parameter provider: nil before the firm has become a provider of its own.
  init(_ visit: Visit, provider: ID<Provider>?, resources: RunResourceChoices) async throws {
    self.resources = resources
    words = visit.words
    if let provider {
      let province = try await visit.perform(ShowProvider(providerId: provider)).provinceCode
      communes = try await PlaceNames(province, visit).choices
    } else {
      communes = []
    }
    let isEnglish = words.isEnglish
    groups = try await visit.perform(ListSupportFlags()).map {
      FormField.Choice($0.code, $0.name.text(english: isEnglish))
    }
  }

  /// Which of the fields there is something to choose in.
  var content: PageContent {
    [
      "hasTrainers": !resources.trainers.isEmpty, "hasRooms": !resources.rooms.isEmpty,
      "hasCommunes": !communes.isEmpty, "hasGroups": !groups.isEmpty,
    ]
  }

  /// - Parameter details: nil for a run that is planned now.
  func fields(_ details: CourseRunDetails?) -> [FormField] {
    let run = details?.run
    return [
      FormField("version", input: "version", value: run.map { "\($0.version)" } ?? ""),
      FormField("code", input: "code", value: run?.code ?? ""),
      FormField(
        "language", input: "language", value: run?.language.rawValue ?? "",
        choices: TeachingLanguage.allCases.map {
          FormField.Choice($0.rawValue, words["course.language_\($0.rawValue)"])
        }),
      FormField(
        "trainer", input: "trainerIds", value: resources.chosenTrainers(run),
        choices: resources.trainers, isMultiple: true),
      FormField(
        "room", input: "roomId", value: run?.roomId?.description ?? "", choices: resources.rooms),
      FormField("place", input: "place", value: run?.place ?? ""),
      FormField(
        "commune", input: "communeCode", value: run?.communeCode ?? "",
        choices: communes.keeping(
          run?.communeCode, run?.communeName?.text(english: words.isEnglish), words)),
      FormField("capacity", input: "capacity", value: "\(run?.capacity ?? 20)"),
      FormField("cutOff", input: "cutOffAt", value: run.map { Self.local($0.cutOffAt) } ?? ""),
      FormField(
        "policy", input: "waitingPolicy", value: (run?.waitingPolicy ?? .firstCome).rawValue,
        choices: [WaitingPolicy.firstCome, .none, .firmQuota, .priority].map {
          FormField.Choice($0.rawValue, words["run.choice_\($0.rawValue)"])
        }),
      FormField("quota", input: "firmQuota", value: run?.firmQuota.map(String.init) ?? ""),
      FormField(
        "groups", input: "priorityFlags",
        value: run?.priorityFlags.joined(separator: ",") ?? "", choices: groups,
        isMultiple: true),
      FormField("price", input: "priceVnd", value: run.map { words.number($0.priceVnd) } ?? ""),
      FormField("startsOn", input: "startsOn", value: run?.startsOn.description ?? ""),
      FormField("endsOn", input: "endsOn", value: run?.endsOn.description ?? ""),
    ]
  }

  /// A moment as a browser's field holds it, in Vietnam (UTC+7): `2026-12-04T17:00`.
  private static func local(_ moment: Date) -> String {
    String(moment.addingTimeInterval(7 * 3600).formatted(.iso8601).prefix(16))
  }
}

/// What a run's form sent of the fields in common.
struct RunValues {
  private struct Plain: Codable {
    let code: String
    let language: TeachingLanguage?
    let trainerIds: [ID<Trainer>]
    let roomId: ID<Room>?
    let place: String?
    let communeCode: String?
    let capacity: Int
    let waitingPolicy: WaitingPolicy
    let firmQuota: Int?
    let priorityFlags: [String]
    /// Nil for that of the course.
    let priceVnd: Int?
    let startsOn: CalendarDate?
    let endsOn: CalendarDate?
  }

  private let plain: Plain
  private let cutOffAt: Date?

  /// Throws `invalidInput` naming the input's fields.
  init(_ submission: Submission) throws {
    plain = try submission.decode(Plain.self, amounts: ["priceVnd"])
    cutOffAt = try submission.text("cutOff").map(Self.moment)
  }

  /// A day and an hour of Vietnam, as a browser sends them, `2026-12-04T17:00`, or as people write them:
  /// `4/12/2026 17:00`.
  private static func moment(_ text: String) throws(AppError) -> Date {
    let parts = text.split { $0 == "T" || $0 == " " }
    let day = try CalendarDate(String(parts.first ?? ""), inField: "cutOffAt")
    guard parts.count == 2 else { throw .invalid("cutOffAt", "field.not_an_hour") }
    do {
      return try Date("\(day)T\(parts[1].prefix(5)):00+07:00", strategy: .iso8601)
    } catch { throw .invalid("cutOffAt", "field.not_an_hour") }
  }

  // A quota and groups stand on the page whatever the policy is, and count with theirs alone.
  private var firmQuota: Int? { plain.waitingPolicy == .firmQuota ? plain.firmQuota : nil }
  private var groups: [String]? { plain.waitingPolicy == .priority ? plain.priorityFlags : nil }

  func creation(_ submission: Submission, sessions: [SessionInput]) throws -> CreateCourseRun {
    struct Offer: Codable {
      let courseId: ID<Course>
      let providerId: ID<Provider>?
      let isOpen: Bool
    }
    let offer = try submission.decode(Offer.self)
    return CreateCourseRun(
      courseId: offer.courseId, providerId: offer.providerId, code: plain.code,
      language: plain.language, trainerIds: plain.trainerIds, roomId: plain.roomId,
      place: plain.place, communeCode: plain.communeCode, capacity: plain.capacity,
      cutOffAt: cutOffAt, waitingPolicy: plain.waitingPolicy, firmQuota: firmQuota,
      priorityFlags: groups, priceVnd: plain.priceVnd, isOpen: offer.isOpen,
      startsOn: nil, endsOn: nil, sessions: sessions)
  }

  /// What cannot be chosen on the page, such as another provider's trainers, stays.
  func change(
    of details: CourseRunDetails, _ resources: RunResourceChoices
  ) throws(AppError) -> ChangeCourseRun {
    let run = details.run
    var problems = Problems()
    if plain.priceVnd == nil { problems.add("priceVnd", "field.required") }
    if cutOffAt == nil { problems.add("cutOffAt", "field.required") }
    try problems.throwIfAny()
    let sameTrainers = Set(plain.trainerIds) == Set(run.trainers.map(\.id))
    let sameRoom = plain.roomId == run.roomId || resources.rooms.isEmpty
    let setsDays = details.sessions.isEmpty
    return ChangeCourseRun(
      courseRunId: run.id, code: plain.code, language: plain.language,
      trainerIds: resources.trainers.isEmpty || sameTrainers ? nil : plain.trainerIds,
      roomId: sameRoom ? nil : plain.roomId,
      withoutRoom: !sameRoom && plain.roomId == nil ? true : nil,
      place: plain.place ?? "", communeCode: plain.communeCode ?? "", capacity: plain.capacity,
      cutOffAt: cutOffAt, waitingPolicy: plain.waitingPolicy, firmQuota: firmQuota,
      priorityFlags: groups, priceVnd: plain.priceVnd, isOpen: nil,
      startsOn: setsDays ? plain.startsOn : nil, endsOn: setsDays ? plain.endsOn : nil)
  }
}
