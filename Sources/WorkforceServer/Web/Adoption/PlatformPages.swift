import Localization
import Workforce

/// The catalogue of platforms by process, kind and sector, each with the list that names it.
struct PlatformPages {
  func mount(_ pages: PageRouter) {
    pages.get("/platforms") { visit in
      PageView("adoption/platforms", try await PlatformList(visit).content(), section: nil)
    }
    pages.form("/platforms/new") { visit in
      try await form(visit)
    } submit: { visit, submission in
      let sector = submission.text("sector")?.split(separator: "/").map(String.init) ?? []
      let created = try await visit.perform(
        try submission.decode(
          CreatePlatform.self,
          extra: sector.count == 2 ? ["vsicVersion": sector[0], "vsicSection": sector[1]] : [:]))
      return Landing(
        "/platforms", flash: .done(visit.words["platform.added", ["code": created.code]]))
    }
  }

  private func form(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageProvince) else { throw AppError.forbidden }
    let categories = try await visit.perform(ListPlatformCategories())
    let map = try await SectorMap(visit)
    return Form(
      "adoption/platform",
      fields: [
        FormField("code", input: "code", value: ""),
        FormField("platformName", input: "name", value: ""),
        FormField(
          "category", input: "categoryCode", value: "",
          choices: categories.map {
            FormField.Choice($0.code, $0.name.text(english: visit.words.isEnglish))
          }),
        FormField("supplier", input: "supplier", value: ""),
        FormField("url", input: "url", value: ""), FormField("source", input: "source", value: ""),
        FormField(
          "sector", input: "sector", value: "",
          choices: [FormField.Choice("", visit.words["platform.any_sector"])]
            + map.sectors.keys.sorted().map {
              FormField.Choice($0, "\(map.name($0)) (\($0.prefix(8)))")
            }),
      ],
      content: [
        "title": visit.words["platform.add"], "back": visit.words["platform.title"],
        "backURL": "/platforms", "action": "/platforms/new",
      ], section: nil)
  }
}

/// Platforms that fit what was asked for, by their kind.
private struct PlatformList {
  private let visit: Visit
  private let platforms: [PlatformEntry]
  private let categories: [PlatformCategory]
  private let map: SectorMap

  init(_ visit: Visit) async throws {
    self.visit = visit
    map = try await SectorMap(visit)
    categories = try await visit.perform(ListPlatformCategories())
    let sector = visit.text("sector")?.split(separator: "/").map(String.init) ?? []
    platforms = try await visit.perform(
      ListPlatforms(
        categoryCode: visit.text("category"), processCode: visit.text("process"),
        vsicVersion: sector.count == 2 ? sector[0] : nil,
        vsicSection: sector.count == 2 ? sector[1] : nil))
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var processes: [(String, String)] = []
    for category in categories where !processes.contains(where: { $0.0 == category.processCode }) {
      processes.append((category.processCode, name(category.processName)))
    }
    var content: PageContent = [
      "process": select("process", processes),
      "category": select("category", categories.map { ($0.code, name($0.name)) }),
      "sector": select(
        "sector",
        map.sectors.keys.sorted().map { ($0, "\(map.name($0)) (\($0.prefix(8)))") }),
      "groups": categories.compactMap(group), "hasGroups": !platforms.isEmpty,
    ]
    if visit.may(.manageProvince) { content["addURL"] = "/platforms/new" }
    if visit.may(.readOrganisation) { content["backURL"] = FirmTab.adoption.url }
    return content
  }

  private func select(_ field: String, _ choices: [(String, String)]) -> PageContent {
    [
      "options": choices.map { value, label -> PageContent in
        ["value": value, "label": label, "selected": value == visit.text(field)]
      }
    ]
  }

  private func group(_ category: PlatformCategory) -> PageContent? {
    let own = platforms.filter { $0.categoryCode == category.code }
    guard !own.isEmpty else { return nil }
    var group: PageContent = [
      "title": name(category.name), "process": name(category.processName),
      "status": words["certainty.\(category.status.rawValue)"],
      "platforms": own.map(line),
    ]
    group["source"] = category.source.map(name)
    return group
  }

  private func line(_ platform: PlatformEntry) -> PageContent {
    var row: PageContent = [
      "name": platform.name, "code": platform.code, "supplier": platform.supplier ?? "–",
      "source": platform.source,
      "sector": platform.vsicSection.map {
        map.name("\(platform.vsicVersion ?? "")/\($0)")
      } ?? words["platform.any_sector"],
    ]
    if let url = platform.url, url.hasPrefix("https://") || url.hasPrefix("http://") {
      row["url"] = url
    }
    if !platform.isActive { row["isOff"] = true }
    return row
  }

  private func name(_ text: LocalizedText) -> String { text.text(english: words.isEnglish) }
}
