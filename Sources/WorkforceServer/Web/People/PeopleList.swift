import Localization
import Workforce

/// What the list of people is about, all of it in its address.
struct PeopleQuery: Sendable {
  private static let fields = ["search", "unit", "role", "status", "after"]
  private static let inputs = [
    "search": "search", "unit": "unitId", "role": "jobRoleId", "status": "status",
    "after": "after",
  ]

  private let values: [String: String]

  init(_ visit: Visit) {
    var values: [String: String] = [:]
    for field in Self.fields { values[field] = visit.text(field) }
    self.values = values
  }

  subscript(field: String) -> String? { values[field] }

  var isFiltered: Bool { ["search", "unit", "role", "status"].contains { values[$0] != nil } }

  func url(after: String?) -> String {
    var changed = values
    changed["after"] = after
    let query = changed.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(QueryText.encode($0.value))" }.joined(separator: "&")
    return query.isEmpty ? "/people" : "/people?\(query)"
  }

  func input() throws -> ListEmployees {
    try ParameterDecoder(fields.mapValues { [$0] }).decode(ListEmployees.self)
  }

  /// As the input of the list names them.
  private var fields: [String: String] {
    var fields: [String: String] = [:]
    for (field, name) in Self.inputs { fields[name] = values[field] }
    return fields
  }

  /// The whole list that is filtered so.
  var downloads: PageContent {
    Downloads.content(ListEmployees.name, fields.filter { $0.key != "after" })
  }
}

/// The list of people with its filter.
struct PeopleList {
  private let visit: Visit
  private let query: PeopleQuery
  private let page: Page<EmployeeSummary>
  private let choices: FirmChoices
  private let staff: Staff
  /// How many pairs of records may be of one human; nil where there are too many people to compare them
  /// on every look at the list.
  private let duplicates: Int?
  /// How many requirements each person does not meet.
  private let gaps: [ID<Employee>: Int]

  init(_ visit: Visit) async throws {
    self.visit = visit
    query = PeopleQuery(visit)
    page = try await visit.perform(try query.input())
    choices = try await FirmChoices(visit)
    staff = try await Staff(visit, status: .all)
    duplicates = staff.isWhole ? try await visit.perform(CountDuplicates()).pairs : nil
    let matrix = try await visit.perform(SkillQuery.everyone)
    gaps = matrix.lines.reduce(into: [:]) { gaps, line in
      // Nothing is required of somebody without a role, which is not the same as no gap.
      if line.cells.contains(where: { $0.requiredLevel != nil }) {
        gaps[line.employeeId] = line.cells.count { ($0.gap ?? 0) > 0 }
      }
    }
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content: PageContent = [
      "summary": summary, "action": "/people", "filter": filter,
      "hasPeople": !page.items.isEmpty, "people": page.items.map(row),
    ]
    content["downloads"] = query.downloads
    if query.isFiltered {
      content["filtered"] = true
      content["clearURL"] = "/people"
    }
    if duplicates != 0 || visit.may(.managePeople) {
      content["duplicates"] =
        duplicates.map { words["duplicate.link", ["count": words.number($0)]] }
        ?? words["duplicate.title"]
    }
    if visit.may(.managePeople) {
      content["addURL"] = "/people/new"
      content["importURL"] = "/imports?kind=staff"
    }
    if page.next != nil || query["after"] != nil { content["pager"] = pager }
    return content
  }

  private var summary: String {
    let coming = staff.count(.coming)
    let known = words[
      staff.isWhole ? "people.summary" : "people.summary_many",
      [
        "active": words.number(staff.count(.present)), "left": words.number(staff.count(.left)),
      ]]
    return coming == 0
      ? known : known + ", " + words["people.summary_coming", ["coming": words.number(coming)]]
  }

  private var filter: PageContent {
    [
      "search": ["value": query["search"] ?? ""] as PageContent,
      "unit": select("unit", choices.units), "role": select("role", choices.roles),
      "status": select(
        "status",
        [
          FormField.Choice("", words["people.active"]),
          FormField.Choice(EmployeeStatusFilter.left.rawValue, words["people.left"]),
          FormField.Choice(EmployeeStatusFilter.all.rawValue, words["app.all"]),
        ]),
    ]
  }

  private func select(_ name: String, _ choices: [FormField.Choice]) -> PageContent {
    FormField(name, input: name, value: query[name] ?? "", choices: choices)
      .content(sent: nil, errors: [])
  }

  private func row(_ person: EmployeeSummary) -> PageContent {
    var row: PageContent = [
      "name": person.fullName, "code": person.code, "unit": person.unitName ?? "–",
      "role": person.jobRoleTitle?.text(english: words.isEnglish) ?? "–",
      "gaps": gaps[person.id].map { words.number($0) } ?? "–", "url": "/people/\(person.id)",
      "statusLabel": words[person.status.wordKey],
    ]
    if person.status == .present { row["active"] = true }
    return row
  }

  private var pager: PageContent {
    var pager: PageContent = [
      "shown": words["people.shown", ["count": words.number(page.items.count)]]
    ]
    if query["after"] != nil { pager["firstURL"] = query.url(after: nil) }
    if let next = page.next { pager["nextURL"] = query.url(after: next) }
    return pager
  }
}

extension EmployeeStatus {
  var wordKey: String {
    switch self {
    case .present: "people.active"
    case .left: "people.left"
    case .coming: "people.coming"
    }
  }
}
