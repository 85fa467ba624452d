import Localization
import Testing
import Workforce

@testable import kynang

struct ColumnTests {
  private let words = Words(.vi)

  private func operation(_ name: String) throws -> Operation {
    try #require(KnownOperations.named(name))
  }

  @Test func anIdAndTheNameBesideItAreToldApart() throws {
    let columns = Column.of(try operation("course-run.show").output.fields, in: [])
      .filter { !$0.shape.isTable }
    let labels = columns.map { $0.label(among: columns, in: "course-run", words) }

    #expect(labels.contains("Khóa học"))
    #expect(labels.contains("Khóa học (UUID)"))
    #expect(Set(labels).count == labels.count)
  }

  @Test func aNounMayCallAFieldOtherwise() throws {
    let columns = Column.of(try operation("account.show").output.fields, in: [])
    let language = try #require(columns.first { $0.field == "language" })
    #expect(language.label(among: columns, in: "account", words) == "Ngôn ngữ hiển thị")
    #expect(language.label(among: columns, in: "course", words) == "Ngôn ngữ giảng dạy")
  }

  @Test func aMappingCallsItsColumnsNotByWhatOthersMean() throws {
    guard case .array(let element) = try operation("panel-mapping.list").output else {
      Issue.record("a list is expected")
      return
    }
    let columns = Column.of(element.fields, in: [])
    let unit = try #require(columns.first { $0.field == "unit" })
    #expect(unit.label(among: columns, in: "panel-mapping", words) == "Cột doanh nghiệp")
    #expect(unit.label(among: columns, in: "employee", words) == "Phòng ban")
  }

  @Test(arguments: ["employeeCode,result", "people.employeeCode", "people", "enrolledCount"])
  func columnsOfATableInsideAnAnswerMayBeNamed(_ columns: String) throws {
    let names = columns.split(separator: ",").map(String.init)
    let choice = ColumnChoice(names: names, shape: try operation("enrolment.create").output)

    try choice.check(words)

    let tables = choice.tables.map(\.column.name)
    #expect(tables == (columns == "enrolledCount" ? [] : ["people"]))
  }

  @Test func aColumnThatNoAnswerHasIsAUsageError() throws {
    let choice = ColumnChoice(
      names: ["nothing"], shape: try operation("enrolment.create").output)
    let failure = #expect(throws: CommandFailure.self) { try choice.check(words) }
    #expect(failure?.exitCode == 64)
    #expect(failure?.lines.joined().contains("people.employeeCode") == true)
  }
}

struct FieldSourceTests {
  /// Nobody thinks of an id: some command shows each that a command takes.
  @Test func aCommandShowsEachIdThatIsTaken() throws {
    for operation in KnownOperations.all {
      for field in operation.input.fields
      where field.shape == .text(format: "uuid") && field.name != "after" {
        let command = try #require(
          FieldSource.command(of: field.name), "\(operation.name) \(field.name)")
        let name = command.replacing(" ", with: ".")
        #expect(KnownOperations.named(name) != nil, "\(field.name): \(command)")
      }
    }
  }
}
