import Foundation
import Postgres

/// A row about somebody in a run of a course.
struct ImportTrainee: Decodable, Sendable {
  let number: Int
  let problems: String?
  let employeeId: UUID?
  let candidates: [UUID]
  let peopleProblem: String?
  let runCount: Int
  let courseRunId: UUID?
  let courseRunCode: String?
  /// Nil when the person is not in the run.
  let enrolmentId: UUID?
  /// Whether the person was in the run and left it.
  let hasLeft: Bool
  /// Of the enrolment, as the row says; nil where it says nothing.
  let state: String?
  let result: String?
  let score: Double?

  var isSaidToHaveLeft: Bool {
    state.map { Self.leaving.contains(FoldedText($0).value) } ?? false
  }

  private static let leaving: Set = [
    "withdrawn", "cancelled", "canceled", "da rut", "rut", "da rut ten", "rut ten", "da roi lop",
    "da huy", "lop bi huy", "lop da huy", "run cancelled", "class cancelled",
  ]
}

/// A row that writes something about somebody in a run, as it was decided.
struct DecidedTrainee: Decodable, Sendable {
  let number: Int
  let employeeId: UUID
  let courseRunId: UUID
  let enrolmentId: UUID?
  let result: String?
  let score: Double?
}

extension Query<ImportTrainee> {
  static var importTrainees: Self { Query("import.trainees") }
}
extension Query<DecidedTrainee> {
  static var decidedTrainees: Self { Query("import.decided") }
}
extension Command {
  static var noteImportWrites: Command { Command("import.note_writes") }
}

extension DecidedRows {
  mutating func add(
    _ trainee: ImportTrainee, _ verdict: ImportVerdict, target: [(String, String?)],
    changes: [ImportChange], problems: String
  ) {
    add(
      DecidedRow(
        number: trainee.number, verdict: verdict, employeeID: trainee.employeeId,
        target: Self.json(target), changes: changes, problems: problems,
        candidates: verdict == .ambiguous ? trainee.candidates : []))
  }

  /// Takes the rows that cannot go further: those with faults, those that nobody is found for, those
  /// whose run is not known. True when this was one.
  mutating func refuse(_ trainee: ImportTrainee) -> Bool {
    func problem(_ field: String, _ rule: String) -> String {
      ImportEntries.json([FieldError(field: field, rule: rule, parameters: [:])])
    }
    if let problems = trainee.problems {
      add(trainee, .error, target: [], changes: [], problems: problems)
    } else if trainee.runCount != 1 {
      let rule = trainee.runCount == 0 ? "import.unknown_run" : "import.run_ambiguous"
      add(trainee, .error, target: [], changes: [], problems: problem("courseRun", rule))
    } else if let found = trainee.peopleProblem {
      add(
        trainee, trainee.candidates.isEmpty ? .error : .ambiguous, target: [], changes: [],
        problems: "[\(found)]")
    } else {
      return false
    }
    return true
  }
}

extension ImportColumn {
  static let courseRun = ImportColumn(
    field: "courseRun", type: .reference, isRequired: true, isPersonal: false,
    headings: [
      "lop", "ma lop", "lop hoc", "khoa hoc", "ma khoa", "ma khoa hoc", "course run", "run",
      "class", "class code", "course run code", "run code",
    ])
}
