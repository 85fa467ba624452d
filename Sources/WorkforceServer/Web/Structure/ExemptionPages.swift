import CivilCalendar
import Localization
import Workforce

/// Who need not meet which requirement, why and until when.
struct ExemptionPages {
  func mount(_ pages: PageRouter) {
    pages.get("/structure/exemptions") { visit in try await list(visit).view() }
    pages.recordForm("/structure/exemptions/{exemptionId}/end") { visit in
      try await ending(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(EndExemption.self))
      return Landing(
        StructureTab.exemptions.url, flash: .done(visit.words["people.exemption_ended"]))
    }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let isAll = visit.text("which") == "all"
    let found = try await visit.perform(
      ListExemptions(
        employeeId: nil, competencyId: nil, asOf: isAll ? nil : visit.today,
        after: visit.text("after"), limit: nil))
    var page = StructureTab.exemptions.page(visit)
    page.filter = RecordFilter(
      visit, action: StructureTab.exemptions.url,
      fields: [
        .select(
          "which", words["app.status"], value: visit.text("which"),
          choices: [
            FormField.Choice("", words["structure.exemptions_now"]),
            FormField.Choice("all", words["app.all"]),
          ], .optional)
      ])
    var listing = RecordListing(
      words["structure.tab_exemptions"],
      columns: [
        words["structure.person"], words["structure.competency"], words["structure.dates"],
        words["app.reason"], words["app.actions"],
      ], rows: found.items.map { row($0, visit) }, empty: words["structure.no_exemptions"])
    listing.lead = words["structure.exemptions_lead"]
    listing.downloads = visit.downloads(
      "exemption.list", ["asOf": isAll ? nil : visit.today.description])
    page.listings = [listing]
    page.pager = visit.pager(
      StructureTab.exemptions.url, shown: found.items.count, next: found.next)
    return page
  }

  private func row(_ exemption: Exemption, _ visit: Visit) -> [RecordListing.Cell] {
    let words = visit.words
    var dates = RecordListing.Cell(words.dates(exemption.validFrom, exemption.validUntil))
    let hasEnded = exemption.validUntil < visit.today
    if hasEnded {
      dates.badge = words["structure.ended"]
      dates.isOff = true
    }
    return [
      .link(
        exemption.fullName, "/people/\(exemption.employeeId)", note: exemption.employeeCode),
      RecordListing.Cell(
        "\(exemption.competencyCode) \(exemption.competencyTitle.text(english: words.isEnglish))"),
      dates, RecordListing.Cell(exemption.reason),
      visit.may(.grantExemptions) && !hasEnded
        ? .links([
          RecordLink(
            label: words["assessment.end_exemption"],
            url: "/structure/exemptions/\(exemption.id)/end?employee=\(exemption.employeeId)")
        ]) : "",
    ]
  }

  private func ending(_ visit: Visit) async throws -> RecordForm {
    guard visit.may(.grantExemptions) else { throw AppError.forbidden }
    let words = visit.words
    let id: ID<Exemption> = try visit.id("exemptionId", "exemption")
    let employee: ID<Employee>? = visit.text("employee").flatMap { ID($0) }
    let found = try await visit.all { after in
      ListExemptions(
        employeeId: employee, competencyId: nil, asOf: nil, after: after,
        limit: Visit.largestPage)
    }
    guard let exemption = found.first(where: { $0.id == id }) else {
      throw AppError.notFound("exemption")
    }
    var form = RecordForm(
      words["assessment.end_exemption"], back: StructureTab.exemptions.link(words),
      action: "/structure/exemptions/\(id)/end?employee=\(exemption.employeeId)",
      section: .structure,
      fields: [
        .text(
          "validUntil", words["structure.last_day"],
          value: visit.today.adding(days: -1).description,
          .day.with(words["structure.exemption_end_hint"])),
        .reason(words),
      ])
    form.subtitle =
      "\(exemption.fullName) · \(exemption.competencyCode) "
      + "\(exemption.competencyTitle.text(english: words.isEnglish)) · "
      + words.dates(exemption.validFrom, exemption.validUntil)
    form.button = words["assessment.end_exemption"]
    return form
  }
}
