import Localization
import Workforce

/// One file: how it stands, its rows, and what can be done with it now.
struct ImportScreen {
  private static let shown = 100

  private let visit: Visit
  private let summary: ImportSummary
  private let page: Page<ImportRowLine>
  private let obstacles: [ImportObstacle]
  private let verdict: ImportVerdict?

  init(_ visit: Visit) async throws {
    try await self.init(visit, ImportAddress(visit).id)
  }

  init(_ visit: Visit, _ id: ID<ImportBatch>) async throws {
    self.visit = visit
    summary = try await visit.perform(ShowImport(importId: id))
    verdict = visit.text("verdict").flatMap(ImportVerdict.init)
    page = try await visit.perform(
      ListImportRows(
        importId: id, verdict: verdict, after: visit.text("after"), limit: Self.shown))
    switch summary.state {
    case .applied, .partlyUndone:
      obstacles = try await visit.perform(CheckUndo(importId: id, isRedo: false))
    case .undone:
      obstacles = try await visit.perform(CheckUndo(importId: id, isRedo: true))
    case .reading, .previewed, .applying, .cancelled, .failed:
      obstacles = []
    }
  }

  private var words: Words { visit.words }
  private var url: String { ImportAddress(summary.importId).url }

  func content() -> PageContent {
    var content: PageContent = [
      "listURL": "/imports", "selfURL": url, "fileName": summary.fileName,
      "kind": words[summary.kind.wordKey],
      "state": words[summary.state.wordKey], "at": words.moment(summary.createdAt),
      "tally": tally, "hasRows": !page.items.isEmpty,
      "rows": page.items.map { ImportRowWords($0, summary, words).content(url: url) },
      "corrected": Downloads.content(
        ListImportCells.name, ["importId": summary.importId.description]),
      "note": note, "isOfPeople": summary.kind.isOfPeople,
      "steps": summary.steps.map(step), "hasSteps": !summary.steps.isEmpty,
    ]
    if !summary.sheet.isEmpty { content["sheet"] = summary.sheet }
    let isWork = summary.state == .reading || summary.state == .applying
    if isWork, !summary.isInterrupted { content["work"] = work }
    switch summary.state {
    case .previewed: addPreview(to: &content)
    case .applying where summary.isInterrupted: addPreview(to: &content)
    case .applied, .partlyUndone: content["undo"] = undo(isRedo: false)
    case .undone: content["redo"] = undo(isRedo: true)
    case .reading, .applying, .cancelled, .failed: break
    }
    if page.next != nil || visit.text("after") != nil { content["pager"] = pager }
    return content
  }

  /// How it stands, as a sentence.
  private var note: PageContent {
    let key: String
    var isError = false
    switch summary.state {
    case .reading: key = summary.isInterrupted ? "imports.cut_off_reading" : "imports.is_reading"
    case .applying: key = summary.isInterrupted ? "imports.cut_off" : "imports.is_applying"
    case .previewed:
      key = summary.missingFields.isEmpty ? "imports.is_previewed" : "import.columns_missing"
      isError = !summary.missingFields.isEmpty
    case .applied: key = "imports.is_applied"
    case .partlyUndone: key = "imports.is_partly_undone"
    case .undone: key = "imports.is_undone"
    case .cancelled: key = "imports.is_cancelled"
    case .failed: key = "imports.is_failed"
    }
    var sentences = [words[key]]
    if let rule = summary.failureRule, summary.state == .previewed || summary.state == .failed {
      sentences.insert(words.sentence(rule, [:]), at: 0)
      isError = true
    }
    return ["text": sentences.joined(separator: " "), "isError": isError]
  }

  private var work: PageContent {
    [
      "read": words.number(summary.readCount), "rows": words.number(summary.rowCount),
      "value": "\(summary.readCount)", "max": "\(max(1, summary.rowCount))",
      "isReading": summary.state == .reading, "cancelURL": "\(url)/cancel",
    ]
  }

  private var tally: [PageContent] {
    let counts: [(ImportVerdict?, Int)] = [
      (nil, summary.rowCount), (.create, summary.createCount), (.change, summary.changeCount),
      (.same, summary.sameCount), (.ambiguous, summary.ambiguousCount),
      (.error, summary.errorCount),
    ]
    return counts.map { verdict, count in
      let address = verdict.map { "\(url)?verdict=\($0.rawValue)" } ?? url
      return [
        "count": words.number(count), "url": address,
        "label": words[verdict?.wordKey ?? "imports.all_rows"], "current": verdict == self.verdict,
      ]
    }
  }

  private func addPreview(to content: inout PageContent) {
    let open = summary.errorCount + summary.ambiguousCount
    content["columns"] = columns
    var apply: PageContent = [
      "url": "\(url)/apply", "cancelURL": "\(url)/cancel",
      "writes": words.number(summary.writeCount),
      "canApply": summary.writeCount > 0 && summary.missingFields.isEmpty,
    ]
    if summary.kind.changeNeedsReason, summary.changeCount > 0 {
      apply["reason"] = ["value": ""] as PageContent
    }
    let asked = Set(page.items.flatMap(\.answers))
    if asked.contains(.meant) {
      apply["meant"] =
        ["url": "\(url)/answers", "answer": ImportAnswer.meant.rawValue]
        as PageContent
    }
    if open > 0 { apply["open"] = words["imports.open_rows", ["count": words.number(open)]] }
    content["apply"] = apply
  }

  private var columns: PageContent {
    let known = summary.kind.columns.map(\.field)
    let unread = summary.columns.filter { $0.field == nil && !$0.heading.isEmpty }
    var columns: PageContent = [
      "url": "\(url)/columns", "isOpen": !summary.missingFields.isEmpty,
      "fields": summary.columns.enumerated().map { index, column -> PageContent in
        [
          "index": "\(index)", "heading": column.heading.isEmpty ? "–" : column.heading,
          "options": ([""] + known).map { field -> PageContent in
            [
              "value": field, "selected": field == (column.field ?? ""),
              "label": field.isEmpty ? words["imports.not_read"] : words.importField(field),
            ]
          },
        ]
      },
    ]
    if !unread.isEmpty {
      columns["unread"] =
        words[
          "import.ignored_columns",
          ["columns": unread.map(\.heading).joined(separator: ", ")]]
    }
    return columns
  }

  private func undo(isRedo: Bool) -> PageContent {
    var undo: PageContent = [
      "url": "\(url)/\(isRedo ? "redo" : "undo")",
      "reason": ["value": ""] as PageContent, "hasObstacles": !obstacles.isEmpty,
      "obstacles": obstacles.map(obstacle),
    ]
    if summary.state == .partlyUndone { undo["redoURL"] = "\(url)/redo" }
    return undo
  }

  private func obstacle(_ obstacle: ImportObstacle) -> PageContent {
    let key =
      obstacle.isErased
      ? "imports.since_erased" : obstacle.isUsed ? "imports.since_used" : "imports.since_changed"
    let since = words[
      key,
      [
        "what": words["imports.what_\(obstacle.changedRelation ?? "")"],
        "at": obstacle.changedAt.map(words.moment) ?? "–",
      ]]
    let reason = obstacle.changedReason.map {
      words["imports.since_reason", ["since": since, "reason": $0]]
    }
    var content: PageContent = [
      "row": "\(obstacle.number)", "name": obstacle.fullName ?? "", "code": obstacle.code ?? "",
      "since": reason ?? since,
    ]
    if !obstacle.isErased, !obstacle.isUsed { content["canRestore"] = true }
    return content
  }

  private func step(_ step: ImportStep) -> PageContent {
    var content: PageContent = [
      "what": words["imports.step_\(step.action.rawValue)"], "at": words.moment(step.recordedAt),
      "rows": words["imports.step_rows", ["count": words.number(step.rowCount)]],
    ]
    content["reason"] = step.reason
    return content
  }

  private var pager: PageContent {
    let filter = verdict.map { "verdict=\($0.rawValue)&" } ?? ""
    var pager: PageContent = [
      "shown": words["imports.rows_shown", ["count": words.number(page.items.count)]]
    ]
    if visit.text("after") != nil { pager["firstURL"] = "\(url)?\(filter)" }
    if let next = page.next { pager["nextURL"] = "\(url)?\(filter)after=\(QueryText.encode(next))" }
    return pager
  }
}
