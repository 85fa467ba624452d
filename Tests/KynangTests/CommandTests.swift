import ArgumentParser
import Localization
import Testing
import Workforce

@testable import kynang

struct CommandTests {
  @Test func everyOperationHasACommandThatExplainsItself() throws {
    for operation in KnownOperations.all {
      let command = try #require(
        NounCommands.verbs(of: operation.noun, isGrouped: false).first { $0.name == operation.verb }
      )
      let help = Root.helpMessage(for: command, columns: 100)
      for field in operation.input.fields.map(CommandField.init) where field.kind != .file {
        #expect(help.contains("--\(field.option)"), "\(operation.name) \(field.option)")
      }
    }
  }

  @Test func aMistypedOptionIsSuggested() {
    let message = failure(["course", "list", "--serch", "x"])
    #expect(message.contains("--search"))
  }

  @Test func theUsageOfACommandNamesWhatMustBeGiven() throws {
    let command = try #require(
      NounCommands.verbs(of: "enrolment", isGrouped: false).first { $0.name == "withdraw" })
    let help = Root.helpMessage(for: command, columns: 200)
    #expect(
      help.contains(
        "kynang enrolment withdraw --enrolment-id <enrolment-id> --reason <reason> [<options>]"))
  }

  @Test(arguments: ["create", "run", "show", "export"])
  func theStudiesCommandsStandUnderImpactToo(_ verb: String) throws {
    func help(isGrouped: Bool) throws -> String {
      let command = try #require(
        NounCommands.verbs(of: "study", isGrouped: isGrouped).first { $0.name == verb })
      return Root.helpMessage(for: command, columns: 100)
    }
    let (grouped, plain) = (try help(isGrouped: true), try help(isGrouped: false))
    #expect(grouped.contains("kynang impact study \(verb)"))
    #expect(!grouped.contains("kynang study"))
    #expect(plain.contains("kynang study \(verb)"))
    #expect(!plain.contains("kynang impact"))
  }

  @Test func aMistypedCommandOfAGroupIsSuggested() throws {
    let failure = try #require(throws: CommandFailure.self) {
      try CommandNames.check(["impact", "study", "creat"])
    }
    #expect(failure.lines.joined().contains("impact study create"))
  }

  @Test(arguments: [["cuorse", "list"], ["course", "lsit"]])
  func aMistypedCommandIsSuggested(_ arguments: [String]) throws {
    let failure = try #require(throws: CommandFailure.self) { try CommandNames.check(arguments) }
    #expect(failure.exitCode == 64)
    #expect(failure.lines.joined().contains("course"))
  }

  @Test(arguments: [["emp"], ["employee", "frob"]])
  func nothingIsSuggestedForAWordThatIsLikeNone(_ arguments: [String]) throws {
    let failure = try #require(throws: CommandFailure.self) { try CommandNames.check(arguments) }
    #expect(failure.lines.count == 1)
  }

  @Test(arguments: [["--help"], ["help"], ["course", "--help"], ["course", "list"], []])
  func whatExistsIsNotQuestioned(_ arguments: [String]) throws {
    try CommandNames.check(arguments)
  }

  @Test func positionsNameEveryNumber() {
    #expect((0..<300).map { Positions.position($0).value } == Array(0..<300))
  }

  @Test func aUsageErrorExitsAsSuch() {
    do {
      _ = try Root.parseAsRoot(["course", "list", "--nonsense"])
      Issue.record("nothing was thrown")
    } catch {
      #expect(Root.exitCode(for: error).rawValue == 64)
    }
  }

  @Test func completionsKnowTheChoicesOfAField() {
    let script = Root.completionScript(for: .bash)
    #expect(script.contains("classroom"))
  }

  private func failure(_ arguments: [String]) -> String {
    do {
      _ = try Root.parseAsRoot(arguments)
      return ""
    } catch {
      return Root.fullMessage(for: error)
    }
  }
}

struct ExitCodeTests {
  @Test(
    arguments: [
      (AppError.Code.invalidInput, 65), (.conflict, 65), (.unauthenticated, 77), (.forbidden, 77),
      (.notFound, 66), (.limitReached, 75), (.unavailable, 69), (.internalError, 70),
    ] as [(AppError.Code, Int32)])
  func everyCodeHasItsExitCode(_ code: AppError.Code, exit: Int32) {
    #expect(ExitCodes.of(code) == exit)
    #expect(ExitCodes.of(code: code.rawValue, status: 500) == exit)
  }
}

struct InvocationTests {
  @Test(
    arguments: [
      (["kynang", "--language", "en"], ["LANG": "vi_VN"], Language.en),
      (["kynang", "x", "--language=vi"], ["LANG": "en_US"], .vi),
      (["kynang"], ["LANG": "vi_VN.UTF-8"], .vi),
      (["kynang"], ["LC_ALL": "en_GB", "LANG": "vi"], .en),
      (["kynang"], ["KYNANG_LANGUAGE": "en", "LANG": "vi_VN"], .en),
      (["kynang"], ["LANG": "C"], .en),
      (["kynang"], [:], .vi),
    ] as [([String], [String: String], Language)])
  func theLanguageIsWhatIsSaidElseTheLocale(
    _ arguments: [String], environment: [String: String], language: Language
  ) {
    #expect(
      Invocation.chosenLanguage(arguments: arguments, environment: environment) == language)
  }
}
