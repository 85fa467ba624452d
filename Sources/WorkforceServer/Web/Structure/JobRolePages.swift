import CivilCalendar
import Localization
import Workforce

/// The job roles of the firm, and what one of them asks for: now, from a later day, and as it was
/// written down over time.
struct JobRolePages {
  func mount(_ pages: PageRouter) {
    pages.get("/structure/roles") { visit in try await list(visit).view() }
    pages.get("/structure/roles/{jobRoleId}") { visit in
      try await JobRolePage(visit).page().view()
    }
    pages.get("/structure/roles/{jobRoleId}/history") { visit in
      try await history(visit).view()
    }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let isAll = visit.text("which") == "all"
    let found = try await visit.perform(
      ListJobRoles(
        search: visit.text("search"), includesInactive: isAll, after: visit.text("after"),
        limit: nil))
    var page = StructureTab.roles.page(visit)
    page.filter = RecordFilter(
      visit, action: StructureTab.roles.url,
      fields: [
        .search(words["structure.find_role"], visit),
        .select(
          "which", words["app.status"], value: visit.text("which"),
          choices: [
            FormField.Choice("", words["records.in_use"]),
            FormField.Choice("all", words["app.all"]),
          ], .optional),
      ])
    var listing = RecordListing(
      words["structure.tab_roles"],
      columns: [
        words["structure.role"], words["structure.code"], "#" + words["structure.people"],
        "#" + words["structure.requirements"], words["app.status"],
      ], rows: found.items.map { row($0, words) }, empty: words["structure.no_roles"])
    if visit.may(.manageJobRoles) {
      listing.links = [
        RecordLink(
          label: words["structure.from_template"], url: "/structure/templates", isMain: true),
        RecordLink(label: words["structure.add_role"], url: "/structure/roles/new"),
      ]
    }
    listing.downloads = visit.downloads(
      "job-role.list",
      ["search": visit.text("search"), "includesInactive": isAll ? "true" : nil])
    page.listings = [listing]
    page.pager = visit.pager(StructureTab.roles.url, shown: found.items.count, next: found.next)
    return page
  }

  private func row(_ role: JobRoleSummary, _ words: Words) -> [RecordListing.Cell] {
    [
      .link(role.title.text(english: words.isEnglish), JobRoleAddress.url(role.id)),
      RecordListing.Cell(role.code), RecordListing.Cell(words.number(role.people)),
      RecordListing.Cell(words.number(role.requirementCount)), words.isUsed(role.isActive),
    ]
  }

  private func history(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let address = try JobRoleAddress(visit)
    let role = try await visit.perform(
      ShowJobRole(jobRoleId: address.id, asOf: nil, knownAt: nil))
    let competency: ID<Competency>? = visit.text("competency").flatMap { ID($0) }
    let records = try await visit.perform(
      ListRequirementHistory(jobRoleId: address.id, competencyId: competency))
    var page = RecordPage(words["structure.history"], section: .structure)
    page.subtitle = role.title.text(english: words.isEnglish)
    page.crumbs = [StructureTab.roles.link(words), address.link(role, words)]
    page.note = words["structure.history_note"]
    page.listings = [
      RecordListing(
        words["structure.history"],
        columns: [
          words["structure.competency"], "#" + words["structure.level"],
          "#" + words["structure.holders"], words["structure.dates"],
          words["structure.recorded_at"], words["app.reason"], words["app.status"],
        ], rows: records.map { revision($0, words) }, empty: words["structure.no_history"])
    ]
    return page
  }

  private func revision(_ record: RequirementRecord, _ words: Words) -> [RecordListing.Cell] {
    let state: RecordListing.Cell =
      if record.isVoid {
        .badge(words["structure.voided"], isOff: true)
      } else if record.supersededAt != nil {
        .badge(words["structure.superseded"], isOff: true)
      } else {
        .badge(words["structure.counts"], isOff: false)
      }
    return [
      RecordListing.Cell(
        "\(record.competencyCode) \(record.competencyTitle.text(english: words.isEnglish))"),
      RecordListing.Cell("\(record.requiredLevel)"),
      RecordListing.Cell(words.number(record.minimumHolders)),
      RecordListing.Cell(words.dates(from: record.validFrom, to: record.validUntil)),
      RecordListing.Cell(words.moment(record.recordedAt)),
      RecordListing.Cell(record.reason ?? "–"), state,
    ]
  }
}

/// Where the pages of a job role are.
struct JobRoleAddress {
  let id: ID<JobRole>

  init(_ visit: Visit) throws(AppError) {
    id = try visit.id("jobRoleId", "job_role")
  }

  static func url(_ id: ID<JobRole>) -> String { "/structure/roles/\(id)" }

  var url: String { Self.url(id) }

  func link(_ role: JobRoleDetails, _ words: Words) -> RecordLink {
    RecordLink(label: role.title.text(english: words.isEnglish), url: url)
  }
}
