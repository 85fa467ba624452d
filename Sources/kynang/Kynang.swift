import ArgumentParser
import Foundation

/// The program: parses, runs, and turns whatever is thrown into one sentence and one exit code.
@main
enum Kynang {
  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if arguments == ["--version"] { return ShowVersion().run() }
      try CommandNames.check(arguments)
      var command = try Root.parseAsRoot()
      if var concurrent = command as? any AsyncParsableCommand {
        try await concurrent.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      failure.print(to: Terminal.standardError)
      exit(failure.exitCode)
    } catch {
      end(with: error)
    }
  }

  /// Help goes to standard output, what is wrong with a call to standard error; a script that completes
  /// commands passes as it is.
  private static func end(with error: any Error) -> Never {
    let code = Root.exitCode(for: error)
    let message = Root.fullMessage(for: error)
    let isScript = CommandLine.arguments.contains { $0.hasPrefix("--generate-completion-script") }
    let said = isScript ? message : ParserWords(words: Invocation.words).said(message)
    if !said.isEmpty {
      let handle = code.isSuccess ? FileHandle.standardOutput : Terminal.standardError
      handle.write(Data((said + "\n").utf8))
    }
    exit(code.rawValue)
  }
}
