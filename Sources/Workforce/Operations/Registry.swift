/// Everything the product can do, by name. The API, its description, the command line and the tests
/// of tenancy are made from it; what is not in it cannot be reached.
package struct Registry: Sendable {
  package let operations: [Operation]
  private let byName: [String: Operation]

  package init(_ operations: [Operation]) {
    self.operations = operations.sorted { $0.name < $1.name }
    byName = Dictionary(uniqueKeysWithValues: operations.map { ($0.name, $0) })
  }

  package subscript(name: String) -> Operation? { byName[name] }

  /// Each feature adds its own list. Throws when an input or output cannot be described.
  package static func all() throws -> Registry {
    Registry(
      try [
        accounts(),
        assessments(),
        audit(),
        attendance(),
        completions(),
        enrolments(),
        organisations(),
        panels(),
        skillGaps(),
        frameworks(),
        impact(),
        imports(),
        indicators(),
        installation(),
        jobRoles(),
        merges(),
        courses(),
        courseRuns(),
        rollups(),
        officers(),
        adoption(),
        support(),
        trainingPlans(),
        walkIns(),
        checkIns(),
      ].flatMap { $0 })
  }
}
