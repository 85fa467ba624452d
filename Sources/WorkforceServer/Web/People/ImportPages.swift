import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Workforce

/// Reading a staff list from a file: each row is seen before anything is written.
struct ImportPages {
  /// Rows of the preview that are shown; the counts are of all.
  private static let shown = 200

  func mount(_ pages: PageRouter) {
    pages.get("/people/import") { visit in
      try view(visit, ["file": ["value": ""] as PageContent], status: .ok)
    }
    pages.post(showing: "/people/import") { visit, submission in
      try await preview(visit, submission)
    }
    pages.post("/people/import/apply") { visit, submission in
      try await apply(visit, submission)
    }
    pages.get(raw: "/people/import/sample.csv") { visit in
      // A byte order mark, by which Excel knows that the letters are UTF-8.
      let text = "\u{FEFF}" + visit.words["import.sample"] + "\r\n"
      return Response(
        status: .ok,
        headers: [
          .contentType: "text/csv; charset=utf-8",
          .contentDisposition: "attachment; filename=\"kynang-sample.csv\"",
        ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
  }

  private func view(
    _ visit: Visit, _ content: PageContent, status: HTTPResponse.Status
  ) throws(AppError) -> PageView {
    guard visit.may(.managePeople) else { throw .forbidden }
    var content = content
    content["listURL"] = "/people"
    content["action"] = "/people/import"
    content["templateURL"] = "/people/import/sample.csv"
    return PageView("people/import", content, section: .people, status: status)
  }

  private func preview(_ visit: Visit, _ submission: Submission) async throws -> PageView {
    guard let file = submission.body.files["file"] else {
      return try refused(.invalid("csv", "import.choose_file"), visit)
    }
    guard let csv = file.text else { return try refused(.invalid("csv", "import.not_utf8"), visit) }
    let list = ImportStaff(fileName: file.name, csv: csv, dryRun: true, skipErrors: nil)
    let report: StaffImportReport
    do {
      report = try await visit.perform(list)
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return try refused(error, visit)
    }
    return try view(
      visit,
      [
        "file": ["value": ""] as PageContent,
        "result": ImportReportWords(report, visit.words, shown: Self.shown).content(csv: csv),
      ], status: .ok)
  }

  private func refused(_ error: AppError, _ visit: Visit) throws -> PageView {
    let words = visit.words
    let sentences =
      error.fieldErrors.isEmpty
      ? [words.sentence(error.rule, error.parameters)]
      : error.fieldErrors.map { words.sentence($0.rule, $0.parameters) }
    return try view(
      visit, ["file": ["error": sentences.joined(separator: " ")] as PageContent],
      status: error.code.status)
  }

  private func apply(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    let list = ImportStaff(
      fileName: submission.text("fileName") ?? "", csv: submission.text("csv") ?? "",
      dryRun: false, skipErrors: true)
    do {
      let report = try await visit.perform(list)
      let count = visit.words.number(report.created + report.changed)
      return Landing("/people", flash: .done(visit.words["import.written", ["count": count]]))
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return Landing("/people/import", flash: .refused(error, visit.words))
    }
  }
}

/// What a staff list would change, in the reader's words.
private struct ImportReportWords {
  private let report: StaffImportReport
  private let words: Words
  private let shown: Int

  init(_ report: StaffImportReport, _ words: Words, shown: Int) {
    self.report = report
    self.words = words
    self.shown = shown
  }

  /// - Parameter csv: travels with the page, so that what is written is what was seen.
  func content(csv: String) -> PageContent {
    let rows = report.rows.filter { $0.outcome != .same }
    let writes = report.created + report.changed
    var content: PageContent = [
      "fileName": report.fileName, "csv": csv, "created": words.number(report.created),
      "changed": words.number(report.changed), "same": words.number(report.same),
      "refused": words.number(report.errors + report.ambiguous), "writes": words.number(writes),
      "applyURL": "/people/import/apply", "hasRows": !rows.isEmpty,
      "rows": rows.prefix(shown).map(row),
    ]
    if writes > 0 { content["canApply"] = true } else { content["nothingToWrite"] = true }
    if report.errors + report.ambiguous > 0 { content["hasRefused"] = true }
    if !report.ignoredColumns.isEmpty {
      content["ignored"] =
        words[
          "import.ignored_columns", ["columns": report.ignoredColumns.joined(separator: ", ")]]
    }
    let hidden = report.rows.count - min(rows.count, shown)
    if hidden > 0 { content["more"] = words["import.more", ["count": words.number(hidden)]] }
    return content
  }

  private func row(_ row: StaffImportRow) -> PageContent {
    var content: PageContent = [
      "line": words.number(row.line), "name": row.fullName ?? "", "code": row.code ?? "",
      "outcome": words[outcomeKey(row.outcome)],
      "changes": row.changes.filter { $0.field != "fullName" || $0.before != nil }.map(change),
      "problems": row.problems.map { words.sentence($0.rule, $0.parameters) },
    ]
    if row.outcome == .error || row.outcome == .ambiguous { content["isRefused"] = true }
    return content
  }

  private func outcomeKey(_ outcome: StaffImportOutcome) -> String {
    switch outcome {
    case .create: "import.outcome_created"
    case .change: "import.outcome_changed"
    case .same: "import.outcome_same"
    case .ambiguous, .error: "import.outcome_refused"
    }
  }

  private func change(_ change: ImportChange) -> PageContent {
    let isDay = change.field == "birthOn" || change.field == "startsOn"
    func shown(_ value: String) -> String { isDay ? words.date(iso: value) : value }
    var content: PageContent = ["field": label(of: change.field)]
    content["before"] = change.before.map(shown)
    content["after"] = change.after.map(shown)
    return content
  }

  /// A field of the list as the pages of people call it; `startsOn` has another name elsewhere.
  private func label(of field: String) -> String {
    switch field {
    case "startsOn": words["people.started_on"]
    case "unit": words["people.unit"]
    case "jobRole": words["people.role"]
    default: words.label(of: field)
    }
  }
}
