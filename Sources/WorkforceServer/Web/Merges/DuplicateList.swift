import Localization
import Workforce

/// Pairs that may be one human, and those that were said to be two.
struct DuplicateList {
  private let visit: Visit
  private let pairs: Page<DuplicatePair>
  private let total: Int
  private let apart: [KeptApart]

  init(_ visit: Visit) async throws {
    self.visit = visit
    pairs = try await visit.perform(
      ListDuplicates(employeeId: nil, after: visit.text("after"), limit: 20))
    total = try await visit.perform(CountDuplicates()).pairs
    apart =
      visit.may(.managePeople)
      ? try await visit.perform(ListKeptApart(employeeId: nil, after: nil, limit: 100)).items : []
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content: PageContent = [
      "listURL": "/people", "summary": words["duplicate.summary", ["count": words.number(total)]],
      "hasPairs": !pairs.items.isEmpty, "pairs": pairs.items.map(pair),
      "hasApart": !apart.isEmpty, "apart": apart.map(keptApart),
    ]
    if pairs.next != nil || visit.text("after") != nil {
      var pager: PageContent = [
        "shown": words["duplicate.shown", ["count": words.number(pairs.items.count)]]
      ]
      if visit.text("after") != nil { pager["firstURL"] = "/people/duplicates" }
      if let next = pairs.next { pager["nextURL"] = "/people/duplicates?after=\(next)" }
      content["pager"] = pager
    }
    return content
  }

  private func pair(_ pair: DuplicatePair) -> PageContent {
    // The record on which more stands is proposed to stay.
    let (staying, going) =
      pair.first.load.total >= pair.second.load.total
      ? (pair.first, pair.second) : (pair.second, pair.first)
    var row: PageContent = [
      "table": RecordTable(first: staying, second: going, words: words).content,
      "likelihood": words["duplicate.likelihood_\(pair.likelihood.rawValue)"],
      "names": words["duplicate.pair", ["one": staying.code, "other": going.code]],
      "signs": pair.evidence.map { sign -> PageContent in
        ["text": words["duplicate.sign_\(sign.rawValue)"]]
      },
    ]
    if pair.likelihood == .high { row["isHigh"] = true }
    if visit.may(.managePeople) {
      row["mergeURL"] = "/people/\(staying.id)/merge?with=\(going.id)"
      row["apartURL"] = "/people/\(staying.id)/keep-apart"
      row["otherId"] = going.id.description
    }
    return row
  }

  private func keptApart(_ pair: KeptApart) -> PageContent {
    [
      "names": "\(pair.firstName) (\(pair.firstCode)) – \(pair.secondName) (\(pair.secondCode))",
      "reason": pair.reason, "date": words.date(pair.recordedAt),
      "takeBackURL": "/people/kept-apart/\(pair.id)/take-back",
    ]
  }
}

extension RecordLoad {
  /// All that would have to move.
  var total: Int {
    enrolments + completions + marks + assessments + applications + exemptions + assignments
  }
}
