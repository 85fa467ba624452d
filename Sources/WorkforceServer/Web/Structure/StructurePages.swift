import Localization
import Workforce

/// How the firm is made up: its units, its job roles and what they ask for, its budgets, and who is
/// exempt from what.
struct StructurePages {
  func mount(_ pages: PageRouter) {
    UnitPages().mount(pages)
    UnitForms().mount(pages)
    BudgetPages().mount(pages)
    JobRolePages().mount(pages)
    JobRoleForms().mount(pages)
    RequirementForms().mount(pages)
    TemplatePages().mount(pages)
    ExemptionPages().mount(pages)
  }
}

/// The views of the section.
enum StructureTab: String, CaseIterable {
  case units, roles, budgets, exemptions

  var url: String { self == .units ? "/structure" : "/structure/\(rawValue)" }

  /// - Parameter tab: the view in sight.
  static func tabs(_ tab: StructureTab, _ visit: Visit) -> RecordTabs {
    let words = visit.words
    return RecordTabs(
      label: words["structure.views"],
      links: allCases.map {
        RecordLink(label: words["structure.tab_\($0.rawValue)"], url: $0.url)
      }, current: tab.url)
  }

  /// A page of the view, under the name of the section.
  func page(_ visit: Visit) -> RecordPage {
    var page = RecordPage(visit.words["structure.title"], section: .structure)
    page.subtitle = visit.session.placeName
    page.tabs = Self.tabs(self, visit)
    return page
  }

  func link(_ words: Words) -> RecordLink {
    RecordLink(label: words["structure.tab_\(rawValue)"], url: url)
  }
}
