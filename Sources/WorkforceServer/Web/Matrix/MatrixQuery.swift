import CivilCalendar
import Localization
import Workforce

/// What a view of skills is about, all of it in its address, so that a view can be sent.
struct MatrixQuery: Sendable {
  static let fields = [
    "unit", "role", "framework", "threshold", "asOf", "knownAt", "search", "gaps", "sort", "after",
  ]

  private let values: [String: String]

  /// Throws `invalidInput` for what is no day.
  init(_ visit: Visit) throws(AppError) {
    var values: [String: String] = [:]
    for field in Self.fields { values[field] = visit.text(field) }
    for field in ["asOf", "knownAt"] { values[field] = try visit.day(field)?.description }
    self.values = values
  }

  subscript(field: String) -> String? { values[field] }

  var gapsOnly: Bool { values["gaps"] == "1" }

  /// The address of a view with some fields changed; nil takes a field away.
  func url(_ path: String, _ changes: [String: String?]) -> String {
    var changed = values
    for (field, value) in changes { changed[field] = value }
    let query = changed.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(QueryText.encode($0.value))" }.joined(separator: "&")
    return query.isEmpty ? path : "\(path)?\(query)"
  }

  func matrix() throws -> ShowSkillMatrix {
    var input = common
    input["gapsOnly"] = gapsOnly ? ["true"] : nil
    input["threshold"] = values["threshold"].map { [$0] }
    input["sortBy"] = values["sort"].map { [$0] }
    input["after"] = values["after"].map { [$0] }
    return try ParameterDecoder(input).decode(ShowSkillMatrix.self)
  }

  /// The whole matrix that is filtered so.
  var downloads: PageContent {
    var input = common.compactMapValues(\.first)
    if gapsOnly { input["gapsOnly"] = "true" }
    input["threshold"] = values["threshold"]
    input["sortBy"] = values["sort"]
    return Downloads.content(ShowSkillMatrix.name, input)
  }

  func tasks(order: ListSkillTasks.Order) throws -> ListSkillTasks {
    var input = common
    input["order"] = [order.rawValue]
    return try ParameterDecoder(input).decode(ListSkillTasks.self)
  }

  func trend() throws -> ShowSkillTrend {
    try ParameterDecoder(common).decode(ShowSkillTrend.self)
  }

  private var common: [String: [String]] {
    var input: [String: [String]] = [:]
    input["unitId"] = values["unit"].map { [$0] }
    input["jobRoleId"] = values["role"].map { [$0] }
    input["frameworkId"] = values["framework"].map { [$0] }
    input["asOf"] = values["asOf"].map { [$0] }
    input["search"] = values["search"].map { [$0] }
    // The end of the day in Vietnam: what was recorded on that day counts.
    input["knownAt"] = values["knownAt"].map { ["\($0)T16:59:59Z"] }
    return input
  }
}

/// One cell of a matrix, as its button and its panel name it.
struct CellName: Sendable {
  let employeeId: ID<Employee>
  let competencyId: ID<Competency>

  init?(_ text: String?) {
    let parts = (text ?? "").split(separator: "~")
    guard parts.count == 2, let employeeId = ID<Employee>(String(parts[0])),
      let competencyId = ID<Competency>(String(parts[1]))
    else { return nil }
    self.employeeId = employeeId
    self.competencyId = competencyId
  }
}
