import CivilCalendar
import Localization
import Workforce

/// Adding a unit, changing its name or place, and closing it.
struct UnitForms {
  func mount(_ pages: PageRouter) {
    pages.recordForm("/structure/units/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      let saved = try await visit.perform(try submission.decode(CreateUnit.self))
      return Landing(
        UnitChart.url(ID(saved.id)), flash: .done(visit.words["structure.unit_added"]))
    }
    pages.recordForm("/structure/units/{unitId}/change") { visit in
      try await changing(visit)
    } submit: { visit, submission in
      try await change(visit, submission)
    }
    pages.recordForm("/structure/units/{unitId}/close") { visit in
      try await closing(visit)
    } submit: { visit, submission in
      _ = try await visit.change(
        try submission.decode(CloseUnit.self), onVersion: submission.version)
      return Landing(
        StructureTab.units.url, flash: .done(visit.words["structure.unit_closed"]))
    }
  }

  private func creating(_ visit: Visit) async throws -> RecordForm {
    guard visit.may(.manageOrganisation) else { throw AppError.forbidden }
    let words = visit.words
    let chart = try await UnitChart(visit)
    return RecordForm(
      words["structure.add_unit"], back: StructureTab.units.link(words),
      action: "/structure/units/new", section: .structure,
      fields: [
        .text("name", words["structure.unit_name"], value: nil),
        .text(
          "code", words["structure.code"], value: nil,
          .code.with(words["structure.unit_code_hint"])),
        .select(
          "parentId", words["structure.parent"], value: visit.text("parent"),
          choices: [FormField.Choice("", words["structure.at_the_top"])]
            + chart.choices(without: []), .optional),
        .text("startsOn", words["structure.starts_on"], value: visit.today.description, .day),
      ])
  }

  private func changing(_ visit: Visit) async throws -> RecordForm {
    let (chart, unit, back) = try await subject(visit)
    let words = visit.words
    return RecordForm(
      words["structure.change_unit"], back: back, action: "\(back.url)/change",
      section: .structure,
      fields: [
        .hidden("version", "\(unit.version)"),
        .text("name", words["structure.unit_name"], value: unit.name),
        .text("code", words["structure.code"], value: unit.code, .code),
        .select(
          "parentId", words["structure.parent"], value: unit.parentId?.description,
          choices: [FormField.Choice("", words["structure.at_the_top"])]
            + chart.choices(without: chart.subtree(unit.id)), .optional),
        .text(
          "from", words["structure.change_from"], value: visit.today.description,
          .day.with(words["structure.change_from_hint"])),
        .reason(words, .optional.with(words["structure.change_reason_hint"])),
      ])
  }

  private func change(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    struct Sent: Decodable {
      let from: CalendarDate?
      let parentId: ID<Workforce.Unit>?
    }
    let (_, unit, back) = try await subject(visit)
    let sent = try submission.decode(Sent.self)
    guard let name = submission.text("name") else {
      throw AppError.invalid("name", "field.required")
    }
    let isMoved = sent.parentId != unit.parentId
    _ = try await visit.change(
      ChangeUnit(
        unitId: unit.id, code: submission.changed("code", from: unit.code),
        name: name == unit.name ? nil : name, parentId: isMoved ? sent.parentId : nil,
        movesToTop: isMoved && sent.parentId == nil ? true : nil, from: sent.from,
        reason: submission.text("reason")), onVersion: submission.version)
    return Landing(back.url, flash: .done(visit.words["records.changed"]))
  }

  private func closing(_ visit: Visit) async throws -> RecordForm {
    let (_, unit, back) = try await subject(visit)
    let words = visit.words
    var form = RecordForm(
      words["structure.close_unit"], back: back, action: "\(back.url)/close",
      section: .structure,
      fields: [
        .hidden("version", "\(unit.version)"),
        .text("from", words["structure.close_from"], value: visit.today.description, .day),
        .reason(words),
      ])
    form.note = words["structure.close_effect"]
    form.button = words["structure.close_unit"]
    form.isGrave = true
    return form
  }

  private func subject(_ visit: Visit) async throws -> (UnitChart, UnitDetail, RecordLink) {
    guard visit.may(.manageOrganisation) else { throw AppError.forbidden }
    let chart = try await UnitChart(visit)
    let unit = try chart.unit(try visit.id("unitId", "unit"))
    return (chart, unit, RecordLink(label: unit.name, url: UnitChart.url(unit.id)))
  }
}
