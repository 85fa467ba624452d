/// The rows of a list; else the one row of an object, or a row for each of those in its first table, each
/// beginning with what the object says of all of them.
struct CSVLines {
  private let choice: ColumnChoice
  private let table: Column?
  let columns: [Column]
  /// The other tables, which one file has no room for; nil where nothing is left out.
  let leftOut: [String]?

  init(_ choice: ColumnChoice) {
    self.choice = choice
    let tables = choice.isList ? [] : choice.all.filter(\.shape.isTable)
    let table = Self.wanted(tables, choice.names)
    self.table = table
    let plain = choice.isList ? choice.all : choice.all.filter { !$0.shape.isTable }
    columns = choice.picked(plain + (table.map { choice.inner(of: $0) } ?? []))
    leftOut =
      tables.count > 1 && choice.names == nil ? tables.filter { $0 != table }.map(\.name) : nil
  }

  func rows(of value: Any) -> [Any] {
    if let rows = choice.rows(of: value) { return rows }
    guard let table else { return [value] }
    return (table.value(in: value) as? [Any] ?? []).map { row -> Any in
      var joined = value as? [String: Any] ?? [:]
      joined[table.name] = row
      return joined
    }
  }

  /// The table that `--columns` speaks of, else the lines of people, else the first of those nearest to the top.
  private static func wanted(_ tables: [Column], _ names: [String]?) -> Column? {
    let named = tables.first { table in
      names?.contains { $0.hasPrefix(table.name + ".") } ?? false
    }
    let lines = tables.first { $0.name == "lines" }
    return named ?? lines ?? tables.min { $0.path.count < $1.path.count }
  }
}
