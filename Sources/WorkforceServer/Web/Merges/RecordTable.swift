import Localization
import Workforce

/// Two records side by side: who they are and how much stands on each.
struct RecordTable {
  let first: MergeCandidate
  let second: MergeCandidate
  let words: Words

  var content: PageContent {
    ["first": head(first), "second": head(second), "lines": identity + loads]
  }

  private func head(_ record: MergeCandidate) -> PageContent {
    ["name": record.fullName, "code": record.code, "url": "/people/\(record.id)"]
  }

  private var identity: [PageContent] {
    var lines = [
      line("people.code", first.code, second.code),
      line("people.full_name", first.fullName, second.fullName),
    ]
    if [first, second].contains(where: { $0.birthOn != nil }) {
      lines.append(line("people.birth_date", date(first), date(second)))
    }
    if [first, second].contains(where: { $0.phone != nil }) {
      lines.append(line("people.phone", phone(first), phone(second)))
    }
    if [first, second].contains(where: { $0.email != nil }) {
      lines.append(line("people.email", first.email ?? "–", second.email ?? "–"))
    }
    return lines + [
      line("people.unit", first.unitName ?? "–", second.unitName ?? "–"),
      line("merge.employed", employed(first), employed(second)),
    ]
  }

  private var loads: [PageContent] {
    MergeLoad.all.compactMap { load in
      let counts = (load.count(first.load), load.count(second.load))
      guard counts.0 + counts.1 > 0 else { return nil }
      return line(load.wordKey, words.number(counts.0), words.number(counts.1))
    }
  }

  private func line(_ key: String, _ first: String, _ second: String) -> PageContent {
    ["label": words[key], "one": first, "other": second]
  }

  private func date(_ record: MergeCandidate) -> String {
    record.birthOn.map { words.date($0) } ?? "–"
  }

  private func phone(_ record: MergeCandidate) -> String {
    record.phone.map { PhoneNumber.asDialled($0) } ?? "–"
  }

  private func employed(_ record: MergeCandidate) -> String {
    record.startsOn.map { words.dates(from: $0, to: record.endsOn) } ?? "–"
  }
}

/// What may stand on a record, with its word.
struct MergeLoad: Sendable {
  let wordKey: String
  let count: @Sendable (RecordLoad) -> Int

  static let all: [MergeLoad] = [
    MergeLoad(wordKey: "merge.enrolments") { $0.enrolments },
    MergeLoad(wordKey: "merge.completions") { $0.completions },
    MergeLoad(wordKey: "merge.marks") { $0.marks },
    MergeLoad(wordKey: "merge.assessments") { $0.assessments },
    MergeLoad(wordKey: "merge.applications") { $0.applications },
    MergeLoad(wordKey: "merge.exemptions") { $0.exemptions },
    MergeLoad(wordKey: "merge.assignments") { $0.assignments },
    MergeLoad(wordKey: "merge.import_rows") { $0.importRows },
    MergeLoad(wordKey: "merge.accounts") { $0.accounts },
  ]
}
