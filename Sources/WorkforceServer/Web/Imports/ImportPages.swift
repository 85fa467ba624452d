import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Workforce

/// Files that people bring in: chosen, looked at row by row, corrected, applied and undone.
struct ImportPages {
  func mount(_ pages: PageRouter) {
    pages.get("/imports") { visit in
      try await ImportList(visit).view(error: nil, kind: ImportList.kind(visit.text("kind")))
    }
    pages.post(showing: "/imports/upload") { visit, submission in
      try await ImportUpload(visit).begin(submission)
    }
    pages.get("/imports/{importId}") { visit in
      PageView("imports/batch", try await ImportScreen(visit).content(), section: .people)
    }
    pages.post("/imports/{importId}/columns") { visit, submission in
      let address = try ImportAddress(visit)
      let fields = submission.body.values["field"] ?? []
      return try await act(visit, address, done: "imports.columns_done") {
        _ = try await visit.perform(MapImport(importId: address.id, fields: fields))
      }
    }
    pages.post("/imports/{importId}/rows/{row}/choice") { visit, submission in
      let address = try ImportAddress(visit)
      guard let row = visit.path["row"].flatMap(Int.init) else {
        throw AppError.notFound("import_row")
      }
      let employeeId = submission.text("employee").flatMap { ID<Employee>($0) }
      return try await act(visit, address, done: "imports.choice_done") {
        _ = try await visit.perform(
          ChooseImportPerson(importId: address.id, row: row, employeeId: employeeId))
      }
    }
    pages.post("/imports/{importId}/answers") { visit, submission in
      let address = try ImportAddress(visit)
      guard let answer = submission.text("answer").flatMap(ImportAnswer.init) else {
        throw AppError.invalid("answer", "field.not_a_choice")
      }
      return try await act(visit, address, done: "imports.choice_done") {
        _ = try await visit.perform(
          AnswerImport(
            importId: address.id, row: submission.text("row").flatMap { Int($0) },
            answer: answer))
      }
    }
    pages.post("/imports/{importId}/apply") { visit, submission in
      let address = try ImportAddress(visit)
      return try await act(visit, address, done: nil) {
        _ = try await visit.perform(
          ApplyImport(
            importId: address.id, allOrNothing: submission.text("allOrNothing") != nil,
            reason: submission.text("reason")))
      }
    }
    pages.post("/imports/{importId}/cancel") { visit, submission in
      let address = try ImportAddress(visit)
      return try await act(visit, address, done: "imports.cancel_done") {
        _ = try await visit.perform(CancelImport(importId: address.id))
      }
    }
    for isRedo in [false, true] {
      pages.post(isRedo ? "/imports/{importId}/redo" : "/imports/{importId}/undo") {
        visit, submission in try await turnBack(visit, submission, isRedo: isRedo)
      }
    }
  }

  /// Acts and goes back to the file, whatever came of it.
  private func act(
    _ visit: Visit, _ address: ImportAddress, done: String?, _ action: () async throws -> Void
  ) async throws -> Landing {
    do {
      try await action()
      return Landing(address.url, flash: done.map { .done(visit.words[$0]) })
    } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
      return Landing(address.url, flash: .refused(error, visit.words))
    }
  }

  private func turnBack(
    _ visit: Visit, _ submission: Submission, isRedo: Bool
  ) async throws -> Landing {
    let address = try ImportAddress(visit)
    let rows = (submission.body.values["row"] ?? []).compactMap(Int.init)
    let changed = (submission.body.values["changed"] ?? []).compactMap(Int.init)
    let reason = submission.text("reason") ?? ""
    let wanted: [Int]? = rows.isEmpty ? nil : rows + changed
    let undone: UndoneImport
    do {
      if isRedo {
        undone = try await visit.perform(
          RedoImport(
            importId: address.id, rows: wanted, changedRows: changed, reason: reason))
      } else {
        undone = try await visit.perform(
          UndoImport(
            importId: address.id, rows: wanted, changedRows: changed, reason: reason))
      }
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return Landing(address.url, flash: .refused(error, visit.words))
    }
    let counts = [
      "count": visit.words.number(undone.rowCount), "left": visit.words.number(undone.left.count),
    ]
    let key = isRedo ? "imports.redo_done" : "imports.undo_done"
    let sentence = visit.words[undone.left.isEmpty ? key : "\(key)_but", counts]
    return Landing(address.url, flash: .done(sentence))
  }
}

/// Where the pages of a file are.
struct ImportAddress {
  let id: ID<ImportBatch>

  init(_ visit: Visit) throws(AppError) {
    id = try visit.id("importId", "import")
  }

  init(_ id: ID<ImportBatch>) {
    self.id = id
  }

  var url: String { "/imports/\(id)" }
}

/// Takes a file and shows what it would change.
struct ImportUpload {
  private let visit: Visit

  init(_ visit: Visit) {
    self.visit = visit
  }

  /// The page of the file that was read, or the form again with what is wrong.
  func begin(_ submission: Submission) async throws -> PageView {
    let kind = ImportList.kind(submission.text("kind"))
    guard let file = submission.body.files["file"] else {
      return try await ImportList(visit).view(
        error: .invalid("file", "import.choose_file"), kind: kind)
    }
    do {
      let summary = try await visit.perform(
        PreviewImport(
          kind: kind, fileName: String(file.name.prefix(200)), sheet: submission.text("sheet"),
          file: file.bytes))
      return PageView(
        "imports/batch", try await ImportScreen(visit, summary.importId).content(),
        section: .people)
    } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
      return try await ImportList(visit).view(error: error, kind: kind)
    }
  }
}
