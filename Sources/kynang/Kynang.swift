import ArgumentParser
import Foundation

/// The program: parses, runs, and turns whatever is thrown into one sentence and one exit code.
@main
enum Kynang {
  static func main() async {
    do {
      try CommandNames.check(Array(CommandLine.arguments.dropFirst()))
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
      Root.exit(withError: error)
    }
  }
}
