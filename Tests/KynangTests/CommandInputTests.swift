import Foundation
import Localization
import Testing
import Workforce

@testable import kynang

struct CommandInputTests {
  private func object(
    _ operation: String, _ values: [String: GivenValue]
  ) throws -> [String: Any] {
    let operation = try #require(KnownOperations.named(operation))
    return try CommandInput(operation: operation, files: InputFiles(words: Words(.vi)))
      .object(values, input: nil)
  }

  @Test func allThatIsMissingIsSaidAtOnce() throws {
    let failure = try #require(throws: CommandFailure.self) {
      _ = try object("employee.create", ["code": .texts(["NV1"])])
    }
    #expect(failure.exitCode == 65)
    #expect(
      failure.lines == [
        "--full-name: Cần nhập mục này.", "--starts-on: Cần nhập mục này.",
      ])
  }

  @Test func aChoiceThatIsNoneNamesThoseThereAre() throws {
    let failure = try #require(throws: CommandFailure.self) {
      _ = try object("employee.list", ["status": .texts(["gone"])])
    }
    #expect(failure.lines == ["--status: Chọn một trong: present, left, all."])
  }

  @Test(arguments: [("1/12/2026", "2026-12-01"), ("2026-12-01", "2026-12-01")])
  func aDayMayBeGivenAsPeopleWriteIt(_ given: String, _ day: String) throws {
    let object = try object("employee.list", ["asOf": .texts([given])])
    #expect(object["asOf"] as? String == day)
  }

  @Test(arguments: [
    ("31/02/2026", "field.no_such_day"), ("tomorrow", "field.not_a_date"),
    ("2026-13-01", "field.no_such_day"), ("24/11/26", "field.short_year"),
  ])
  func aDayThatIsNoneIsRefused(_ given: String, _ rule: String) throws {
    let failure = try #require(throws: CommandFailure.self) {
      _ = try object("employee.list", ["asOf": .texts([given])])
    }
    #expect(failure.lines == ["--as-of: \(Words(.vi)[rule])"])
  }

  @Test(arguments: [
    ("import.preview", "file", Data(count: 60_000_000), "50 MB"),
    ("import.preview", "file", Data(repeating: 0x20, count: 1_000), "Tệp không có gì bên trong."),
    ("employee.import", "csv", Data(count: 60_000_000), "50 MB"),
  ])
  func aFileThatNoServiceTakesIsRefusedBeforeItIsSent(
    _ operation: String, field: String, content: Data, said: String
  ) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try content.write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let failure = try #require(throws: CommandFailure.self) {
      _ = try object(operation, ["kind": .texts(["staff"]), field: .texts([path.path])])
    }
    #expect(failure.exitCode == 65)
    #expect(failure.lines.last?.contains(said) == true, "\(failure.lines)")
  }

  @Test(arguments: [
    (FileContent.base64(Data("Mã\n".utf8)), "TcOjCg=="), (.text("Mã\t\"a\"\n"), "Mã\t\"a\"\n"),
  ])
  func aFileStandsInTheBodyAmongTheOtherFields(_ file: FileContent, _ said: String) throws {
    let body = try RequestBody.json(["kind": "staff", "file": file, "sheet": NSNull()])
    let object = try JSONSerialization.jsonObject(with: body) as? [String: Any]
    #expect(object?["file"] as? String == said)
    #expect(object?["kind"] as? String == "staff")
    #expect(object?.count == 3)
  }

  @Test func aFileByItselfIsAWholeBody() throws {
    let body = try RequestBody.json(["csv": FileContent.text("a")])
    #expect(String(decoding: body, as: UTF8.self) == #"{"csv":"a"}"#)
  }

  @Test func theHelpOfAListOfObjectsShowsWhatOneLooksLike() throws {
    let operation = try #require(KnownOperations.named("course-run.create"))
    let said = CommandExample.discussion(of: operation, group: nil, Words(.en))
    #expect(said.contains("--sessions is JSON like:"))
    #expect(said.contains("[{\"heldOn\": \"2026-12-01\""))
    #expect(said.contains("morningStart"))
  }
}
