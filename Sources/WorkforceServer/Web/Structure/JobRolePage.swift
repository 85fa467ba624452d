import CivilCalendar
import Localization
import Workforce

/// One job role: what it asks for on a day, and what will hold later.
struct JobRolePage {
  private let visit: Visit
  private let address: JobRoleAddress
  private let role: JobRoleDetails
  private let coming: [RequirementRecord]
  private let day: CalendarDate
  private let levels: CompetencyChoices

  init(_ visit: Visit) async throws {
    self.visit = visit
    address = try JobRoleAddress(visit)
    let day = try visit.day("asOf") ?? visit.today
    self.day = day
    role = try await visit.perform(
      ShowJobRole(jobRoleId: address.id, asOf: day, knownAt: nil))
    let history = try await visit.perform(
      ListRequirementHistory(jobRoleId: address.id, competencyId: nil))
    coming = history.filter { $0.supersededAt == nil && !$0.isVoid && $0.validFrom > day }
      .sorted { $0.validFrom < $1.validFrom }
    levels = try await CompetencyChoices(visit)
  }

  private var words: Words { visit.words }

  func page() -> RecordPage {
    var page = RecordPage(role.title.text(english: words.isEnglish), section: .structure)
    page.subtitle = role.code
    page.crumbs = [StructureTab.roles.link(words)]
    page.facts = facts
    page.filter = RecordFilter(
      visit, action: address.url,
      fields: [
        .asOf(day, words)
      ])
    page.actions = actions
    page.listings = [present]
    if !coming.isEmpty { page.listings.append(later) }
    return page
  }

  private var facts: [RecordFact] {
    var facts = [RecordFact(term: words["structure.code"], text: role.code)]
    if let other = words.isEnglish ? role.title.vi : role.title.en {
      facts.append(
        RecordFact(
          term: words[words.isEnglish ? "structure.title_vi" : "structure.title_en"], text: other))
    }
    if let template = role.templateCode, let id = role.templateId {
      facts.append(
        RecordFact(
          term: words["structure.template"], text: template, url: "/structure/templates/\(id)"))
    }
    facts.append(
      RecordFact(
        term: words["app.status"],
        text: words[role.isActive ? "records.in_use" : "records.not_used"]))
    facts.append(
      RecordFact(
        term: words["structure.people"], text: words["structure.see_people"],
        url: "/people?role=\(address.id)"))
    return facts
  }

  private var actions: [RecordLink] {
    var actions: [RecordLink] = []
    if visit.may(.manageJobRoles) {
      actions += [
        RecordLink(
          label: words["structure.require"], url: "\(address.url)/require", isMain: true),
        RecordLink(label: words["structure.copy_into"], url: "\(address.url)/copy"),
        RecordLink(label: words["structure.change_role"], url: "\(address.url)/change"),
      ]
    }
    actions += [
      RecordLink(label: words["structure.history"], url: "\(address.url)/history"),
      RecordLink(label: words["matrix.open"], url: "/matrix?role=\(address.id)"),
    ]
    return actions
  }

  private var columns: [String] {
    [
      words["structure.competency"], words["structure.level"], "#" + words["structure.holders"],
      words["structure.dates"], words["app.reason"], words["app.actions"],
    ]
  }

  private var present: RecordListing {
    RecordListing(
      words["structure.required_on", ["date": words.date(day)]], columns: columns,
      rows: role.requirements.map { row(RequirementLine($0)) },
      empty: words["structure.no_requirements"])
  }

  private var later: RecordListing {
    RecordListing(
      words["structure.required_later"], columns: columns,
      rows: coming.map { row(RequirementLine($0)) }, empty: "")
  }

  private func row(_ line: RequirementLine) -> [RecordListing.Cell] {
    let url = "\(address.url)/requirements/\(line.id)"
    var links = [
      RecordLink(
        label: words["structure.history"],
        url: "\(address.url)/history?competency=\(line.competency)")
    ]
    if visit.may(.manageJobRoles) {
      links =
        ["change", "correct", "end", "void"].map {
          RecordLink(label: words["structure.\($0)"], url: "\(url)/\($0)")
        } + links
    }
    return [
      .link(
        "\(line.code) \(line.title.text(english: words.isEnglish))",
        "/reference/competencies/\(line.competency)"),
      RecordListing.Cell(levels.name(line.level, of: line.competency)),
      RecordListing.Cell(words.number(line.holders)),
      RecordListing.Cell(words.dates(from: line.from, to: line.until)),
      RecordListing.Cell(line.reason ?? "–"), .links(links),
    ]
  }
}

/// A requirement as the tables of a role show it, whether it holds or is still to come.
private struct RequirementLine {
  let id: ID<RoleRequirement>
  let competency: ID<Competency>
  let code: String
  let title: LocalizedText
  let level: Int
  let holders: Int
  let from: CalendarDate
  let until: CalendarDate?
  let reason: String?

  init(_ requirement: RoleRequirement) {
    id = requirement.id
    competency = requirement.competencyId
    code = requirement.competencyCode
    title = requirement.competencyTitle
    level = requirement.requiredLevel
    holders = requirement.minimumHolders
    from = requirement.validFrom
    until = requirement.validUntil
    reason = requirement.reason
  }

  init(_ record: RequirementRecord) {
    id = record.id
    competency = record.competencyId
    code = record.competencyCode
    title = record.competencyTitle
    level = record.requiredLevel
    holders = record.minimumHolders
    from = record.validFrom
    until = record.validUntil
    reason = record.reason
  }
}
