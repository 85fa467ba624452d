import Foundation

/// What standard input and output are connected to.
enum Terminal {
  static let standardError = FileHandle.standardError
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Colours are for people: never into a file, never where NO_COLOR is set. Source: no-color.org.
  static var hasColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
  }

  /// Columns of the terminal; nil where output goes elsewhere.
  static var columns: Int? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return nil }
    return Int(size.ws_col)
  }

  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// A line beside the answer, for whoever looks.
  static func say(_ text: String) {
    standardError.write(Data("\(text)\n".utf8))
  }

  /// One line, asked on standard error; nil at the end of input.
  static func ask(_ question: String) -> String? {
    standardError.write(Data("\(question) ".utf8))
    return readLine()
  }

  /// One line that does not appear while it is typed.
  static func askSecret(_ question: String) -> String? {
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return ask(question) }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    echoing = before
    // Who stops here must see again what they type.
    signal(SIGINT) { _ in
      tcsetattr(STDIN_FILENO, TCSANOW, &Terminal.echoing)
      signal(SIGINT, SIG_DFL)
      raise(SIGINT)
    }
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
      signal(SIGINT, SIG_DFL)
      standardError.write(Data("\n".utf8))
    }
    return ask(question)
  }

  /// Read by a handler of signals, which can be given nothing; written before it is installed.
  private nonisolated(unsafe) static var echoing = termios()
}
