import CivilCalendar
import Localization
import Workforce

/// Where each process stands, and every step that led there, on any day and as known on any day.
struct AdoptionList {
  private let visit: Visit
  private let dates: ReportDates
  private let steps: [AdoptionStep]
  private let processes: [BusinessProcess]
  private let adoptionWords: AdoptionWords

  init(_ visit: Visit) async throws {
    self.visit = visit
    dates = try ReportDates(visit)
    adoptionWords = AdoptionWords(visit.words)
    steps = try await visit.perform(
      ListAdoption(
        asOf: dates.asOf, knownAt: dates.knownAt, processCode: nil))
    processes = try await BusinessProcess.all(visit)
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = FirmTab.adoption.content(visit)
    content["past"] = dates.content(words, clearURL: "/adoption")
    content["processes"] = processes.map(standing)
    content["hasSteps"] = !steps.isEmpty
    content["steps"] = steps.map(line)
    content["platformsURL"] = "/platforms"
    if visit.may(.manageOrganisation), !dates.isPast { content["addURL"] = "/adoption/new" }
    return content
  }

  /// The furthest among the kinds of platform of a process, each by its latest step by the day; what is
  /// planned for later counts while nothing else is there.
  private func standing(_ process: BusinessProcess) -> PageContent {
    let own = steps.filter { $0.processCode == process.code }
    let past = own.filter { $0.occurredOn <= dates.asOf ?? visit.today }
    var latest: [String: AdoptionStep] = [:]
    for step in (past.isEmpty ? own : past).reversed() { latest[step.categoryCode ?? ""] = step }
    let order = AdoptionStage.furthestFirst
    let present = order.lazy.compactMap { stage in
      latest.values.filter { $0.stage == stage }.max { $0.occurredOn < $1.occurredOn }
    }.first
    var row: PageContent = ["name": process.name, "isNone": present == nil]
    guard let present else { return row }
    row["stage"] = adoptionWords.stage(present.stage)
    row["isInUse"] = present.stage == .inUse || present.stage == .sustained
    row["since"] = words["figures.since", ["date": words.date(present.occurredOn)]]
    row["tool"] = adoptionWords.tool(present)
    return row
  }

  private func line(_ step: AdoptionStep) -> PageContent {
    var row: PageContent = [
      "date": words.date(step.occurredOn), "process": adoptionWords.process(step),
      "stage": adoptionWords.stage(step.stage), "url": "/adoption/\(step.id)",
      "tool": adoptionWords.tool(step) ?? "–",
    ]
    if step.revision > 1 {
      row["revised"] = words["firm.revision", ["number": "\(step.revision)"]]
    }
    return row
  }
}

extension AdoptionStage {
  static let furthestFirst: [AdoptionStage] = [.sustained, .inUse, .piloting, .planned, .stopped]
}

/// A process that firms digitise, as kinds of platforms name it.
struct BusinessProcess {
  let code: String
  let name: String

  /// In the order of the catalogue.
  static func all(_ visit: Visit) async throws -> [BusinessProcess] {
    var seen: Set<String> = []
    return try await visit.perform(ListPlatformCategories())
      .filter { seen.insert($0.processCode).inserted }
      .map {
        BusinessProcess(
          code: $0.processCode, name: $0.processName.text(english: visit.words.isEnglish))
      }
  }
}
