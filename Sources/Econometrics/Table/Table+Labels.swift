/// Groups of rows with what their codes stand for.
struct LabelledGroups {
  let grouping: Grouping
  let labels: [Label]

  /// The rows in another order; no group may be lost by it.
  func selecting(_ order: [Int]) -> LabelledGroups {
    LabelledGroups(grouping: grouping.selecting(order), labels: labels)
  }
}

extension Table {
  func isNumeric(_ name: String) throws(StudyRefusal) -> Bool {
    switch try column(name) {
    case .numbers: true
    case .text: false
    }
  }

  /// Labels of some rows. Missing values must have been left out.
  func labels(_ name: String, rows: [Int]) throws(StudyRefusal) -> [Label] {
    switch try column(name) {
    case .numbers(let values): rows.map { .number(values[$0]) }
    case .text(let values): rows.map { .text(values[$0]) }
    }
  }

  /// Groups of the column among the rows (nil: all), numbered in the order of their labels.
  func groups(_ name: String, rows: [Int]?) throws(StudyRefusal) -> LabelledGroups {
    switch try column(name) {
    case .numbers(let values):
      let used = rows.map { rows in rows.map { values[$0] } } ?? values
      let (codes, levels) = Grouping.coded(used)
      return LabelledGroups(
        grouping: Grouping(name: name, codes: codes, count: levels.count),
        labels: levels.map(Label.number))
    case .text(let values):
      let used = rows.map { rows in rows.map { values[$0] } } ?? values
      let levels = Set(used).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let numbering = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
      let codes = used.map { numbering[$0] ?? 0 }
      return LabelledGroups(
        grouping: Grouping(name: name, codes: codes, count: levels.count),
        labels: levels.map(Label.text))
    }
  }
}
