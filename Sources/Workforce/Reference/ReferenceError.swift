import Seeds
import Spreadsheets

/// What is wrong with a reference file, and where.
package struct ReferenceError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case separators(SeparatedText.Fault)
    case notComposed
    case noHeader
    case wrongFieldCount(expected: Int, found: Int)
    case missingColumn(String)
    case missingValue(column: String)
    case wrongValue(column: String, value: String)
    /// A code that no other reference row has.
    case unknownCode(column: String, code: String)
    case repeated(code: String)
    /// A sourced row that names no source.
    case noSource
    /// The framework declares another number of levels, areas or items than the files have.
    case wrongCount(of: String, declared: Int, found: Int)
    /// A required level, or a level that would travel, in a framework that has none.
    case noLevels(framework: String)
    /// Two columns, or two files, that must agree.
    case contradiction(column: String, code: String)
    case wrongFormula(code: String, FormulaError)
  }

  package let file: ReferenceFile
  /// Counted from 1, the header being the first; nil when it is about the whole file.
  package let line: Int?
  package let problem: Problem
}

extension ReferenceError: CustomStringConvertible {
  package var description: String {
    let place = line.map { "\(file.name), line \($0)" } ?? file.name
    return "\(place): \(problem.sentence)"
  }
}

extension ReferenceError.Problem {
  fileprivate var sentence: String {
    switch self {
    case .separators(let fault): "it is not comma-separated text (\(fault.rawValue))"
    case .notComposed: "a field is not in Unicode's form NFC or has spaces around it"
    case .noHeader: "there is no header"
    case .wrongFieldCount(let expected, let found): "\(found) fields where \(expected) are named"
    case .missingColumn(let column): "there is no column \(column)"
    case .missingValue(let column): "\(column) is empty"
    case .wrongValue(let column, let value): "\(column) cannot be “\(value)”"
    case .unknownCode(let column, let code): "\(column) names “\(code)”, which no row has"
    case .repeated(let code): "“\(code)” stands twice"
    case .noSource: "it is marked as sourced and names no source"
    case .wrongCount(let what, let declared, let found):
      "\(found) \(what), and \(declared) declared"
    case .noLevels(let framework): "\(framework) has no levels"
    case .contradiction(let column, let code): "\(column) of “\(code)” contradicts another row"
    case .wrongFormula(let code, let error): "the formula of \(code) is refused: \(error)"
    }
  }
}

/// Why the files of this release cannot be loaded over what a database holds.
package enum ReferenceConflict: Error, Hashable, Sendable {
  /// A framework version never changes its kind, its version or its number of levels.
  case changedFramework(code: String)
  /// A competency that people may have been assessed in is not taken away.
  case removedCompetency(framework: String, code: String)
  case movedCompetency(framework: String, code: String)
}

extension ReferenceConflict: CustomStringConvertible {
  package var description: String {
    switch self {
    case .changedFramework(let code):
      "the framework \(code) is loaded with another kind, version or number of levels; a change of "
        + "meaning needs a new framework code"
    case .removedCompetency(let framework, let code):
      "the competency \(code) of \(framework) is loaded and missing from the files; a framework "
        + "without it needs a new framework code"
    case .movedCompetency(let framework, let code):
      "the competency \(code) of \(framework) is loaded in another area"
    }
  }
}
