import Localization
import Workforce
import WorkforceServer

/// One column of a printed answer: where its value stands in a row, and what kind of value it is.
struct Column: Equatable, Sendable {
  /// `run.code`, as programs and `--columns` name it.
  let name: String
  let path: [String]
  let shape: Shape

  var field: String { String(name.split(separator: ".").last ?? "") }
  var isID: Bool { shape == .text(format: "uuid") }

  /// The columns of an object. Those of an object inside it stand among its own; a rule beside its
  /// figures is one column, its sentence.
  static func of(_ fields: [Shape.Field], in path: [String]) -> [Column] {
    let isNote = Set(fields.map(\.name)).isSuperset(of: ["rule", "parameters"])
    return fields.flatMap { field -> [Column] in
      if isNote, field.name == "parameters" { return [] }
      let own = path + [field.name]
      if isNote, field.name == "rule" {
        return [Column(name: own.joined(separator: "."), path: path, shape: .note)]
      }
      guard field.shape.isNested else {
        return [Column(name: own.joined(separator: "."), path: own, shape: field.shape)]
      }
      return of(field.shape.fields, in: own)
    }
  }

  func value(in row: Any) -> Any? {
    path.reduce(Optional(row)) { value, name in (value as? [String: Any])?[name] }
  }

  /// What people call it in answers about a noun; where two columns are called the same, what they belong to
  /// comes first, and an id is told from the name beside it.
  func label(among columns: [Column], in noun: String, _ words: Words) -> String {
    func own(_ column: Column) -> String { words.label(of: column.field, in: noun) }
    let same = columns.filter { $0 != self && own($0) == own(self) }
    if same.isEmpty { return own(self) }
    let isAmongOwn = same.allSatisfy { $0.path.dropLast() == path.dropLast() && $0.isID != isID }
    let full = name.split(separator: ".").map { words.label(of: String($0), in: noun) }
    let label = isAmongOwn ? own(self) : full.joined(separator: ": ")
    return isID ? words["cli.id_column", ["label": label]] : label
  }
}

extension Shape {
  /// What says something by the key of its sentence, with its figures and perhaps a field.
  static let note = Shape.object(
    name: "note",
    fields: [
      Field(name: "rule", shape: .text(format: nil), isOptional: true),
      Field(name: "parameters", shape: .map, isOptional: true),
    ])

  /// What one field was and has become.
  var isChange: Bool { Set(fields.map(\.name)) == ["field", "before", "after"] }

  var isNote: Bool {
    let names = Set(fields.map(\.name))
    return names.isSuperset(of: ["rule", "parameters"])
      && names.isSubset(of: ["rule", "parameters", "field"])
  }

  /// Whether a value is an object whose fields are columns of their own.
  var isNested: Bool { !fields.isEmpty && !isLocalizedText && !isNote }

  /// Whether a value of this shape is a table of its own.
  var isTable: Bool {
    guard case .array(let element) = self else { return false }
    return element.isNested
  }
}
