import Localization
import Workforce

/// Which columns of an answer are wanted: those that `--columns` names, in its order, or all of them.
struct ColumnChoice {
  /// Nil for all.
  let names: [String]?
  let shape: Shape

  /// A table inside an answer, with the columns of it that are wanted.
  struct Inner {
    let column: Column
    let columns: [Column]

    /// Each row under the name of its table, as its columns look for it.
    func rows(of value: Any) -> [[String: Any]] {
      (column.value(in: value) as? [Any] ?? []).map { [column.name: $0] }
    }
  }

  /// Of the list, or of the object beside its tables.
  var all: [Column] { Column.of(listFields ?? shape.fields, in: []) }

  var columns: [Column] { picked(all) }

  /// The tables of an object of which something is wanted.
  var tables: [Inner] {
    all.filter(\.shape.isTable).compactMap { table in
      let inner = self.inner(of: table)
      guard let names, !names.contains(table.name) else {
        return Inner(column: table, columns: inner)
      }
      // A name that the object itself has means that.
      let wanted = names.compactMap { name in
        inner.first { $0.name == name || ($0.field == name && !all.contains { $0.field == name }) }
      }
      return wanted.isEmpty ? nil : Inner(column: table, columns: wanted)
    }
  }

  /// Throws a usage failure for a column that no answer has: before anything is asked of the server, which
  /// would have been done all the same.
  func check(_ words: Words) throws(CommandFailure) {
    guard let names else { return }
    let known =
      all + (listFields == nil ? all.filter(\.shape.isTable).flatMap { inner(of: $0) } : [])
    for name in names where !known.contains(where: { $0.name == name || $0.field == name }) {
      throw CommandFailure(
        words[
          "cli.no_such_column",
          ["column": name, "columns": known.map(\.name).joined(separator: ", ")]],
        ExitCodes.usage)
    }
  }

  /// Those that are wanted of some.
  func picked(_ columns: [Column]) -> [Column] {
    guard let names else { return columns }
    return names.compactMap { name in columns.first { $0.name == name || $0.field == name } }
  }

  func inner(of table: Column) -> [Column] {
    guard case .array(let element) = table.shape else { return [] }
    return Column.of(element.fields, in: [table.name])
  }

  /// The rows of a list; nil for an object.
  func rows(of value: Any) -> [Any]? {
    if let rows = value as? [Any] { return rows }
    guard listFields != nil, let object = value as? [String: Any] else { return nil }
    return object["items"] as? [Any]
  }

  var isList: Bool { listFields != nil }

  /// The fields of the rows of a list; nil where the answer is an object.
  private var listFields: [Shape.Field]? {
    if case .array(let element) = shape { return element.fields }
    guard
      case .array(let element)? = shape.fields.first(where: { $0.name == "items" })?.shape
    else { return nil }
    return element.fields
  }
}
