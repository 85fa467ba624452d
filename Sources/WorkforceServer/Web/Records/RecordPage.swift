import Localization
import Workforce

/// Where a link leads and what it says.
struct RecordLink: Sendable {
  let label: String
  let url: String
  /// The one thing that most people come for.
  var isMain = false

  var content: PageContent { ["label": label, "url": url, "isMain": isMain] }
}

/// A page about records: its head, a filter, facts and tables. What it lacks is left out.
struct RecordPage: Sendable {
  let heading: String
  let section: Section?
  var subtitle: String?
  /// Views of the same section; the one in sight is marked.
  var tabs: RecordTabs?
  /// Where this page stands, outermost first.
  var crumbs: [RecordLink] = []
  var actions: [RecordLink] = []
  var note: String?
  var filter: RecordFilter?
  var facts: [RecordFact] = []
  /// Budgets as bars.
  var budgets: [PageContent] = []
  var listings: [RecordListing] = []
  var pager: PageContent?

  init(_ heading: String, section: Section?) {
    self.heading = heading
    self.section = section
  }

  func view() -> PageView {
    var content: PageContent = [
      "heading": heading, "hasCrumbs": !crumbs.isEmpty, "crumbs": crumbs.map(\.content),
      "hasActions": !actions.isEmpty, "actions": actions.map(\.content),
      "hasFacts": !facts.isEmpty, "facts": facts.map(\.content),
      "hasBudgets": !budgets.isEmpty, "budgets": budgets,
      "listings": listings.map(\.content),
    ]
    content["subtitle"] = subtitle
    content["note"] = note
    content["tabs"] = tabs?.content
    content["filter"] = filter?.content
    content["pager"] = pager
    return PageView("records/page", content, section: section)
  }
}

extension RecordPage {
  /// Its head, for a template of its own.
  var tabbed: PageContent {
    var content: PageContent = ["heading": heading]
    content["subtitle"] = subtitle
    content["tabs"] = tabs?.content
    return content
  }
}

/// What is known of a record, by name.
struct RecordFact: Sendable {
  let term: String
  let text: String
  var url: String?

  var content: PageContent {
    var content: PageContent = ["term": term, "text": text]
    content["url"] = url
    return content
  }
}

/// The views of a section that the caller may open.
struct RecordTabs: Sendable {
  let label: String
  let links: [RecordLink]
  /// The address of the view in sight.
  let current: String

  var content: PageContent? {
    guard links.count > 1 else { return nil }
    return [
      "label": label,
      "links": links.map { link -> PageContent in
        ["label": link.label, "url": link.url, "current": link.url == current]
      },
    ]
  }
}

/// Fields that narrow a list down, all of them in the address.
struct RecordFilter: Sendable {
  let action: String
  let fields: [FormField]
  /// Where the whole list is; nil when it is in sight.
  let clearURL: String?

  /// - Parameter fields: each with the value that the address gives.
  init(_ visit: Visit, action: String, fields: [FormField]) {
    self.action = action
    self.fields = fields
    let isNarrowed = fields.contains { visit.text($0.name) != nil }
    clearURL = isNarrowed ? action : nil
  }

  var content: PageContent {
    var content: PageContent = [
      "action": action, "fields": fields.map(unmarked),
    ]
    content["clearURL"] = clearURL
    return content
  }

  /// Everything in a filter may be left out, which need not be said.
  private func unmarked(_ field: FormField) -> PageContent {
    field.content(sent: nil, errors: []).merging(["isOptional": false]) { $1 }
  }
}

extension Visit {
  /// The way on from a page of a list, its other fields kept.
  func pager(_ path: String, shown: Int, next: String?) -> PageContent? {
    guard next != nil || text("after") != nil else { return nil }
    var pager: PageContent = ["shown": words["records.shown", ["count": words.number(shown)]]]
    if text("after") != nil { pager["firstURL"] = address(path, ["after": nil]) }
    if let next { pager["nextURL"] = address(path, ["after": next]) }
    return pager
  }

  /// An address with the fields of this one, some of them changed; nil takes a field away.
  func address(_ path: String, _ changes: [String: String?]) -> String {
    var fields = query.compactMapValues { $0.last }.filter { !$0.value.isEmpty }
    for (field, value) in changes { fields[field] = value }
    let pairs = fields.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(QueryText.encode($0.value))" }
    return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
  }

  /// A list as a file, by its operation, narrowed as the page is.
  ///
  /// - Parameter fields: of the operation's input; those without a value are left out.
  func downloads(_ operation: String, _ fields: [String: String?]) -> [RecordLink] {
    let pairs = fields.compactMapValues { $0 }.filter { !$0.value.isEmpty }
      .sorted { $0.key < $1.key }.map { "&\($0.key)=\(QueryText.encode($0.value))" }.joined()
    return ExportFormat.allCases.map {
      RecordLink(
        label: words["records.download_\($0.rawValue)"],
        url: "/exports/\(operation)?format=\($0.rawValue)\(pairs)")
    }
  }
}
