package struct Sheet: Hashable, Sendable {
  /// Counted from 0, in the order of the tabs.
  package let index: Int
  /// Empty for delimited text.
  package let name: String
  package let visibility: SheetVisibility
}

package enum SheetVisibility: Hashable, Sendable {
  case visible
  case hidden
  /// Hidden by a program, so that no menu of Excel shows it.
  case veryHidden

  init(attribute: String?) {
    switch attribute {
    case "hidden": self = .hidden
    case "veryHidden": self = .veryHidden
    default: self = .visible
    }
  }
}

/// What the reader of rows is told after each one.
package enum Reading: Sendable { case goOn, stop }
