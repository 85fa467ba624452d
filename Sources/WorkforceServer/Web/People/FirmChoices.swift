import Localization
import Workforce

/// The units and job roles of the firm as choices of a form.
struct FirmChoices {
  let units: [FormField.Choice]
  let roles: [FormField.Choice]

  init(_ visit: Visit) async throws {
    let tree = try await visit.perform(ListUnits(asOf: nil)).units
    var depths: [ID<Unit>: Int] = [:]
    units = tree.map { unit in
      let depth = unit.parentId.flatMap { depths[$0] }.map { $0 + 1 } ?? 0
      depths[unit.id] = depth
      // Spaces that a browser keeps show what stands below what.
      let indent = String(repeating: "\u{2003}", count: depth)
      return FormField.Choice(unit.id.description, indent + unit.name)
    }
    roles = try await visit.all { after in
      ListJobRoles(
        search: nil, includesInactive: nil, after: after, limit: Visit.largestPage)
    }.map {
      FormField.Choice($0.id.description, $0.title.text(english: visit.words.isEnglish))
    }
  }
}
