import Localization
import Workforce

/// An enrolment that is being prepared, all of it in the address: it survives a reload, another
/// language and a link sent to a colleague, and nothing is kept for those who never finish.
struct EnrolmentDraft: Sendable {
  /// Codes of people who are sure, in the order in which they came.
  var people: [String]
  /// Lines that name nobody yet, or several.
  var entries: [String]
  /// The competencies whose gaps count; all when empty.
  var competencies: [String]
  var run: String?
  /// Support per person as typed.
  var support: String?
  var competentReason: String?
  var clashReason: String?
  /// Whether runs that close no gap of these people are shown too.
  var showsAllRuns: Bool
  /// What runs are searched for.
  var find: String?

  /// A browser and a proxy carry addresses of some thousands of characters, no more.
  static let mostPeople = 500

  init(_ visit: Visit) {
    self.init { visit.query[$0] ?? [] }
  }

  init(_ submission: Submission) {
    self.init { submission.body.values[$0] ?? [] }
  }

  private init(_ values: (String) -> [String]) {
    func text(_ name: String) -> String? {
      let text = values(name).last?.trimmingPrefix(while: \.isWhitespace)
      return text.flatMap { $0.isEmpty ? nil : String($0) }
    }
    people = Self.distinct(values("people"))
    entries = Self.distinct(Self.lines(values("entries")))
    competencies = Self.distinct(values("competencies"))
    run = text("run")
    support = text("support")
    competentReason = text("competentReason")
    clashReason = text("clashReason")
    showsAllRuns = text("more") == "1"
    find = text("find")
  }

  var url: String {
    var pairs = people.map { ("people", $0) }
    if !entries.isEmpty { pairs.append(("entries", entries.joined(separator: "\n"))) }
    pairs += competencies.map { ("competencies", $0) }
    let texts = [
      ("run", run), ("support", support), ("competentReason", competentReason),
      ("clashReason", clashReason), ("more", showsAllRuns ? "1" : nil), ("find", find),
    ]
    pairs += texts.compactMap { name, text in text.map { (name, $0) } }
    guard !pairs.isEmpty else { return "/enrol" }
    return "/enrol?" + pairs.map { "\($0)=\(QueryText.encode($1))" }.joined(separator: "&")
  }

  /// What would be asked for; nil while people or run are missing.
  /// Throws `invalidInput` where a field cannot be read.
  func request() throws -> EnrolmentRequest? {
    guard !people.isEmpty, let run else { return nil }
    guard let courseRunId = ID<CourseRun>(run) else { throw AppError.notFound("course_run") }
    return EnrolmentRequest(
      courseRunId: courseRunId, employeeIds: nil, employeeCodes: people, unitId: nil,
      supportVnd: try supportVnd(), includeCompetentReason: competentReason,
      allowClashReason: clashReason)
  }

  private func supportVnd() throws -> Int? {
    try support.map { try Self.amount($0, field: "supportVnd") }
  }

  /// An amount as people write money: `1.250.000`, `1 250 000 ₫`. Throws `invalidInput` for anything else.
  static func amount(_ text: String, field: String) throws(AppError) -> Int {
    let digits = text.filter { !" .,\u{00A0}₫đ".contains($0) }
    guard let amount = Int(digits) else {
      throw .invalid(field, "field.not_a_whole_number")
    }
    return amount
  }

  private static func lines(_ texts: [String]) -> [String] {
    texts.flatMap { $0.split(whereSeparator: \.isNewline) }
      .map { $0.split(separator: " ").joined(separator: " ") }
  }

  private static func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
