/// Where the header of a table is, and what each of its columns was taken for.
package struct HeaderMatch<Field: Hashable & Sendable>: Sendable {
  package struct Column: Sendable {
    /// Counted from 0.
    package let column: Int
    /// As it stands; of a header of two rows, both with " / " between.
    package let heading: String
    /// Nil when nothing was sure enough.
    package let field: Field?
    /// What it may be, when ``field`` is nil: to be offered, never taken.
    package let suggestion: Field?
    /// From 0 to 1, of the field or the suggestion.
    package let certainty: Double
    /// The heading is merged over these columns, as "Họ và tên" over two.
    package let span: ClosedRange<Int>
  }

  /// Counted from 1; what lies above are titles, what lies below is the table.
  package let rows: ClosedRange<Int>
  /// Every column with a heading, from the left.
  package let columns: [Column]

  /// The columns of a field: one, or those that its heading is merged over.
  package func columns(of field: Field) -> [Int] {
    columns.filter { $0.field == field }.map(\.column)
  }

  /// Fields that columns of different headings claim; a person must say which.
  package var contested: Set<Field> {
    var spans: [Field: Set<ClosedRange<Int>>] = [:]
    for column in columns {
      if let field = column.field { spans[field, default: []].insert(column.span) }
    }
    return Set(spans.filter { $0.value.count > 1 }.keys)
  }

  /// Headings that no field was found for.
  package var unknown: [Column] { columns.filter { $0.field == nil } }
}
